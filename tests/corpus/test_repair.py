"""Broken text: what OCR and line ends did to words is found and mended, and what is sound is left alone."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus import repair
from corpus.models import Repair, Span
from corpus.repair import letters, lexicon, spelling
from corpus.repair.wrapping import unwrap

# A page as OCR without Swedish letters reads it, and the words of it that it got wrong.
BROKEN = """Forslag till yttrande 6ver remissen

Socialnimnden i Lindsala foreslas godkinna forvaltningens tjdnsteutlatande och Gverlamna det till
kommunstyrelsen som svar pa remissen om brottsférebyggande arbete. Férvaltningen delar i huvudsak
utredarens beddmning men anser att kostnaderna for skolorna miste utredas vidare. Arendet har
behandlats i det lokala ridet for trygghet, dir polisen, rdddningstjansten och forskolan ingar.
Ett viktigt mal ar att unga inte ska utsattas for vald i hemmet. Fragan tas upp igen i var.
"""
MENDED = {
    "Forslag": "Förslag", "6ver": "över", "Socialnimnden": "Socialnämnden", "foreslas": "föreslås",
    "godkinna": "godkänna", "forvaltningens": "förvaltningens", "tjdnsteutlatande": "tjänsteutlåtande",
    "Gverlamna": "Överlämna", "brottsférebyggande": "brottsförebyggande", "Férvaltningen": "Förvaltningen",
    "beddmning": "bedömning", "Arendet": "Ärendet", "ridet": "rådet",
    "rdddningstjansten": "räddningstjänsten", "forskolan": "förskolan", "ingar": "ingår",
    "utsattas": "utsättas", "vald": "våld", "Fragan": "Frågan",
}  # fmt: skip
SOUND = """Förslag till yttrande över remissen

Socialnämnden i Lindsala föreslås godkänna förvaltningens tjänsteutlåtande och överlämna det till
kommunstyrelsen som svar på remissen om brottsförebyggande arbete. Wahlgren (C) och Jakubowski (V) var
frånvarande. Brygghuset, Norrskärs elljusspår och Kvarnudden hyrs ut enligt taxa B2, dnr SN-2023-00118.
"""
ENGLISH = """The committee approved the proposal from the administration. All members of the board were present
when the chair opened the meeting, and the minutes of the previous meeting were read and adopted. No one
abstained. The report on water quality in the harbour was noted and will be discussed again in the autumn.
"""


def applied(text: str, furniture: tuple[Span, ...] = ()) -> str:
    """Return all of a text as it is searched."""
    return repair.searched(text, 0, len(text), repair.find(text, furniture))


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("kl 08.30 - ll.45", "kl 08.30 - 11.45"),
        ("justerat 200l-ll-14, nedtaget 200l-l2-l3", "justerat 2001-11-14, nedtaget 2001-12-13"),
        ("§ l43 Dnr BN 200l/0322 den l9 juni", "§ 143 Dnr BN 2001/0322 den 19 juni"),
        ("10l saft och 5 l mjölk, H2O, A10I, II-10, O2-nivå, MI-2020, rum l", ""),
    ],
)
def test_figures_that_became_letters_are_mended_and_litres_are_not(text: str, mended: str) -> None:
    """A number of figures and of letters of their shape is a number; a measure, a class and a word are none."""
    assert applied(text) == (mended or text)


# Letters


def test_broken_words_are_mended() -> None:
    """On a page that lost å, ä and ö the words are found by their right spelling, compounds too."""
    found = {BROKEN[one.start : one.end]: one.words for one in repair.find(BROKEN, ())}
    assert {word: found.get(word) for word in MENDED} == MENDED


def test_what_is_right_on_a_broken_page_is_left_alone() -> None:
    """Swedish words, names and numbers between the broken words stay as they are."""
    right = (
        "yttrande remissen Lindsala kommunstyrelsen svar arbete huvudsak utredarens kostnaderna skolorna polisen lokala"
    )
    found = {BROKEN[one.start : one.end] for one in repair.find(BROKEN, ())}
    assert found.isdisjoint(right.split())


@pytest.mark.parametrize("text", [SOUND, ENGLISH, SOUND * 20, "Anna Ek\nÅke Öberg\nPer Vreta\n" * 30, "§ 14\n", ""])
def test_a_sound_page_is_left_alone(text: str) -> None:
    """Names, compounds that no list has, another language: nothing is repaired, and nothing called broken."""
    assert repair.find(text, ()) == ()
    assert not letters.judge(text).broken


def test_broken_pages_are_told_from_sound_ones() -> None:
    """Where half a paper was scanned, the other half is not touched."""
    assert letters.judge(BROKEN).broken
    text = SOUND * 10 + BROKEN * 8
    found = repair.find(text, ())
    assert found
    assert min(one.start for one in found) > len(SOUND) * 7  # but for the stretch that the border lies in


@pytest.mark.parametrize(
    ("token", "word"),
    [
        ("valdspreventivt", "våldspreventivt"), ("6verlimnat", "överlämnat"), ("godkénner", "godkänner"),
        ("kornmunen", "kommunen"), ("komrnunen", "kommunen"), ("styre1sen", "styrelsen"),
        ("Skirholmen", "skärholmen"), ("Ostersund", "östersund"), ("Wahlgren", None), ("SKR", None), ("radet", "rådet"),
        ("nimnd", "nämnd"), ("bygglovsnimnden", "bygglovsnämnden"), ("stadsdelsnimnd", "stadsdelsnämnd"),
    ],
)  # fmt: skip
def test_a_word(token: str, word: str | None) -> None:
    """A token on a page without å, ä and ö is the likeliest Swedish word, or left alone."""
    assert spelling.correct(token, 1.0) == word


@pytest.mark.xfail(
    strict=True, reason="the wrong word is a Swedish word too; only lost rings and dots are doubted then"
)
@pytest.mark.parametrize(("token", "word"), [("miste", "måste")])
def test_a_real_word_read_for_another(token: str, word: str) -> None:
    """A letter read as another can make another Swedish word."""
    assert spelling.correct(token, 1.0) == word


def test_a_real_word_is_only_changed_where_rings_and_dots_get_lost() -> None:
    """ "vald" is "våld" on a page without å, and itself on a page that has them."""
    assert spelling.correct("vald", 1.0) == "våld"
    assert spelling.correct("vald", 0.0) is None


# Line ends


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kommun-\nstyrelsen beslutar", "Kommunstyrelsen beslutar"), ("kommun- \n  styrelsen", "kommunstyrelsen"),
        ("bygg-\noch miljönämnden", "bygg-\noch miljönämnden"), ("för- eller\nnackdel", "för- eller\nnackdel"),
        ("samhälls-\nbyggnads-\nnämnden", "samhällsbyggnadsnämnden"), ("Eva Berg-\nÖberg (S)", "Eva Berg-Öberg (S)"),
        ("IT-\nstöd", "IT-stöd"), ("a-\nkassa", "a-kassa"), ("fem ja-\nröster", "fem ja-röster"),
        ("KOMMUN-\nSTYRELSEN", "KOMMUNSTYRELSEN"), ("taxa -\nförslag", "taxa -\nförslag"), 
        ("2023-\nbudget", "2023-\nbudget"),
        ("kommun-\n\nstyrelsen", "kommun-\n\nstyrelsen"), ("kommun\u00ac\nstyrelsen", "kommunstyrelsen"),
        ("- en\n- två", "- en\n- två"), ("kommun-", "kommun-"), ("x-\n" * 3 + "y", "x-x-x-y"),
    ],
)  # fmt: skip
def test_a_word_cut_by_a_line_end(text: str, words: str) -> None:
    """A word cut in two is one, and the hyphen that belongs to a word stays."""
    assert applied(text) == words


def test_a_page_s_foot_joins_nothing() -> None:
    """A running line between the halves keeps them apart; a furniture line is never joined with the text."""
    text = "om kommun-\nSida 3\nstyrelsens beslut"
    assert repair.find(text, (Span(11, 18),)) == ()
    text = "Utskrift från sam-\nmanträdet"
    assert repair.find(text, (Span(0, 19),)) == ()


def test_a_broken_word_cut_by_a_line_end_is_mended_whole() -> None:
    """The halves are put together before the letters are looked at."""
    text = BROKEN + "Det valdspreven-\ntiva arbetet fortsitter."
    assert "Det våldspreventiva arbetet fortsätter." in applied(text)


# Places


@st.composite
def repaired(draw: st.DrawFn) -> tuple[str, list[Repair]]:
    """Return a text with repairs, sorted and apart."""
    pieces = draw(
        st.lists(
            st.tuples(
                st.text("ab \nå", max_size=5),
                st.text("xy", min_size=1, max_size=4),
                st.text("öé", min_size=1, max_size=6),
            ),
            max_size=6,
        )
    )
    text, found = "", []
    for sound, broken, words in pieces:
        start = len(text) + len(sound)
        text += sound + broken
        found.append(Repair(start, start + len(broken), words))
    return text, found


@given(repaired(), st.data())
def test_places_lead_back(made: tuple[str, list[Repair]], data: st.DataObject) -> None:
    """Every character of what is searched leads to itself, or to the whole of what was repaired."""
    text, repairs = made
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    searched = repair.searched(text, start, end, repairs)
    places = repair.originals([Span(n, n + 1) for n in range(len(searched))], start, end, repairs)
    inside = {(one.start, one.end): one.words for one in repairs if start <= one.start and one.end <= end}
    for char, place in zip(searched, places, strict=True):
        assert start <= place.start < place.end <= end
        assert (
            char in inside[place.start, place.end]
            if (place.start, place.end) in inside
            else text[place.start : place.end] == char
        )
    assert places == sorted(places, key=lambda place: place.start)
    whole = repair.originals([Span(0, len(searched))], start, end, repairs) if searched else []
    assert whole in ([], [Span(start, end)])


@given(repaired())
def test_aligned_text_keeps_its_places(made: tuple[str, list[Repair]]) -> None:
    """Structure reads a text of the same length, with the same line ends, and the same letters outside the repairs."""
    text, repairs = made
    found = repair.aligned(text, repairs)
    assert len(found) == len(text)
    assert [n for n, char in enumerate(found) if char == "\n"] == [n for n, char in enumerate(text) if char == "\n"]
    touched = {n for one in repairs for n in range(one.start, one.end)}
    assert all(found[n] == text[n] for n in range(len(text)) if n not in touched)


words = st.sampled_from((BROKEN + SOUND + "kommun-\n Berg-\nÖ 6 ¬\n | § 14 a@b.se x1y é- \t \u00a0 😀").split(" "))


@given(st.lists(words, max_size=60).map(" ".join), st.booleans())
@example(BROKEN, True)
@example("nimnden-\nnimnden " * 20, False)
def test_repairs_are_words_in_their_places(text: str, scanned: bool) -> None:
    """Repairs are sorted, apart, within the text; each is a word, or a word cut by line ends, and none is empty."""
    found = repair.find(text, (), [Span(0, len(text))] if scanned else [])
    end = 0
    for one in found:
        assert end <= one.start < one.end <= len(text)
        assert re.fullmatch(r"\S+(?:[ \t\u00a0]*\n[ \t\u00a0]*\S+)*", text[one.start : one.end])
        assert one.words
        assert not re.search(r"\s", one.words)
        assert one.words != text[one.start : one.end]
        end = one.end
    assert found == repair.find(text, (), [Span(0, len(text))] if scanned else [])


# A blank line after every line

DOUBLED = """Förslag till beslut

Nämnden godkänner förvaltningens redovisning av hur badplatserna i

Lindsala har skötts under sommaren och lämnar den till fullmäktige

för kännedom.

Bakgrund

Förvaltningen fick i våras i uppdrag att se över skötseln av de nio

badplatserna. Uppdraget gällde bryggor, toaletter och renhållning

samt hur klagomål tas emot.

1. Bryggorna har lagats.

2. Toaletterna städas varje dag.

"""


def test_a_blank_line_after_every_line_goes() -> None:
    """Lines of one paragraph stand together; headings, paragraphs and points keep a blank line between them."""
    assert unwrap(DOUBLED).split("\n\n") == [
        "Förslag till beslut",
        "Nämnden godkänner förvaltningens redovisning av hur badplatserna i\n"
        "Lindsala har skötts under sommaren och lämnar den till fullmäktige\nför kännedom.",
        "Bakgrund",
        "Förvaltningen fick i våras i uppdrag att se över skötseln av de nio\n"
        "badplatserna. Uppdraget gällde bryggor, toaletter och renhållning\nsamt hur klagomål tas emot.",
        "1. Bryggorna har lagats.",
        "2. Toaletterna städas varje dag.\n",
    ]


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        "\n\n".join(f"Stycke {n} är en enda lång rad, som ett program har sparat den. " * 3 for n in range(20)),
        "\n\n".join(["Anna Ek (S)", "Bo Ås (M)", "Carin Öst (V)"] * 10),
        "\n\n".join(["Kort stycke.", "Ett till."] * 3),
        "", "\n\n\n", "ord",
    ],
)  # fmt: skip
def test_other_text_is_not_unwrapped(text: str) -> None:
    """Paragraphs of one line, lists and ordinary text stay as they are."""
    assert unwrap(text) == text


def test_form_feeds_stay_between_their_lines() -> None:
    """Pages are counted after the blank lines are gone."""
    pages = unwrap(DOUBLED + "\f" + DOUBLED).split("\f")
    assert [page.strip() for page in pages] == [unwrap(DOUBLED).strip()] * 2


@given(
    st.lists(st.text("ab .1)\u00a0\tÅ\f-\r", max_size=70), max_size=40),
    st.sampled_from(["\n", "\n\n", "\n \n", "\r\n\r\n"]),
)
@example(DOUBLED.split("\n\n"), "\n\n")
def test_unwrapping_takes_nothing_but_line_ends(rows: list[str], end: str) -> None:
    """No word is lost or moved, and a text that has been unwrapped is as it should be."""
    text = end.join(rows)
    assert unwrap(text).split() == text.split()
    assert unwrap(text).count("\f") == text.count("\f")
    assert unwrap(unwrap(text)) == unwrap(text)


# Hostile and real


@pytest.mark.parametrize(
    "text",
    ["nimnden " * 120_000, "é" * 1_000_000, "a-\n" * 300_000, "-" * 1_000_000, "ab-" + " " * 1_000_000, "a|" * 500_000,
     "f6rvaltningsnimndsordfdrandeskap" * 30_000, "x" * 40 + "\n\n" + "y \n\n" * 250_000, "1a" * 500_000],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_hostile_text_costs_little(text: str) -> None:
    """A megabyte of the worst is read in the time that a long paper takes."""
    lexicon.frequencies()
    began = time.process_time()
    unwrap(text)
    repair.searched(text, 0, len(text), repair.find(text, ()))
    assert time.process_time() - began < 6


def test_the_list_is_sorted_words() -> None:
    """The word list holds words as the analyser has them, and names are words."""
    assert all(word == word.casefold() and word.isalpha() for word in lexicon.frequencies())
    assert all(name == name.casefold() and name.isalpha() for name in lexicon.names())


@pytest.fixture
def real() -> Path:
    """Return the folder of real papers beside the checkout."""
    folder = Path(__file__).resolve().parents[3] / "shared"
    if not folder.is_dir():
        pytest.skip("the shared folder of real papers is not here")
    return folder


def test_real_protocols_are_left_alone(real: Path) -> None:
    """Not one letter is changed in clean protocols."""
    for path in sorted((real / "real" / "goteborg-kf").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert [one for one in repair.find(text, ()) if "\n" not in text[one.start : one.end]] == []


def test_the_ocr_seed_is_found_by_what_it_says(real: Path) -> None:
    """The words that people ask for stand in what is searched."""
    text = next((real / "seeds").glob("003*.txt")).read_text(encoding="utf-8")
    found = applied(text)
    for word in ("våldspreventivt", "överlämnat", "Socialnämnden", "tjänsteutlåtande", "socialtjänsten", "föreslår"):
        assert word in found
