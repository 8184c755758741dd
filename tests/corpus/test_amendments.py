"""What a registrator says in the place of what was read: how it is checked, and what follows from it."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import amendments
from corpus.amendments import LONGEST, Agreement, Amendable, Amendment, checked, over, sections, values
from corpus.catalogue import Catalogue
from corpus.catalogue.records import Passage, Place, Scope
from corpus.errors import BadRequest
from corpus.models import Document, Kind, Secret
from corpus.swedish import case_numbers
from indexer import chunking

Read = Callable[..., Document]

AT = dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.UTC)
MINUTES = """ÄNGSÖ KOMMUN
Tekniska nämnden
SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2023-05-17

§ 40 Upprop

Alla är här.

§ 41 Taxa för båtplatser
Dnr TN 2023/118

Beslut
Taxan antas.
"""
TWO_MEETINGS = MINUTES + "\n\n" + MINUTES.replace("2023-05-17", "2023-06-14")
EXTRACT = """ÄNGSÖ KOMMUN
Tekniska nämnden

PROTOKOLLSUTDRAG
Sammanträdesdatum: 2023-05-17

§ 41 Taxa för båtplatser
Dnr TN 2023/118

Beslut
Taxan antas.
"""
MEMO = """ÄNGSÖ KOMMUN
Tekniska förvaltningen

Tjänsteskrivelse
Datum 2023-04-02
Dnr TN 2023/118

Taxa för båtplatser

Förslag till beslut
Taxan antas.
"""


def said(name: Amendable, value: str | None, section: str | None = None, found: str | None = None) -> Amendment:
    """Return an amendment by somebody."""
    return Amendment(name, section, value, found, "användare Eva", AT)


# What is taken


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ((Amendable.TITLE, None), "  Taxa   för båtplatser ", "Taxa för båtplatser"),
        ((Amendable.TITLE, None), "Ta\u0061\u030a", "Taå"),  # NFC
        ((Amendable.ORGANISATION, None), "Ängsö\u00a0kommun", "Ängsö kommun"),
        ((Amendable.ORGANISATION, None), None, None),
        ((Amendable.KIND, None), "protokoll", "protokoll"),
        ((Amendable.DATE, None), "2024-02-29", "2024-02-29"),
        ((Amendable.DATE, None), None, None),
        ((Amendable.CASE_NUMBER, None), "ks 2021/118", "KS 2021/118"),
        ((Amendable.CASE_NUMBER, None), "3.2.1-123/2020", "3.2.1-2020/123"),
        ((Amendable.CASE_NUMBER, "§ 41"), "Dnr 2023/77; SON-2023-00273,", "2023/77, SON 2023/273"),
        ((Amendable.CASE_NUMBER, "§ 41"), "KS 2021/118, KS/2021:118", "KS 2021/118"),
        ((Amendable.HEADING, "§ 41"), "Båtplatser", "Båtplatser"),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_in_canonical_form(key: amendments.Key, typed: str | None, kept: str | None) -> None:
    assert checked(key, typed) == kept


@pytest.mark.parametrize(
    ("key", "typed", "told"),
    [
        ((Amendable.TITLE, None), None, "Titeln kan inte lämnas tom"),
        ((Amendable.TITLE, None), " ", "Skriv minst en bokstav eller siffra"),
        ((Amendable.TITLE, None), "a" * 301, "har 301 tecken. Skriv högst 300"),
        ((Amendable.TITLE, None), "Taxa\nför", "Tecken 5 i titeln syns inte (U+000A)"),
        ((Amendable.TITLE, None), "Taxa \u202ediS", "Tecken 6 i titeln syns inte (U+202E)"),
        ((Amendable.TITLE, None), "Anna ████", "har maskerade tecken"),
        ((Amendable.ORGANISATION, None), "-", "Organisationen är ”-”"),
        ((Amendable.KIND, None), "roman", "Välj en av: protokoll, protokollsutdrag"),
        ((Amendable.KIND, None), None, "kan inte lämnas tom"),
        ((Amendable.DATE, None), "2023-02-29", "Datumet är ”2023-02-29”. Skriv en dag som finns"),
        ((Amendable.DATE, None), "20230228", "som ÅÅÅÅ-MM-DD"),
        ((Amendable.DATE, None), "0202-02-02", "Skriv en dag som finns"),
        ((Amendable.DATE, None), "２０２３-02-28", "Skriv en dag som finns"),
        ((Amendable.CASE_NUMBER, None), "KS 2021/118, KS 2021/119", "ett diarienummer, inte 2"),
        ((Amendable.CASE_NUMBER, "§ 41"), "KS 2021/118, något annat", "Diarienumret är ”något annat”"),
        ((Amendable.CASE_NUMBER, "§ 41"), ", ".join(f"KS 2021/{n}" for n in range(1, 22)), "högst 20 diarienummer"),
        ((Amendable.HEADING, None), "Taxa", "Rubriken kan inte rättas hos handlingen som helhet"),
        ((Amendable.TITLE, "§ 41"), "Taxa", "Titeln kan inte rättas hos § 41. Där kan rättas: rubriken, diarienumret"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_with_what_was_expected(key: amendments.Key, typed: str | None, told: str) -> None:
    with pytest.raises(BadRequest, match=re.escape(told)):
        checked(key, typed)


@given(
    st.sampled_from([(name, None) for name in amendments.OF_PAPER] + [(name, "§ 1") for name in amendments.OF_SECTION]),
    st.one_of(st.none(), st.text(max_size=400), st.text("KSTN 0123456789/,-§åäö\u0308", max_size=60)),
)
def test_whatever_is_typed_is_kept_bounded_or_refused(key: amendments.Key, typed: str | None) -> None:
    """What is kept is on one line, no longer than it may be, and is kept as it is when it is typed once more."""
    try:
        kept = checked(key, typed)
    except BadRequest:
        return
    assert checked(key, kept) == kept
    if kept is not None:
        assert 0 < len(kept) <= LONGEST[key[0]]
        assert kept == kept.strip()
        assert kept.isprintable()
    if key[0] is Amendable.CASE_NUMBER and kept:
        assert case_numbers.case_numbers(f"dnr {kept.replace(', ', ', dnr ')}")


# What follows from it


def test_nothing_that_was_not_said_is_other(read: Read) -> None:
    document = read(MINUTES)
    assert over(document, ()) == document
    same = [said(name, value, section) for (name, section), value in values(document).items()]
    assert over(document, same) == document


def test_each_fact_is_as_it_is_said(read: Read) -> None:
    document = read(MINUTES)
    new = over(
        document,
        [
            said(Amendable.TITLE, "Junimötet"),
            said(Amendable.ORGANISATION, None),
            said(Amendable.COMMITTEE, "Hamnnämnden"),
            said(Amendable.KIND, "kallelse"),
            said(Amendable.DATE, "2023-06-14"),
            said(Amendable.CASE_NUMBER, "TN 2023/1"),
            said(Amendable.HEADING, "Taxa för bryggor", "§ 41"),
            said(Amendable.CASE_NUMBER, "TN 2023/9, TN 2023/10", "§ 41"),
            said(Amendable.CASE_NUMBER, "TN 2023/11", "§ 40"),
        ],
    )
    assert (new.title, new.organisation, new.committee, new.kind, new.date, new.case_number) == (
        "Junimötet", None, "Hamnnämnden", Kind.SUMMONS, dt.date(2023, 6, 14), "TN 2023/1",
    )  # fmt: skip
    opening, fee = sections(new).values()
    assert (opening.heading, opening.case_numbers) == ("Upprop", ("TN 2023/11",))
    assert (fee.heading, fee.case_numbers) == ("Taxa för bryggor", ("TN 2023/9", "TN 2023/10"))
    assert (new.text, new.pages, new.stated, new.findings) == (
        document.text, document.pages, document.stated, document.findings,
    )  # fmt: skip
    places = [(one.start, one.end, one.parts, one.facts) for one in document.sections]
    assert [(one.start, one.end, one.parts, one.facts) for one in new.sections] == places


def test_of_several_meetings_in_a_file_those_of_the_head_follow_it(read: Read) -> None:
    document = read(TWO_MEETINGS)
    assert [meeting.date for meeting in document.meetings] == [dt.date(2023, 5, 17), dt.date(2023, 6, 14)]
    assert document.date == dt.date(2023, 5, 17)
    new = over(document, [said(Amendable.DATE, "2023-05-16"), said(Amendable.COMMITTEE, "Hamnnämnden")])
    assert [(one.date, one.committee) for one in new.meetings] == [
        (dt.date(2023, 5, 16), "Hamnnämnden"), (dt.date(2023, 6, 14), "Hamnnämnden"),
    ]  # fmt: skip
    assert list(sections(document)) == ["§ 40", "§ 41", "§ 40 (2)", "§ 41 (2)"]
    other = over(document, [said(Amendable.HEADING, "Annat", "§ 41 (2)")])
    assert [one.heading for one in sections(other).values()] == [
        "Upprop", "Taxa för båtplatser", "Upprop", "Annat",
    ]  # fmt: skip


def test_a_title_that_is_made_of_other_facts_follows_them(read: Read) -> None:
    extract, memo = read(EXTRACT), read(MEMO)
    assert (extract.title, memo.title) == ("Taxa för båtplatser", "Taxa för båtplatser")
    heading = said(Amendable.HEADING, "Taxa för bryggor", "§ 41")
    assert over(extract, [heading]).title == "Taxa för bryggor"
    assert over(extract, [heading, said(Amendable.TITLE, "Utdrag")]).title == "Utdrag"
    made = replace(extract, title="Tekniska nämnden protokollsutdrag 2023-05-17")
    assert over(made, [said(Amendable.DATE, "2023-05-18")]).title == "Tekniska nämnden protokollsutdrag 2023-05-18"
    assert over(memo, [said(Amendable.DATE, "2023-05-18")]).title == "Taxa för båtplatser"


def test_the_number_of_an_extract_is_that_of_its_section(read: Read) -> None:
    extract, minutes = read(EXTRACT), read(MINUTES)
    assert extract.case_number == "TN 2023/118"
    number = said(Amendable.CASE_NUMBER, "TN 2023/119", "§ 41")
    assert over(extract, [number]).case_number == "TN 2023/119"
    assert over(extract, [number, said(Amendable.CASE_NUMBER, None)]).case_number is None
    assert over(minutes, [number]).case_number is None


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2023-05-17", Agreement.AS_BEFORE),
        ("2023-05-18", Agreement.SAME),
        ("2023-05-19", Agreement.OTHER),
        (None, Agreement.OTHER),
    ],
)
def test_what_the_reader_says_since(now: str | None, told: Agreement) -> None:
    one = said(Amendable.DATE, "2023-05-18", found="2023-05-17")
    assert amendments.agreement(one, {(Amendable.DATE, None): now}) is told
    assert amendments.agreement(one, {}) is Agreement.GONE


# In the catalogue


@pytest.fixture
def open_catalogue(database: str) -> Iterator[Callable[..., Catalogue]]:
    """Return what opens the catalogue, which masks the kinds that it is given."""
    opened: list[Catalogue] = []

    def open_it(*masked: Secret) -> Catalogue:
        opened.append(Catalogue(database, masked))
        return opened[-1]

    yield open_it
    for catalogue in opened:
        catalogue.close()


def put(catalogue: Catalogue, document: Document, *amended: Amendment) -> list[Passage]:
    """Keep a document with its amendments, ready to be found; give its passages."""
    catalogue.add(document, "a.txt", ())
    passages = chunking.passages(catalogue.masked(document, amended))
    catalogue.renew(document, passages, amended)
    catalogue.set_ready(document.id)
    catalogue.put_place(Place("/arkiv/a.txt", "a.txt", 1, 1, document.id))
    return passages


def test_what_is_said_is_found_and_what_was_read_is_there(open_catalogue: Callable[..., Catalogue], read: Read) -> None:
    catalogue, document = open_catalogue(), read(MINUTES)
    day = said(Amendable.DATE, "2023-06-14", found="2023-05-17")
    number = said(Amendable.CASE_NUMBER, "TN 2023/9", "§ 41", "TN 2023/118")
    passages = put(catalogue, document, day, number)
    assert catalogue.amendments.of(document.id) == (day, number)
    assert catalogue.amendments.read(document.id) == document
    assert catalogue.document(document.id) == over(document, [day, number])
    assert catalogue.entry(document.id).date == dt.date(2023, 6, 14)
    assert catalogue.passages(document.id) == passages
    assert catalogue.count(Scope(date_from=dt.date(2023, 6, 1)))[0] == 1
    assert {item.date for item in catalogue.matters.sections()} == {dt.date(2023, 6, 14)}
    assert [case.case_number for case in catalogue.cases.lines()] == ["TN 2023/9"]
    facts = {(one.name, one.section): one for one in catalogue.amendments.facts(document.id)}
    dated = facts[Amendable.DATE, None]
    assert (dated.read, dated.value, dated.amendment, dated.agreement) == (
        "2023-05-17", "2023-06-14", day, Agreement.AS_BEFORE,
    )  # fmt: skip
    for key, written in {
        (Amendable.DATE, None): "2023-05-17", (Amendable.CASE_NUMBER, "§ 41"): "TN 2023/118",
        (Amendable.HEADING, "§ 41"): "Taxa för båtplatser", (Amendable.COMMITTEE, None): "Tekniska nämnden",
    }.items():  # fmt: skip
        place = facts[key].place
        assert place is not None
        assert document.text[place.start : place.end] == written


def test_what_is_gone_is_still_told_of_and_changes_nothing(
    open_catalogue: Callable[..., Catalogue], read: Read
) -> None:
    catalogue, document = open_catalogue(), read(MINUTES)
    lost = said(Amendable.HEADING, "Annat", "§ 99", "Taxa")
    put(catalogue, document, lost)
    assert catalogue.document(document.id) == document
    last = catalogue.amendments.facts(document.id)[-1]
    assert (last.section, last.read, last.place, last.amendment, last.agreement) == (
        "§ 99", None, None, lost, Agreement.GONE,
    )  # fmt: skip


def test_it_goes_with_its_paper(open_catalogue: Callable[..., Catalogue], read: Read) -> None:
    catalogue, document = open_catalogue(), read(MINUTES)
    put(catalogue, document, said(Amendable.TITLE, "Annat"))
    catalogue.remove(document.id)
    assert catalogue.amendments.of(document.id) == ()
    put(catalogue, document)
    assert catalogue.document(document.id).title == document.title


def test_who_is_bound_sees_what_is_said_of_their_papers(open_catalogue: Callable[..., Catalogue], read: Read) -> None:
    """By the organisation that the paper is of now: what was moved away is gone, what was moved here is there."""
    catalogue, document = open_catalogue(), read(MINUTES)
    put(catalogue, document, said(Amendable.ORGANISATION, "Bråta kommun"), said(Amendable.TITLE, "Annat"))
    theirs, others = catalogue.seen_by(frozenset({"Bråta kommun"})), catalogue.seen_by(frozenset({"Ängsö kommun"}))
    assert theirs.document(document.id).title == "Annat"
    assert len(theirs.amendments.of(document.id)) == 2
    assert others.document(document.id) is None
    assert others.amendments.of(document.id) == ()


@pytest.mark.parametrize("name", [Amendable.TITLE, Amendable.ORGANISATION, Amendable.COMMITTEE, Amendable.HEADING])
def test_a_number_of_somebody_is_masked_in_what_is_said(
    open_catalogue: Callable[..., Catalogue], read: Read, name: Amendable
) -> None:
    """Wherever it leaves; as it was typed it is kept, and given where nothing is masked."""
    catalogue, document = open_catalogue(Secret.PERSONAL_NUMBER), read(MINUTES)
    section = "§ 41" if name is Amendable.HEADING else None
    put(catalogue, document, said(name, "Vård av 850312-1231", section))
    shown: list[Any] = [catalogue.document(document.id), catalogue.entry(document.id), catalogue.facets()]
    shown += [catalogue.amendments.facts(document.id), catalogue.matters.sections(), catalogue.passages()]
    assert "850312" not in str(shown).replace(document.text, "")
    assert "Vård av ██████-████" in str(shown)
    assert "Vård av 850312-1231" in str(open_catalogue().amendments.facts(document.id))


def test_what_stands_for_a_title_that_is_held_back_is_held_back(
    open_catalogue: Callable[..., Catalogue], read: Read
) -> None:
    document = read(EXTRACT.replace("PROTOKOLLSUTDRAG", "PROTOKOLLSUTDRAG\nSekretess enligt OSL 26 kap. 1 §"))
    assert any(one.secret is Secret.CLASSIFIED for one in document.sensitive)
    catalogue = open_catalogue(Secret.CLASSIFIED)
    put(catalogue, document, said(Amendable.TITLE, "Anna Eks bistånd"), said(Amendable.HEADING, "Bistånd", "§ 41"))
    shown = catalogue.document(document.id)
    assert shown.title == "████ ███ ███████"
    assert [one.heading for one in shown.sections] == ["", "███████"]
    assert "istånd" not in str(catalogue.amendments.facts(document.id))
