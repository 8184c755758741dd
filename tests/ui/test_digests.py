"""Letters of what is new, by a real SMTP server: confirmed first, each told once, and ended by one click."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from lxml import html

from search_api.access import keys
from search_api.access.roles import Grant, Role
from search_api.following import sender
from tests.search_api.askers import MINE, THEIRS, minutes
from tests.search_api.conftest import Service
from tests.ui import postman
from tests.ui.postman import PUBLIC, Postman, confirmed, one_click, text_of, until, watch, way

SEARCH = "/sok?q=" + quote("badbryggan i Tallviken")
NUMBER = "19121212-1212"


def paper(number: int, words: str, *, day: str = "2024-05-08", body: str = "Tekniska nämnden") -> bytes:
    return (
        f"Viklunda kommun\n{body}\n\nProtokoll\nSammanträdesdatum {day}\n\n"
        f"§ {number} Badbryggan i Tallviken\nDnr TN 2023/17\n\nBeslut\n{body} beslutar att {words}.\n"
    ).encode()


OTHER = (
    "Viklunda kommun\nSocialnämnden\n\nProtokoll\nSammanträdesdatum 2024-06-05\n\n§ 9 Taxa för hemtjänst\n"
    "Dnr SN 2024/1\n\nBeslut\nSocialnämnden beslutar att taxan höjs med tio kronor.\n"
).encode()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sender look often, so that nothing is waited for in vain."""
    monkeypatch.setattr(sender, "PAUSE", 0.1)
    monkeypatch.setattr(sender, "AGAIN", 0.3)


@pytest.fixture
def post() -> Iterator[Postman]:
    with postman.postman() as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "arkiv"


@pytest.fixture
def service(folder: Path, post: Postman) -> Iterator[Service]:
    """Give a service with one paper, of which nobody is to be told as new."""
    with postman.sending(folder, post.port) as running:
        running.upload(("gammal.txt", paper(1, "badbryggan i Tallviken målas gul")))
        yield running


def rows(folder: Path) -> list[tuple[object, ...]]:
    """Return all that is kept of watches."""
    with sqlite3.connect(folder / "catalogue.sqlite") as database:
        found = database.execute("SELECT * FROM watches").fetchall()
    database.close()
    return found


def change(folder: Path, statement: str) -> None:
    with sqlite3.connect(folder / "catalogue.sqlite") as database:
        database.execute(statement)
    database.close()


def looked_at(folder: Path, times: int = 2) -> None:
    """Wait until the one watch has been looked at some times more."""
    for _ in range(times):
        before = rows(folder)
        until(lambda before=before: rows(folder) != before)


def test_nothing_is_sent_before_it_is_confirmed(service: Service, post: Postman, folder: Path) -> None:
    """By the button: what scans mail follows links."""
    response = watch(service, SEARCH, "bo@viklunda.example")
    assert (response.status_code, response.headers["location"]) == (303, "/bevaka/tack")
    assert "48 timmar" in service.http.get("/bevaka/tack").text
    letter = post.wait("bo@viklunda.example")
    assert str(letter["From"]) == postman.FROM
    assert str(letter["Subject"]) == "Bekräfta din bevakning"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "Tallviken" not in text_of(letter)
    link = way(letter, "/bevaka/bekrafta")
    for _ in range(2):
        page = service.http.get(link)
        assert page.status_code == 200
        assert "badbryggan i Tallviken" in page.text
        assert [form.get("action") for form in html.fromstring(page.text).xpath("//main//form")] == [link]
    service.upload(("ny.txt", paper(2, "badbryggan i Tallviken rivs")))
    (code,) = parse_qs(urlsplit(link).query)["kod"]
    assert hashlib.sha256(code.encode()).hexdigest() in rows(folder)[0]
    assert code not in str(rows(folder))
    assert service.http.post(link).status_code == 200
    again = service.http.post(link, headers={"Accept": "text/html"})
    assert again.status_code == 404
    assert "redan använd" in again.text
    looked_at(folder)
    assert len(post.letters) == 1  # what came before it was confirmed is not new


def test_a_digest_names_what_is_new_and_quotes_why(service: Service, post: Postman, folder: Path) -> None:
    address = "eva.ek+bevakning@viklunda.example"
    confirmed(service, post, SEARCH, address)
    job = service.upload(("ny.txt", paper(2, "badbryggan i Tallviken rivs")), ("annan.txt", OTHER))
    (new,) = [one["document_id"] for one in job["outcomes"] if one["source"] == "ny.txt"]
    letter = post.wait(address, 2)
    assert str(letter["Subject"]) == "Nytt: ”badbryggan i Tallviken”"
    said = text_of(letter)
    assert "Tekniska nämnden 2024-05-08 § 2" in said
    assert "\n  Badbryggan i Tallviken\n" in said
    quoted = "\n".join(re.findall(r"^> ?(.*)$", said, re.M))
    assert quoted
    assert quoted in service.text(new)
    assert "rivs" in quoted
    assert "hemtjänst" not in said
    assert "målas gul" not in said
    place = way(letter, "/handling/").partition("#")[0]
    page = service.http.get(place)
    assert page.status_code == 200
    start, end = map(int, parse_qs(urlsplit(place).query)["markera"][0].split("-"))
    assert service.text(new)[start:end] == quoted
    assert html.fromstring(page.text).xpath("//mark")
    assert service.http.get(way(letter, "/sok")).status_code == 200
    looked_at(folder)
    assert len(post.to(address)) == 2  # nothing more is new
    service.upload(("nyare.txt", paper(3, "badbryggan i Tallviken byggs upp")))
    third = text_of(post.wait(address, 3))
    assert "byggs upp" in third
    assert "rivs" not in third


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("/arende/Viklunda kommun/TN 2023/17", "TN 2023/17, Viklunda kommun"),
        (
            f"/arkivet?organisation=Viklunda+kommun&organ={quote('Tekniska nämnden')}",
            "Tekniska nämnden, Viklunda kommun",
        ),
        (f"/mote/Viklunda kommun/{quote('Tekniska nämnden')}/2024-05-08", "Tekniska nämnden, Viklunda kommun"),
    ],
)  # fmt: skip
def test_a_case_and_a_body_are_followed_too(service: Service, post: Postman, page: str, name: str) -> None:
    confirmed(service, post, page, "bo@viklunda.example")
    job = service.upload(("annan.txt", OTHER), ("ny.txt", paper(2, "badbryggan rivs", day="2024-09-11")))
    letter = post.wait("bo@viklunda.example", 2)
    assert str(letter["Subject"]) == f"Nytt: {name}"
    said = text_of(letter)
    assert "> Tekniska nämnden beslutar att badbryggan rivs." in said
    assert "2024-09-11" in said
    assert "hemtjänst" not in said
    assert len(re.findall(r"^\* ", said, re.M)) == 1
    assert service.http.get(way(letter, "/handling/")).status_code == 200
    assert job


def test_one_click_ends_it_and_the_address_is_gone(service: Service, post: Postman, folder: Path) -> None:
    """As a mail program does it (RFC 8058): by POST to the address in the head, without a page."""
    confirmed(service, post, SEARCH, "bo@viklunda.example")
    service.upload(("ny.txt", paper(2, "badbryggan i Tallviken rivs")))
    letter = post.wait("bo@viklunda.example", 2)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = one_click(letter)
    assert way(letter, "/bevaka/avsluta") == link
    assert b"\r\nList-Unsubscribe: <" + f"{PUBLIC}{link}".encode() + b">\r\n" in post.raw[-1]
    page = service.http.get(link)
    assert "Avsluta och ta bort min adress" in page.text
    assert len(rows(folder)) == 1
    for _ in range(2):
        ended = service.http.post(link, data={"List-Unsubscribe": "One-Click"})
        assert ended.status_code == 200
        assert "borttagna" in ended.text
    assert rows(folder) == []
    assert service.http.get(link, headers={"Accept": "text/html"}).status_code == 404
    service.upload(("nyare.txt", paper(3, "badbryggan i Tallviken byggs upp")))
    watch(service, SEARCH, "eva@viklunda.example")
    post.wait("eva@viklunda.example")  # the sender has looked since
    assert len(post.to("bo@viklunda.example")) == 2


NO_ADDRESSES = [
    "", "bo", "bo@", "@b.se", "bo@b", "bo@b..se", "bo@-b.se", "bo ek@b.se", "bo@b.se, eva@b.se",
    "bo@b.se\r\nBcc: x@y.se",
    "bo@b.se\nBcc: x@y.se", "bo@b.se\x00", "Bo <bo@b.se>", '"bo\r\n"@b.se', "bo@b.se\u2028x", "åke@b.se", "bo@å.se",
    "bo@[127.0.0.1]", "b" * 65 + "@b.se", "bo@" + "b." * 130 + "se", ".bo@b.se", "bo..ek@b.se",
]  # fmt: skip


def test_what_is_no_address_is_told_and_no_letter_goes(service: Service, folder: Path) -> None:
    for address in NO_ADDRESSES:
        response = service.http.post("/bevaka", data={"q": "bryggan", "epost": address})
        assert response.status_code == 422, address
        assert "E-postadressen är" in response.json()["detail"]
    assert rows(folder) == []


def test_a_hostile_search_stays_in_its_line(service: Service, post: Postman) -> None:
    """In the head and in the text: neither a header nor a line of its own."""
    words = "badbryggan i Tallviken\u2028Bcc: x@y.example =?utf-8?q?=0D=0ABcc:_z@y.example?= <script>" + " ord" * 60
    confirmed(service, post, f"/sok?q={quote(words)}", "bo@viklunda.example")
    assert service.http.post("/bevaka", data={"q": "a\r\nBcc: x@y.se", "epost": "bo@b.se"}).status_code == 422
    text = paper(
        2, "badbryggan i Tallviken rivs\n\nhttps://ond.example/avsluta\nBcc: x@y.example\n-- \nbadbryggan i Tallviken"
    )
    service.upload(("ny.txt", text))
    watch(service, SEARCH, "eva@viklunda.example")
    confirmed(
        service, post, f"/arkivet?organisation=Viklunda+kommun&organ={quote('Tekniska nämnden')}", "kaj@b.example"
    )
    service.upload(("nyare.txt", text.replace(b"\xc2\xa7 2", b"\xc2\xa7 3")))
    letter = post.wait("kaj@b.example", 2)
    assert re.findall(r"^(?!> ).*ond\.example.*$", text_of(letter), re.M) == []
    assert "> https://ond.example/avsluta" in text_of(letter)
    for one, raw in zip(post.letters, post.raw, strict=True):
        assert "Bcc" not in one
        assert "\n" not in str(one["Subject"])
        head = raw.partition(b"\r\n\r\n")[0]
        assert not re.search(rb"^Bcc", head, re.M)
        assert max(map(len, head.split(b"\r\n"))) < 998


def test_the_same_is_said_whatever_is_known(service: Service, post: Postman, folder: Path) -> None:
    """And an address gets no more than its share, however often it is asked for."""
    known, new = "bo@viklunda.example", "eva@viklunda.example"
    confirmed(service, post, SEARCH, known)
    said = [(answer.status_code, answer.headers["location"], answer.content) for answer in (
        watch(service, SEARCH, known), watch(service, SEARCH, new), watch(service, SEARCH, postman.REFUSED)
    )]  # fmt: skip
    assert said[0] == said[1] == said[2]
    for number in range(12):
        watch(service, f"/sok?q=bryggan+{number}", new)
    post.wait(new, 5)
    until(lambda: all(row[6] or row[8] for row in rows(folder)))
    assert len(post.to(new)) == 5
    assert len(post.to(known)) == 1


def test_one_client_has_few_letters_sent(post: Postman, folder: Path) -> None:
    """To whatever addresses: the others can still ask."""

    def ask(client: str, number: int) -> int:
        asked = {"q": "bryggan", "epost": f"nr{number}@viklunda.example"}
        return service.http.post("/bevaka", data=asked, headers={"X-Forwarded-For": client}).status_code

    with postman.sending(folder, post.port, proxy_addresses="127.0.0.1") as service:
        assert [ask("203.0.113.9", number) for number in range(12)] == [303] * 10 + [429] * 2
        assert ask("203.0.113.10", 12) == 303
        refused = service.http.post(
            "/bevaka", data={"q": "bryggan", "epost": "bo@viklunda.example"},
            headers={"X-Forwarded-For": "203.0.113.9", "Accept": "text/html"},
        )  # fmt: skip
        assert 3_500 < int(refused.headers["retry-after"]) <= 3_600
        assert "Försök igen om 60 min" in refused.text
        until(lambda: len(post.letters) == 11)


def test_what_is_not_confirmed_is_forgotten(service: Service, post: Postman, folder: Path) -> None:
    watch(service, SEARCH, "bo@viklunda.example")
    link = way(post.wait("bo@viklunda.example"), "/bevaka/bekrafta")
    change(folder, "UPDATE watches SET made = datetime('now', '-47 hours') || '.000000'")
    assert service.http.get(link).status_code == 200
    change(folder, "UPDATE watches SET made = datetime('now', '-49 hours') || '.000000'")
    assert service.http.post(link).status_code == 404
    until(lambda: rows(folder) == [])


def test_a_server_that_is_down_is_tried_again(
    service: Service, post: Postman, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """And the log says why, with no word of whom or what."""
    confirmed(service, post, SEARCH, "bo@viklunda.example")
    post.stop()
    service.upload(("ny.txt", paper(2, "badbryggan i Tallviken rivs")))
    until(lambda: caplog.text.count("is tried again: ConnectionRefusedError") >= 2)
    post.start()
    assert "rivs" in text_of(post.wait("bo@viklunda.example", 2))
    looked_at(folder)
    assert len(post.to("bo@viklunda.example")) == 2
    watch(service, SEARCH, postman.REFUSED)
    until(lambda: "refuses the recipient (550)" in caplog.text)
    for word in ("viklunda.example", postman.REFUSED, "Tallviken", "badbryggan"):
        assert word not in caplog.text


def test_what_the_server_refuses_for_good_holds_up_no_other(
    service: Service, post: Postman, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where it says so only when it has the whole letter, as filters of spam do."""
    watch(service, SEARCH, postman.UNWANTED)
    until(lambda: "SMTPDataError (554)" in caplog.text)
    confirmed(service, post, SEARCH, "bo@viklunda.example")
    service.upload(("ny.txt", paper(2, "badbryggan i Tallviken rivs")))
    assert "rivs" in text_of(post.wait("bo@viklunda.example", 2))
    assert caplog.text.count("SMTPDataError (554)") == 1


def test_a_recipient_refused_for_now_is_asked_again_and_holds_up_no_other(service: Service, post: Postman) -> None:
    """As greylisting does (RFC 6647); here until another's letter has come."""
    watch(service, SEARCH, postman.LATER)
    until(lambda: post.tried >= 2)
    watch(service, SEARCH, "bo@viklunda.example")
    post.wait(postman.LATER)
    assert [one["To"].addresses[0].addr_spec for one in post.letters] == ["bo@viklunda.example", postman.LATER]


def test_no_digest_is_sent_twice(post: Postman, folder: Path) -> None:
    """Not after a restart, nor where the process ended while one was on its way."""
    address = "bo@viklunda.example"
    with postman.sending(folder, post.port) as service:
        service.upload(("gammal.txt", paper(1, "badbryggan i Tallviken målas gul")))
        confirmed(service, post, SEARCH, address)
        service.upload(("ny.txt", paper(2, "badbryggan i Tallviken rivs")))
        post.wait(address, 2)
        looked_at(folder, 1)
    with postman.sending(folder, post.port) as service:
        looked_at(folder)
        assert len(post.to(address)) == 2
        post.stop()
        service.upload(("nyare.txt", paper(3, "badbryggan i Tallviken byggs upp")))
    change(folder, "UPDATE watches SET sending = (SELECT max(arrived) FROM documents)")  # as a kill leaves it
    post.start()
    with postman.sending(folder, post.port) as service:
        looked_at(folder)
        assert len(post.to(address)) == 2
        service.upload(("nyast.txt", paper(4, "badbryggan i Tallviken säljs")))
        said = text_of(post.wait(address, 3))
    assert "säljs" in said
    assert "byggs upp" not in said


def test_what_is_masked_or_withdrawn_does_not_leave(service: Service, post: Postman, folder: Path) -> None:
    """Also where it was so after a letter that did not come through."""
    confirmed(service, post, SEARCH, "bo@viklunda.example")
    post.stop()
    masked = paper(2, f"badbryggan i Tallviken säljs till Karl Ek, {NUMBER}")
    job = service.upload(("ny.txt", masked), ("bort.txt", paper(3, "badbryggan i Tallviken rivs")))
    (withdrawn,) = [one["document_id"] for one in job["outcomes"] if one["source"] == "bort.txt"]
    assert service.http.delete(f"/v1/documents/{withdrawn}").status_code == 200
    post.start()
    said = text_of(post.wait("bo@viklunda.example", 2))
    assert "Karl Ek, ████████-████" in said
    assert "rivs" not in said


def test_who_is_bound_is_told_of_their_own_alone(post: Postman, folder: Path) -> None:
    with postman.sending(folder, post.port, login="keys") as service:
        stored = service.index.catalogue.api_keys
        admin = keys.add(stored, "admin", Grant(Role.ADMINISTRATOR), None)
        bound = keys.add(stored, "bunden", Grant(Role.READER, frozenset([MINE])), None)
        assert service.http.post("/bevaka", data={"q": "pumpen", "epost": "bo@b.example"}).status_code == 401
        service.http.headers["Authorization"] = f"Bearer {admin}"
        service.upload(("a.txt", minutes(MINE, "Miljönämnden", "MN 2021/5", "pumpen").encode()))
        confirmed(service, post, "/sok?q=pumpen", "bo@avika.example", bound)
        confirmed(service, post, "/sok?q=pumpen", "alla@avika.example", admin)
        theirs = minutes(THEIRS, "Byggnadsnämnden", "BN 2021/6", "pumpen", day="2021-11-03")
        mine = minutes(MINE, "Miljönämnden", "MN 2021/7", "pumpen", day="2021-12-01")
        service.upload(("b.txt", theirs.encode()), ("c.txt", mine.encode()))
        own, whole = (post.wait(address, 2) for address in ("bo@avika.example", "alla@avika.example"))
        assert "2021-12-01" in text_of(own)
        assert THEIRS not in text_of(own)
        assert "Byggnadsnämnden" not in text_of(own)
        assert "Byggnadsnämnden" in "".join(text_of(one) for one in post.to("alla@avika.example"))
        assert whole
        del service.http.headers["Authorization"]  # who reads the letter is logged in nowhere
        assert service.http.post(one_click(own)).status_code == 200
        assert len(rows(folder)) == 1


def test_in_english(service: Service, post: Postman) -> None:
    watch(service, f"{SEARCH}&lang=en", "bo@viklunda.example")
    letter = post.wait("bo@viklunda.example")
    assert str(letter["Subject"]) == "Confirm what you follow"
    link = way(letter, "/bevaka/bekrafta")
    assert "Yes, e-mail me" in service.http.get(link).text
    assert "It is confirmed" in service.http.post(link).text
    service.upload(("ny.txt", paper(2, "badbryggan i Tallviken rivs")))
    digest = post.wait("bo@viklunda.example", 2)
    assert str(digest["Subject"]).startswith("New: ”badbryggan")
    for path in ("/handling/", "/sok", "/bevaka/avsluta"):
        led = way(digest, path)
        assert html.fromstring(service.http.get(led, headers={"Accept": "text/html"}).text).get("lang") == "en", led
    assert way(digest, "/handling/").endswith("&lang=en#markering")
