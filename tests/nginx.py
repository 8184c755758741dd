"""A real nginx by the recipe in `deploy/`, on ports and with a certificate and logs of the test's own."""

import datetime as dt
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/bin")
RECIPE = Path(__file__).resolve().parents[1] / "deploy" / "nginx.conf"
SERVICE = "http://127.0.0.1:8000"
OWN_NAME, BELOW_A_PATH = "beslut.example.se", "www.example.se"  # the servers of the recipe, in its order
_STATED = ("/etc/ssl/beslut.example.se.pem", "/etc/ssl/private/beslut.example.se.key", "/var/log/nginx/")


@dataclass(frozen=True)
class Nginx:
    """A running nginx: the ports of http and https, and the folder of its logs."""

    http: int
    https: int
    logs: Path


def written(folder: Path, services: Sequence[str] = (SERVICE, SERVICE), http: int = 80, https: int = 443) -> Path:
    """Write a configuration with the recipe in it to `folder`: its two servers in front of `services`."""
    recipe = RECIPE.read_text("utf-8")
    assert recipe.count(f"proxy_pass {SERVICE};") == len(services)
    for service in services:
        recipe = recipe.replace(f"proxy_pass {SERVICE};", f"proxy_pass {service}; #", 1)
    assert all(stated in recipe for stated in _STATED)
    for stated, ours in zip(_STATED, (*_certificate(folder), f"{folder}/"), strict=True):
        recipe = recipe.replace(stated, str(ours))
    recipe = re.sub(r"^ *listen \[::\]:.*\n", "", recipe, flags=re.M)
    recipe = recipe.replace("listen 80;", f"listen 127.0.0.1:{http};").replace(
        "listen 443 ", f"listen 127.0.0.1:{https} "
    )
    path = folder / "nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    path.write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/main-error.log;\nevents {{}}\n"
        f"http {{\naccess_log {folder}/main.log;\n{temporary}{recipe}}}\n",
        "utf-8",
    )
    return path


@contextmanager
def running(folder: Path, services: Sequence[str]) -> Iterator[Nginx]:
    """Run nginx in front of `services`, by its own name and below a path, until left."""
    http, https = _free(), _free()
    configuration = written(folder, services, http, https)
    with subprocess.Popen([str(PROGRAM), "-e", folder / "main-error.log", "-c", configuration]) as process:
        try:
            for _ in range(200):
                assert process.poll() is None, (folder / "main-error.log").read_text()
                with socket.socket() as asking:
                    if asking.connect_ex(("127.0.0.1", https)) == 0:
                        break
                time.sleep(0.05)
            yield Nginx(http, https, folder)
        finally:
            process.terminate()
            process.wait(20)


def _free() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _certificate(folder: Path) -> tuple[Path, Path]:
    """The files of a certificate of our own making, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, OWN_NAME)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    whole, secret = folder / "namn.pem", folder / "namn.key"
    whole.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return whole, secret
