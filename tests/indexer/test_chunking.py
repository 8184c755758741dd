"""Passages: exact, within one section, clear of furniture, and together all that the paper says."""

import itertools
import random
import re
import uuid
from collections.abc import Callable

from hypothesis import example, given
from hypothesis import strategies as st

from corpus import structure
from corpus.catalogue.records import Passage
from corpus.models import Document, Extraction, Span
from corpus.readers.clean import clean
from indexer import chunking

Read = Callable[..., Document]

# Nobody wants a hit longer than a page of print, whatever size passages have.
PAGE = 3_000
WORDS = (
    "nämnden beslutar att förvaltningen ska återkomma med ett förslag om bryggor och båtplatser i skärgården innan "
    "året är slut "
    "eftersom kostnaden har ökat sedan kommunstyrelsen prövade ärendet (se bilaga 3) till 1 250 000 kronor per "
    "plats – enligt Åsa"
).split()
BLOCKS = ["Ärendet", "Yrkanden", "Beslut", "Reservation", "Beslutsunderlag", "Bedömning"]


def prose(chance: random.Random, length: int) -> str:
    """Return sentences of about so many words, some of them on lines of their own."""
    sentences = []
    while length > 0:
        number = chance.randint(3, 25)
        sentence = " ".join(chance.choices(WORDS, k=number))
        sentences.append(sentence[0].upper() + sentence[1:] + chance.choice([". ", ".\n", ".\n\n", ";\n- "]))
        length -= number
    return "".join(sentences).strip() + "\n"


@st.composite
def minutes(draw: st.DrawFn) -> str:
    """Return minutes as a program prints them: § and their parts, short and very long, pages with running heads."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    first = draw(st.integers(1, 200))
    lines = ["ÄNGSÖ KOMMUN", "Tekniska nämnden", "SAMMANTRÄDESPROTOKOLL", "Sammanträdesdatum: 2023-05-17", ""]
    for number in range(first, first + draw(st.integers(1, 6))):
        lines += [f"§ {number} Ärende om {chance.choice(WORDS)}", f"Dnr TN 2023/{number}", ""]
        for part in chance.sample(BLOCKS, draw(st.integers(0, 4))):
            length = draw(st.sampled_from([2, 10, 60, 400]))
            lines += [part, *prose(chance, length).split("\n"), ""]
    if draw(st.booleans()):
        lines.append("ord" * draw(st.integers(1, 2_000)))  # a word without end, as broken tables and links give
    depth = draw(st.sampled_from([12, 40, 10_000]))
    pages = [lines[start : start + depth] for start in range(0, len(lines), depth)]
    return "\f".join(
        f"ÄNGSÖ KOMMUN   Protokoll   Sida {number} ({len(pages)})\n"
        + "\n".join(page)
        + "\nJusterandes sign   Utdragsbestyrkande\n"
        for number, page in enumerate(pages, 1)
    )


def check(document: Document, found: list[Passage]) -> None:
    """Assert what holds for the passages of any document."""
    place = 0
    for passage in found:
        text = document.text[passage.start : passage.end]
        assert place <= passage.start < passage.end <= len(document.text)
        place = passage.end
        assert text == text.strip()
        assert len(text) <= PAGE
        assert any(char.isalpha() for char in text)
        assert passage.document_id == document.id
        (owner,) = [part for part in document.sections if part.start <= passage.start and passage.end <= part.end]
        assert (passage.paragraph, passage.heading) == (owner.paragraph, owner.heading)
        assert not [span for span in document.furniture if span.start < passage.end and passage.start < span.end]
        assert document.pages[passage.page - 1].start <= passage.start < document.pages[passage.page - 1].end
        assert passage.part is None or passage.part in {part.name.value for part in owner.parts}
        uuid.UUID(passage.id)
    assert len({passage.id for passage in found}) == len(found)
    covered = {n for passage in found for n in range(passage.start, passage.end)}
    covered |= {n for span in document.furniture for n in range(span.start, span.end)}
    words = [word for word in re.finditer(r"[^\W\d_]{3,}", document.text) if word.group().isalpha()]
    lost = [word.group() for word in words if not covered.issuperset(range(*word.span()))]
    assert lost == []


@given(minutes())
def test_passages_of_minutes(read: Read, text: str) -> None:
    """However minutes look, their passages are exact, apart, each in one §, and leave out no word but furniture."""
    document = read(text)
    found = chunking.passages(document)
    check(document, found)
    assert found == chunking.passages(document)
    for passage in found:
        if passage.paragraph:
            assert passage.case_number == f"TN 2023/{passage.paragraph.removeprefix('§ ')}"


_pieces = st.sampled_from(
    ["§ 1", "§ 2 Upprop", "Beslut", "Förslag till beslut", "Sida 1 (2)", "Protokoll", "Text som avslutas.", "\f", "",
    " ", "\t", "-", "• ", "1. ett",
     "|a|b|", "Ja", "x" * 4_000, "😀" * 40, "ett ord. " * 400, "\u00a0\u2003" * 30, "A\u0301" * 500, "..." * 500]
)  # fmt: skip
any_text = st.one_of(
    st.text(max_size=300), st.lists(st.one_of(_pieces, st.text(max_size=12)), max_size=40).map("\n".join)
)


@given(any_text)
@example("")
@example("§ 1\n\n" + "\n" * 3_000 + "Beslut\n" + "ord " * 2_000)
@example("-" * 5_000 + "ord" + " " * 5_000 + "ord")
@example("Sida 1 (2)\nBeslut\fSida 2 (2)\nBeslut")
def test_passages_of_any_text(text: str) -> None:
    """The same holds for any text at all."""
    pages = [clean(page) + "\n" for page in text.split("\f")]
    starts = [sum(map(len, pages[:n])) for n in range(len(pages) + 1)]
    spans = tuple(Span(a, b) for a, b in itertools.pairwise(starts))
    document = structure.understand(Extraction("".join(pages), spans), "0" * 16, "fil.txt")
    check(document, chunking.passages(document))


def test_a_long_part_is_cut_between_sentences(read: Read) -> None:
    """Where a part is too long for one passage, no sentence of a common length is cut in two."""
    sentences = [f"Mening nummer {n} säger att bryggan vid plats {n} ska lagas före sommaren." for n in range(200)]
    document = read("§ 1 Bryggor\n\nÄrendet\n" + " ".join(sentences) + "\n\nBeslut\nBryggorna lagas.\n")
    found = chunking.passages(document)
    check(document, found)
    assert len(found) > 3
    texts = [document.text[passage.start : passage.end] for passage in found]
    assert [sentence for sentence in sentences if not any(sentence in text for text in texts)] == []


def test_short_paragraphs_are_not_put_together(read: Read) -> None:
    """However short two § are, no passage holds words of both."""
    document = read(
        "§ 1 Bryggor\n\nÄrendet\nBryggan är trasig.\n\nBeslut\nBryggan lagas.\n\n§ 2 Övrigt\n\nInget togs upp.\n"
    )
    texts: dict[str | None, str] = {}
    for passage in chunking.passages(document):
        texts[passage.paragraph] = texts.get(passage.paragraph, "") + document.text[passage.start : passage.end]
    assert "Bryggan är trasig." in texts["§ 1"]
    assert "Bryggan lagas." in texts["§ 1"]
    assert "Inget" not in texts["§ 1"]
    assert "Inget togs upp." in texts["§ 2"]
    assert "Bryggan" not in texts["§ 2"]


def test_the_context_line_names_what_a_passage_cannot(read: Read) -> None:
    """The line that is embedded with a passage has body, date, § and heading, and is no part of the passage."""
    document = read(
        "Ängsö kommun\nTekniska nämnden\nSammanträdesprotokoll 2023-05-17\n\n§ 14 Taxa för båtplatser\nDnr TN "
        "2023/118\n\nBeslut\n"
        "Förslaget antas.\n\n§ 15 Övrigt\n\nInget togs upp.\n"
    )
    passage = next(found for found in chunking.passages(document) if "antas" in document.text[found.start : found.end])
    (line,) = chunking.contexts(document, [passage])
    for fact in ("Ängsö kommun", "Tekniska nämnden", "2023-05-17", "§ 14", "TN 2023/118", "Taxa för båtplatser"):
        assert fact in line
    assert "\n" not in line


def test_the_context_line_of_the_rest_of_a_table_has_its_heading(read: Read) -> None:
    """Of a table that is longer than a passage each passage is cut between rows and says what the columns are."""
    rows = "".join(f"Föreningen nr. {n} Ö. Byn | {n} 500 kr | {n} 000 kr\n" for n in range(1, 90))
    document = read(
        "Ängsö kommun\nTekniska nämnden\nSammanträdesprotokoll 2023-05-17\n\n§ 14 Bidrag\n\nBeslut\n\nBidrag ges.\n\n"
        f"Förening | Sökt belopp | Beviljat belopp\n{rows}\n§ 15 Övrigt\n\nInget togs upp i nämnden.\n"
    )
    passages = [one for one in chunking.passages(document) if one.paragraph == "§ 14"]
    inside = [n for n, one in enumerate(passages) if document.text[one.start :].startswith("Föreningen")]
    contexts = chunking.contexts(document, passages)
    assert len(inside) > 1
    assert all("Sökt belopp | Beviljat belopp" in contexts[n] for n in inside)
    assert not any("Sökt belopp" in line for n, line in enumerate(contexts) if n not in inside)
    ends = [
        document.text[one.start : one.end].split("\n")[-1]
        for one in passages
        if " 000 kr" in document.text[one.start : one.end]
    ]
    assert all(line.endswith("000 kr") for line in ends)


def test_a_passage_of_a_memo_has_the_memos_number(read: Read) -> None:
    """A memo's diarienummer holds for all of it; a § without a number of its own has none."""
    memo = read(
        "Tjänsteskrivelse\nDnr TN 2023/118\n\nTaxa för båtplatser\n\nFörslag till beslut\n\nTaxan antas av nämnden.\n"
    )
    assert {passage.case_number for passage in chunking.passages(memo)} == {"TN 2023/118"}
    protocol = read(
        "Protokoll\nDnr TN 2023/1\n\n§ 1 Upprop\n\nAlla är här.\n\n§ 2 Taxa\nDnr TN 2023/118\n\nTaxan antas.\n"
    )
    numbers = {passage.paragraph: passage.case_number for passage in chunking.passages(protocol) if passage.paragraph}
    assert numbers == {"§ 1": None, "§ 2": "TN 2023/118"}


def test_other_content_has_other_ids(read: Read) -> None:
    """Passages of two papers never share an id, even where both say the same in the same place."""
    one, other = read("§ 1 Upprop\n\nAlla är här.\n"), read("§ 1 Upprop\n\nAlla är här.\n\n")
    other_ids = {passage.id for passage in chunking.passages(other)}
    assert one.id != other.id
    assert other_ids.isdisjoint(passage.id for passage in chunking.passages(one))


@given(st.text(alphabet="ab åäÅ\n\t§.", max_size=2_000))
def test_sentences_hold_every_word_once(text: str) -> None:
    """In their order, none over another; what stands between them has no words."""
    found = chunking.sentences(text)
    place, between = 0, ""
    for span in found:
        assert place <= span.start <= span.end <= len(text)
        between += text[place : span.start] + " "
        place = span.end
    between += text[place:]
    assert all(sum(map(str.isalnum, piece)) < chunking.LEAST_LETTERS for piece in between.split())


def test_each_sentence_is_one_to_embed() -> None:
    text = "Nämnden beslutar\natt godkänna planen.\n\n- Avgiften höjs.\n- Taxan höjs."
    said = [text[span.start : span.end] for span in chunking.sentences(text)]
    assert said == ["Nämnden beslutar\natt godkänna planen.", "- Avgiften höjs.", "- Taxan höjs."]


def test_a_row_is_a_sentence() -> None:
    """With bars between its cells or around them too; a text that is set in columns is no row."""
    prose = "Nämnden ser över reglerna. " * 20
    text = f"Bidrag ges\nenligt listan.\nPlats | Summa\nN. Ö. Byn. Mitt | 900 kr\n | 5 st\n| Åby | 8 |\n{prose}| Ja"
    said = [text[span.start : span.end] for span in chunking.sentences(text)]
    assert said[:5] == [
        "Bidrag ges\nenligt listan.",
        "Plats | Summa",
        "N. Ö. Byn. Mitt | 900 kr",
        "| 5 st",
        "| Åby | 8 |",
    ]
    assert said[5:7] == ["Nämnden ser över reglerna."] * 2


def test_a_passage_without_words_is_one_sentence() -> None:
    """So that each passage has a vector."""
    assert chunking.sentences("§ 1") == [Span(0, 3)]
    assert chunking.sentences("") == [Span(0, 0)]
