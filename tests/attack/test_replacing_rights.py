"""Who may have a paper take the place of another, where there is log-in: the registrator, within their own papers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search_api.access.roles import Role
from tests.attack.started import started
from tests.search_api.askers import MINE, THEIRS, House, house, minutes

OLD = minutes(MINE, "Miljönämnden", "MN 2021/5", "pumpen")
NEW = OLD.replace("77 kronor", "99 kronor")
CORRECTION = NEW.replace("Protokoll\n", "Protokoll\nRättat protokoll\n")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[House]:
    """Return a service with log-in and a paper of each of two organisations."""
    theirs = minutes(THEIRS, "Miljönämnden", "MN 2021/5", "pumpen")
    with house(
        lambda **settings: started(tmp_path / "arkiv", **settings),
        {"protokoll.txt": OLD, "berga.txt": theirs},
    ) as running:
        yield running


def given(opened: House, key: str, name: str, text: str, **fields: str) -> dict:
    """Upload a paper with a key, and return its outcome."""
    response = opened.ask("POST", "/v1/documents", key, files=[("files", (name, text.encode()))], data=fields)
    assert response.status_code == 202, response.text
    opened.service.http.headers["Authorization"] = f"Bearer {key}"
    (outcome,) = opened.service.finished(response.json())["outcomes"]
    del opened.service.http.headers["Authorization"]
    return outcome


def sources(opened: House) -> set[str]:
    """Return the names of the papers that are found."""
    admin = opened.key("administratör", Role.ADMINISTRATOR)
    return {line["source"] for line in opened.ask("GET", "/v1/documents", admin).json()["documents"]}


def test_an_uploader_replaces_nothing_by_name(opened: House) -> None:
    """A new version of the very same paper comes beside the old one; a registrator's takes its place."""
    uploader = opened.key("uppladdare", Role.UPLOADER)
    outcome = given(opened, uploader, "protokoll.txt", NEW)
    assert (outcome["source"], outcome["status"]) == ("protokoll (2).txt", "ny")
    assert sources(opened) == {"protokoll.txt", "protokoll (2).txt", "berga.txt"}
    registrar = opened.key("registrator", Role.REGISTRAR)
    outcome = given(opened, registrar, "annat.txt", NEW, replaces=opened.ids["protokoll.txt"])
    assert outcome["status"] == "ändrad"
    assert "protokoll.txt" not in sources(opened)


def test_an_uploader_corrects_nothing(opened: House) -> None:
    """What the paper says of itself is not believed, until one who may have papers replaced gives the same."""
    uploader, registrar = opened.key("uppladdare", Role.UPLOADER), opened.key("registrator", Role.REGISTRAR)
    outcome = given(opened, uploader, "rättad.txt", CORRECTION)
    assert "registrator" in outcome["message"]
    assert "protokoll.txt" not in outcome["message"]
    assert sources(opened) == {"protokoll.txt", "rättad.txt", "berga.txt"}
    given(opened, registrar, "rättad.txt", CORRECTION)
    assert sources(opened) == {"rättad.txt", "berga.txt"}


def test_an_uploader_names_what_is_to_be_replaced(opened: House) -> None:
    """It is refused, and nothing is kept."""
    uploader, files = opened.key("uppladdare", Role.UPLOADER), [("files", ("a.txt", NEW.encode()))]
    fields = {"replaces": opened.ids["protokoll.txt"]}
    response = opened.ask("POST", "/v1/documents", uploader, files=files, data=fields)
    assert (response.status_code, "ersätta" in response.json()["detail"]) == (403, True)
    assert sources(opened) == {"protokoll.txt", "berga.txt"}


def test_a_registrar_of_one_house_and_the_papers_of_another(opened: House) -> None:
    """Are not there to be replaced: not by name, not by what a paper says, and not by the name of a file."""
    bound = opened.key("bunden", Role.REGISTRAR, MINE)
    theirs = minutes(THEIRS, "Miljönämnden", "MN 2021/5", "pumpen").replace("77 kronor", "99 kronor")
    files, fields = [("files", ("a.txt", NEW.encode()))], {"replaces": opened.ids["berga.txt"]}
    assert opened.ask("POST", "/v1/documents", bound, files=files, data=fields).status_code == 404
    assert given(opened, bound, "berga.txt", theirs)["status"] == "misslyckad"
    correction = theirs.replace("Protokoll\n", "Protokoll\nRättat protokoll\n")
    assert given(opened, bound, "rättad.txt", correction)["status"] == "misslyckad"
    assert sources(opened) == {"protokoll.txt", "berga.txt"}
    outcome = given(opened, bound, "nytt.txt", NEW, replaces=opened.ids["protokoll.txt"])
    assert outcome["status"] == "ändrad", outcome
    assert "protokoll.txt" not in sources(opened)
