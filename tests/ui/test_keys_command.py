"""The commands `keys` and `audit`, beside a running service that wants keys."""

import re
import sqlite3

import pytest

from tests.ui.conftest import running


@pytest.fixture(scope="module")
def guarded(papers, tmp_path_factory):
    """Return a service that wants keys: its address, and the folder of its archive."""
    folder = tmp_path_factory.mktemp("nycklar")
    with running(papers, folder, BESLUTSMINNE_MODEL="static", BESLUTSMINNE_LOGIN="keys") as url:
        yield url, folder / "arkiv"


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "arkiv"


def test_a_key_from_its_making_to_its_end(guarded, main, monkeypatch):
    url, folder = guarded
    refused = main("status", "--url", url)
    assert refused.code == 1
    assert "inloggning" in refused.err
    made = main("keys", "add", "diariet", "--role", "läsare", "--organisation", "Region Gotland", "--data-dir", folder)
    assert made.code == 0, made.err
    key = made.out.strip()
    assert re.fullmatch(r"bm_[A-Za-z0-9_-]{43}", key)
    assert "diariet" in made.err
    monkeypatch.setenv("BESLUTSMINNE_API_KEY", key)
    asked = main("status", "--url", url)
    assert asked.code == 0, asked.err
    assert "1 handlingar" in asked.out
    assert "Viklunda" not in asked.out
    listed = main("keys", "list", "--data-dir", folder)
    assert re.search(r"diariet: läsare, Region Gotland; gäller, till \d{4}-\d\d-\d\d; senast använd \d{4}", listed.out)
    assert key not in listed.out
    assert key.encode() not in b"".join(path.read_bytes() for path in folder.glob("catalogue.sqlite*"))
    assert main("keys", "revoke", "diariet", "--data-dir", folder).code == 0
    ended = main("status", "--url", url)
    assert ended.code == 1
    assert "gäller inte" in ended.err
    assert "spärrad" in main("keys", "list", "--data-dir", folder).out
    log = main("audit", "list", "--data-dir", folder).out
    assert re.search(r"2 .* kommandoraden \(.+\): spärrade nyckel diariet", log)
    assert re.search(r"1 .*: lade till nyckel diariet \(läsare\)", log)


def test_a_name_is_taken_once(archive, main):
    assert main("keys", "add", "a", "--data-dir", archive).code == 0
    again = main("keys", "add", "a", "--data-dir", archive)
    assert again.code == 1
    assert "heter ”a”" in again.err
    assert again.out == ""
    assert main("keys", "revoke", "b", "--data-dir", archive).code == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("--role", "kejsare"), 2), (("--expires", "2020-01-01"), 1), (("--expires", "i morgon"), 2)],
)
def test_a_key_that_cannot_be_made(archive, main, arguments, code):
    done = main("keys", "add", "a", *arguments, "--data-dir", archive)
    assert done.code == code
    assert done.out == ""
    assert "Traceback" not in done.err


def test_verify(archive, main):
    for name in ("a", "b", "c"):
        main("keys", "add", name, "--data-dir", archive)
    whole = main("audit", "verify", "--data-dir", archive)
    assert whole.code == 0
    assert whole.out.startswith("3 poster är som de skrevs.")
    seal = whole.out.split()[-1]
    assert main("audit", "verify", "--holds", seal, "--data-dir", archive).code == 0
    lost = main("audit", "verify", "--holds", "0" * 63 + "1", "--data-dir", archive)
    assert lost.code == 1
    assert "finns inte i loggen" in lost.err
    with sqlite3.connect(archive / "catalogue.sqlite") as database:
        database.execute("DROP TRIGGER audit_log_update")
        database.execute("UPDATE audit_log SET who = 'eva' WHERE number = 2")
    database.close()
    changed = main("audit", "verify", "--data-dir", archive)
    assert changed.code == 1
    assert "ändrad vid post 2" in changed.err


def test_a_log_in_that_is_half_set_stops_the_start(main, monkeypatch):
    """What is wrong is named, and no secret is shown."""
    monkeypatch.setenv("BESLUTSMINNE_LOGIN", "oidc")
    monkeypatch.setenv("BESLUTSMINNE_SESSION_SECRET", "kort hemlighet")
    done = main("serve")
    assert done.code == 2
    assert "BESLUTSMINNE_SESSION_SECRET" in done.err
    assert "kort hemlighet" not in done.err
    monkeypatch.delenv("BESLUTSMINNE_SESSION_SECRET")
    assert "BESLUTSMINNE_OIDC_ISSUER" in main("serve").err.replace("\n", "")
