"""Facts amended over HTTP: found and shown at once, with who and when to those who may know, and in the audit log."""

import datetime as dt

import pytest

from corpus.catalogue.auditlog import Deed
from corpus.errors import BadRequest, NotFound
from search_api import schemas
from search_api.access.roles import Role
from search_api.client import Client
from tests.search_api.askers import MINE, THEIRS, house, minutes

PAPER = minutes(MINE, "Miljönämnden", "MN 2021/5", "pumpen")
OTHER = minutes(THEIRS, "Miljönämnden", "MN 2021/7", "skopan")


@pytest.fixture
def opened(start_service):
    """Return a service with a paper of each organisation."""
    with house(start_service, {"a.txt": PAPER, "b.txt": OTHER}) as running:
        yield running


@pytest.fixture
def registrar(opened) -> str:
    """Return the key of a registrar over all papers."""
    return opened.key("Eva", Role.REGISTRAR)


def facts(answer) -> dict[tuple[str, str | None], dict]:
    """Return the facts of an answer by name and §."""
    assert answer.status_code == 200, answer.text
    return {(one["name"], one["section"]): one for one in answer.json()["facts"]}


def amend(opened, key: str, name: str, value: str | None, section: str | None = None, paper: str = "a.txt"):
    path = f"/v1/documents/{opened.ids[paper]}/facts/{name}"
    return opened.ask("PUT", path, key, json={"value": value}, params={"section": section} if section else {})


def test_what_was_read_stands_beside_what_is_said(opened, registrar):
    path = f"/v1/documents/{opened.ids['a.txt']}/facts"
    before = facts(opened.ask("GET", path, registrar))
    assert list(before) == [
        ("title", None), ("kind", None), ("organisation", None), ("committee", None), ("date", None),
        ("case_number", None), ("heading", "§ 3"), ("case_number", "§ 3"),
    ]  # fmt: skip
    assert {one["amendment"] for one in before.values()} == {None}
    after = facts(amend(opened, registrar, "heading", "Köp av pumpar", "§ 3"))
    heading = after["heading", "§ 3"]
    assert (heading["read"], heading["value"]) == ("Köp av pumpen", "Köp av pumpar")
    assert PAPER[heading["start"] : heading["end"]] == "Köp av pumpen"
    assert heading["page"] == 1
    told = heading["amendment"]
    assert (told["value"], told["by"], told["reader"]) == ("Köp av pumpar", "nyckel Eva", "oförändrad")
    said_at = dt.datetime.fromisoformat(told["at"])
    assert dt.timedelta() <= dt.datetime.now(dt.UTC) - said_at < dt.timedelta(minutes=5)
    assert facts(opened.ask("GET", path, registrar)) == after
    back = facts(opened.ask("DELETE", f"{path}/heading", registrar, params={"section": "§ 3"}))
    assert back == before


def test_it_is_found_and_shown_everywhere_at_once(opened, registrar):
    reader = opened.key("läsaren", Role.READER)
    amend(opened, registrar, "committee", "Tekniska nämnden")
    amend(opened, registrar, "date", "2021-11-03")
    amend(opened, registrar, "case_number", "TN 2021/9, MN 2021/5", "§ 3")
    amend(opened, registrar, "heading", "Köp av centrifugen", "§ 3")
    asked = {"query": "centrifugen", "filters": {"committee": ["Tekniska nämnden"], "date_from": "2021-11-01"}}
    hits = opened.ask("POST", "/v1/search", reader, json=asked).json()["hits"]
    assert {one["document_id"] for one in hits} == {opened.ids["a.txt"]}
    hit = hits[0]
    assert (hit["heading"], hit["case_number"], hit["date"]) == ("Köp av centrifugen", "TN 2021/9", "2021-11-03")
    assert hit["text"] == PAPER[hit["start"] : hit["end"]]
    assert hit["reference"] == "Avika kommun, Tekniska nämnden 2021-11-03 § 3, dnr TN 2021/9, s. 1"
    case = opened.ask("GET", "/v1/cases/TN 2021/9", reader).json()
    assert [step["committee"] for step in case["steps"]] == ["Tekniska nämnden"]
    facets = opened.ask("GET", "/v1/facets", reader).json()
    assert ("Tekniska nämnden", 1) in [(one["value"], one["documents"]) for one in facets["committee"]]
    answer = opened.ask("POST", "/v1/ask", reader, json={"question": "vad kostade pumpen i Avika kommun?"}).json()
    assert [one["committee"] for one in answer["citations"]] == ["Tekniska nämnden"]
    assert opened.ask("GET", f"/v1/documents/{opened.ids['a.txt']}/text", reader).text == PAPER


def test_every_reader_is_told_and_those_who_review_by_whom(opened, registrar):
    amend(opened, registrar, "date", "2021-11-03")
    amend(opened, registrar, "heading", "Köp av pumpar", "§ 3")
    path = f"/v1/documents/{opened.ids['a.txt']}"
    for key, by in (
        (registrar, "nyckel Eva"), (opened.key("registrator i Avika", Role.REGISTRAR, MINE), "nyckel Eva"),
        (opened.key("läsaren", Role.READER), None),
    ):  # fmt: skip
        document = opened.ask("GET", path, key).json()
        (day,), (section,) = document["amended"], [one for one in document["sections"] if one["paragraph"]]
        assert (day["name"], day["value"], day["by"]) == ("date", "2021-11-03", by)
        assert [(one["name"], one["section"], one["by"]) for one in section["amended"]] == [("heading", "§ 3", by)]
        assert next(one["value"] for one in document["stated"] if one["name"] == "date") == "2021-10-06"


def test_it_is_written_in_the_audit_log_without_a_word_of_the_paper(opened, registrar):
    amend(opened, registrar, "heading", "Köp av pumpar", "§ 3")
    assert amend(opened, registrar, "date", "i går").status_code == 422
    opened.ask("DELETE", f"/v1/documents/{opened.ids['a.txt']}/facts/heading", registrar, params={"section": "§ 3"})
    newest = opened.ask("GET", "/v1/audit", opened.keys["administratör"], params={"limit": 2}).json()["entries"]
    target = f"{opened.ids['a.txt']} § 3 heading"
    assert [(one["who"], one["deed"], one["target"]) for one in newest] == [
        ("nyckel Eva", Deed.TOOK_BACK, target), ("nyckel Eva", Deed.AMENDED, target),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "section", "value", "status", "told"),
    [
        ("date", None, "2021-02-30", 422, "Datumet är ”2021-02-30”. Skriv en dag som finns"),
        ("kind", None, "roman", 422, "Välj en av: protokoll"),
        ("case_number", "§ 3", "ärendet", 422, "Skriv det som KS 2021/118"),
        ("heading", "§ 7", "Köp", 404, "ingen § 7. De § som finns är: § 3"),
        ("heading", None, "Köp", 422, "kan inte rättas hos handlingen som helhet"),
        ("text", None, "Köp", 422, "name måste vara"),
        ("title", None, "a" * 1_001, 422, "gränsen är 1000"),
    ],
)
def test_what_is_refused(opened, registrar, name, section, value, status, told):
    answer = amend(opened, registrar, name, value, section)
    assert answer.status_code == status
    assert told in answer.json()["detail"]
    document = opened.ask("GET", f"/v1/documents/{opened.ids['a.txt']}", registrar).json()
    assert document["amended"] == []


def test_what_is_not_amended_cannot_be_taken_back(opened, registrar):
    answer = opened.ask("DELETE", f"/v1/documents/{opened.ids['a.txt']}/facts/title", registrar)
    assert answer.status_code == 404
    assert "Titeln är inte rättad" in answer.json()["detail"]


def test_who_is_bound_amends_their_own_and_moves_none_away(opened):
    bound = opened.key("registrator i Avika", Role.REGISTRAR, MINE)
    assert amend(opened, bound, "title", "Oktober").status_code == 200
    assert amend(opened, bound, "title", "Oktober", paper="b.txt").status_code == 404
    for value in (THEIRS, None):
        refused = amend(opened, bound, "organisation", value)
        assert refused.status_code == 403
        assert f"du får rätta handlingar från {MINE}" in refused.json()["detail"]
    both = opened.key("registrator i båda", Role.REGISTRAR, MINE, THEIRS)
    assert amend(opened, both, "organisation", THEIRS).status_code == 200
    assert opened.ask("GET", f"/v1/documents/{opened.ids['a.txt']}", bound).status_code == 404
    theirs = opened.key("registrator i Berga", Role.REGISTRAR, THEIRS)
    assert opened.ask("GET", f"/v1/documents/{opened.ids['a.txt']}", theirs).json()["title"] == "Oktober"
    found = opened.ask("POST", "/v1/search", theirs, json={"query": "pumpen"}).json()
    assert {hit["organisation"] for hit in found["hits"]} == {THEIRS}
    assert opened.ids["a.txt"] in {hit["document_id"] for hit in found["hits"]}
    path = f"/v1/documents/{opened.ids['a.txt']}/facts/organisation"
    assert opened.ask("DELETE", path, theirs).status_code == 403  # it would go back to the other
    assert opened.ask("DELETE", path, both).status_code == 200


def test_who_may_amend_some_papers_and_read_others(opened):
    """A right is over the papers of the grant that gives it: no name of others' is told, and none is amended."""
    amend(opened, opened.key("Eva", Role.REGISTRAR), "title", "November", paper="b.txt")
    mine = opened.key("registrator i Avika", Role.REGISTRAR, MINE)
    assert opened.ask("GET", f"/v1/documents/{opened.ids['b.txt']}/facts", mine).status_code == 404


def test_a_withdrawn_paper_leaves_nothing_of_it(opened, registrar):
    amend(opened, registrar, "title", "Oktober")
    opened.ask("DELETE", f"/v1/documents/{opened.ids['a.txt']}", registrar)
    assert opened.service.index.catalogue.amendments.of(opened.ids["a.txt"]) == ()
    assert opened.ask("GET", f"/v1/documents/{opened.ids['a.txt']}/facts", registrar).status_code == 404


def test_from_python(opened, registrar):
    with Client(opened.service.url, api_key=registrar) as client:
        paper = opened.ids["a.txt"]
        said = client.amend(paper, "case_number", "TN 2021/9", section="§ 3")
        assert isinstance(said, schemas.AmendableList)
        assert said.facts[-1].value == "TN 2021/9"
        assert client.facts(paper) == said
        assert client.take_back(paper, "case_number", section="§ 3").facts[-1].value == "MN 2021/5"
        assert client.amend(paper, "date", None).facts[4].value is None
        with pytest.raises(NotFound, match="är inte rättad"):
            client.take_back(paper, "title")
        with pytest.raises(BadRequest, match="Skriv en dag"):
            client.amend(paper, "date", "i går")
