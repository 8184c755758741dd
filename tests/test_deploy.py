"""What is given for putting the service in place, as far as it can be tried without systemd and Docker running."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from search_api.settings import Settings
from tests import nginx

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "beslutsminne.service"


def needs(program: str) -> pytest.MarkDecorator:
    """Return the mark of a test that runs a program which need not be installed."""
    return pytest.mark.skipif(shutil.which(program, path="/usr/sbin:/usr/bin") is None, reason=f"no {program}")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program and give what it said."""
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Return the unit with a program that this machine has."""
    path = tmp_path / UNIT.name
    path.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text("utf-8"), flags=re.M), "utf-8")
    return path


@needs("systemd-analyze")
def test_the_unit_is_one(unit: Path):
    """Every line is known to systemd."""
    done = run("systemd-analyze", "verify", unit)
    assert (done.returncode, done.stderr) == (0, "")


@needs("systemd-analyze")
def test_the_unit_exposes_little(unit: Path):
    """At most 3.5 of 10 by systemd's own measure; a service without such lines has 9.6."""
    done = run("systemd-analyze", "security", "--offline=yes", "--threshold=35", "--no-pager", unit)
    assert done.returncode == 0, done.stdout[-200:]


def test_settings_that_are_named_are_settings():
    known = {f"BESLUTSMINNE_{name.upper()}" for name in Settings.model_fields}
    texts = [path.read_text("utf-8") for path in DEPLOY.iterdir() if path.is_file()]
    named = {name for text in texts for name in re.findall(r"BESLUTSMINNE_[A-Z_]+[A-Z]", text)}
    assert len(named) > 4
    assert named <= known


def test_the_image_is_not_root_and_holds_what_is_there():
    """The last USER holds; each COPY is of something."""
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users[-1] not in ("0", "root")
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert {"corpus", "requirements.txt"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_only_the_service_is_reached_and_only_by_this_machine():
    """It cannot write its own files, has no rights, and neither the catalogue nor the vectors have a port."""
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    ours = services.pop("beslutsminne")
    assert ours["read_only"] is True
    assert ours["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in ours["security_opt"]
    assert all(port.startswith("127.0.0.1:") for port in ours["ports"])
    assert set(services) == {"postgres", "qdrant"}
    for other in services.values():
        assert "ports" not in other
        assert other["networks"] == ["inside"]


@needs("nginx")
def test_nginx_takes_its_recipe(tmp_path: Path):
    done = run("/usr/sbin/nginx", "-t", "-e", tmp_path / "error.log", "-c", nginx.written(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


@needs("caddy")
def test_caddy_takes_its_recipe():
    done = run("caddy", "validate", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile")
    assert done.returncode == 0, done.stderr


def test_the_hashes_are_of_what_is_pinned():
    """Each pin but torch's, in the same version, has a hash; nothing else does. `make hashes` writes them."""

    def pins(file: str) -> set[tuple[str, str]]:
        found = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / file).read_text("utf-8"), re.M)
        return {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in found}

    hashed = (ROOT / "requirements.hashes.txt").read_text("utf-8")
    assert pins("requirements.hashes.txt") == {pin for pin in pins("requirements.txt") if pin[0] != "torch"}
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}$", hashed, re.M)) == len(pins("requirements.hashes.txt"))
