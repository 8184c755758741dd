"""Synonyms: the table read, and words of everyday met in questions."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.errors import BeslutsminneError
from indexer.language import STOPWORDS, normalise, stem
from search_api.query import synonyms
from search_api.query.synonyms import BadSynonyms, Table, bundled, expand, read

Write = Callable[..., Path]

OWN = """
förskola < dagis        # som folk säger
cykel < tvåhjuling, hoj
badhus, simhall < bad
svenska för invandrare, sfi
nyanlända < invandrare
valfrihetssystem < LOV
enbostadshus < villa
akutmottagning < akuten
gångbana < trottoar
särskilt boende, äldreboende
digital tjänst, e-tjänst
försäljning < sälja/sålde/sålt
nedläggning < lägga/lägger/lade … ned/ner
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes a table and gives its path."""

    def written(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "ord.txt"
        path.write_bytes(text.encode(encoding))
        return path

    return written


@pytest.fixture
def own(write: Write) -> Table:
    return read(write(OWN))


def found(text: str, table: Table | None = None) -> dict[str, tuple[str, ...]]:
    return {text[synonym.start : synonym.end]: synonym.added for synonym in expand(text, table)}


# --- The table


def test_a_line_is_names_and_words_of_everyday(write: Write) -> None:
    table = read(write("# rubrik\n\n sopor ,  avfall<skräp # allt\nlägga ... ned, avveckla\n"))
    assert [(group.names, group.everyday) for group in table.groups] == [
        (("sopor", "avfall"), ("skräp",)),
        (("lägga … ned", "avveckla"), ()),
    ]


@pytest.mark.parametrize("text", ["\ufeffavgift, taxa\r\ncykel < hoj\r\n", "avgift, taxa\ncykel < hoj"])
def test_a_table_may_come_from_windows(write: Write, text: str) -> None:
    assert [group.names for group in read(write(text)).groups] == [("avgift", "taxa"), ("cykel",)]


@pytest.mark.parametrize(
    ("line", "wrong", "expected"),
    [
        ("förskola", "”förskola” står ensamt", "minst två ord"),
        ("förskola, , dagis", "saknas", "Skriv det, eller ta bort tecknet"),
        ("< dagis", "saknas", "Skriv det, eller ta bort tecknet"),
        ("förskola <", "saknas", "Skriv det, eller ta bort tecknet"),
        ("a1 < b1 < c1", "mer än ett ”<”", "dela upp raden"),
        ("förskola; dagis", "”förskola;” kan inte stå", "med komma mellan orden"),
        ("förskola = dagis", "”=” kan inte stå", "med komma mellan orden"),
        ("sälja/, avyttra", "”sälja/” kan inte stå", "mellan former"),
        ("lägga …, avveckla", "”lägga …”", "mellan två ord"),
        ("lägga … … ned, avveckla", "”lägga … … ned”", "mellan två ord"),
        ("förskola, dagis < förskola", "”förskola” står två gånger", "Ta bort"),
        ("förskola < vad är det", "”vad är det” är för vanligt", "skriv fler ord"),
    ],
)
def test_an_error_says_where_what_and_what_should_stand(write: Write, line: str, wrong: str, expected: str) -> None:
    path = write(f"# egen tabell\navgift, taxa\n{line}\n")
    with pytest.raises(BadSynonyms) as error:
        read(path)
    assert str(error.value).startswith(f"{path}, rad 3: ")
    assert wrong in str(error.value)
    assert expected in str(error.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, write: Write) -> None:
    with pytest.raises(BeslutsminneError, match=re.escape(str(tmp_path / "finns-inte.txt"))):
        read(tmp_path / "finns-inte.txt")
    with pytest.raises(BeslutsminneError, match="UTF-8"):
        read(write("förskola, dagis", encoding="latin-1"))


# --- What is met


@pytest.mark.parametrize(
    "word",
    ["hoj", "Hojen", "hojar", "hojarnas", "tvåhjuling", "tvåhjulingen", "TVÅHJULINGAR", "tvåhjulingarnas"],
)
def test_a_word_is_met_in_every_inflection(own: Table, word: str) -> None:
    assert found(f"Vem äger {word} på gården?", own) == {word: ("cykel",)}


@pytest.mark.parametrize(
    ("word", "added"),
    [
        ("sålde", "försäljning"),
        ("säljer", "försäljning"),
        ("villor", "enbostadshus"),
        ("villorna", "enbostadshus"),
        # The stemmer cuts "trottoar", and leaves "äldreboendet" as it is.
        ("trottoarerna", "gångbana"),
        ("äldreboendet", "särskilt boende"),
        ("akuten", "akutmottagning"),
    ],
)
def test_forms_with_another_stem_are_met(own: Table, word: str, added: str) -> None:
    assert found(word, own) == {word: (added,)}


@pytest.mark.parametrize(
    "compound", ["dagisavgift", "dagisplatsen", "sommardagis", "sommardagisets", "dagispersonalens"]
)
def test_a_part_of_a_compound_is_met(own: Table, compound: str) -> None:
    assert found(compound, own) == {compound: ("förskola",)}


@pytest.mark.parametrize(
    "text",
    [
        "badminton i Badhusparken Badersta",
        "hojta",
        "Vill de ha en villig vilja?",
        "ett akut läge, akuta åtgärder",
        "Vad gör skolan på höstens lov?",
        "Lov och prov",
        "förebyggande",
        "invandring",
        "Ska vi återsälja?",
        "en tjänst",
        "tvåa",
        "",
        " ?! …",
    ],
)
def test_nothing_is_met_by_accident(own: Table, text: str) -> None:
    assert found(text, own) == {}


def test_a_word_with_capitals_is_met_to_the_letter(own: Table) -> None:
    assert found("Har nämnden infört LOV i hemtjänsten?", own) == {"LOV": ("valfrihetssystem",)}


def test_the_word_of_the_right_is_not_found_by_that_of_the_left(own: Table) -> None:
    assert found("Var får man cykla med cykeln till förskolan?", own) == {}


def test_names_find_each_other(own: Table) -> None:
    assert found("simhall", own) == {"simhall": ("badhus",)}
    assert found("badhuset", own) == {"badhuset": ("simhall",)}
    assert found("badet", own) == {"badet": ("badhus", "simhall")}


def test_more_words_come_before_fewer(own: Table) -> None:
    assert found("Vad kostar svenska för invandrare?", own) == {"svenska för invandrare": ("sfi",)}
    assert found("Vad kostar invandrare?", own) == {"invandrare": ("nyanlända",)}


@pytest.mark.parametrize(
    "question",
    [
        "Varför lade kommunen ned dagiset?",
        "Varför lade kommunstyrelsen i Avika ner skolan?",
        "Varför vill de lägga ned dagiset?",
    ],
)
def test_words_may_stand_between(own: Table, question: str) -> None:
    assert ("nedläggning",) in found(question, own).values()


def test_the_place_is_what_stands_before_the_words_between(own: Table) -> None:
    assert found("Vem lade dagiset ned?", own) == {"lade": ("nedläggning",), "dagiset": ("förskola",)}
    assert found("Vem lade ned dagiset?", own) == {"lade ned": ("nedläggning",), "dagiset": ("förskola",)}


def test_more_than_four_words_between_are_too_many(own: Table) -> None:
    assert found("Vem lade in fyra förslag om att ned?", own) == {}


def test_what_is_said_anyway_is_not_added(own: Table) -> None:
    assert found("Är dagis samma sak som förskolor?", own) == {}
    assert found("badhus, simhall och badet", own) == {}


def test_a_synonym_says_in_swedish_what_it_adds(own: Table) -> None:
    (synonym,) = expand("Finns det bad?", own)
    assert (synonym.start, synonym.end) == (10, 13)
    assert synonym.label == "bad: även badhus, simhall"


def test_accents_may_be_characters_of_their_own(own: Table) -> None:
    text = unicodedata.normalize("NFD", "Får tvåhjulingar stå här?")
    (synonym,) = expand(text, own)
    assert unicodedata.normalize("NFC", text[synonym.start : synonym.end]) == "tvåhjulingar"


# --- Properties

_WORDS = st.text("bdfgjklmnprstvaeiouyåäö", min_size=4, max_size=9).filter(lambda word: word not in STOPWORDS)
_TABLE = re.findall(r"[\w-]+|…", synonyms.BUNDLED.read_text(encoding="utf-8"))
_QUESTIONS = st.builds(
    str.join, st.sampled_from([" ", "", "-", ", ", "s"]), st.lists(st.sampled_from(_TABLE) | st.text(max_size=9))
)


@given(st.lists(_WORDS, min_size=2, max_size=5, unique_by=stem))
def test_every_name_of_a_group_finds_the_others(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    # No word may be a form of another one by its ending: "bula" and "bulan" would be the same.
    assume(not any(a != b and a.startswith(b[:-1]) for a in words for b in words))
    path = tmp_path_factory.mktemp("tabell") / "ord.txt"
    path.write_text(", ".join(words), encoding="utf-8")
    table = read(path)
    for word in words:
        assert found(f"varför {word} nu?", table) == {word: tuple(other for other in words if other != word)}


@given(_QUESTIONS)
def test_places_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for synonym in expand(text):
        assert end <= synonym.start < synonym.end <= len(text)
        assert synonym.added
        end = synonym.end


# --- The table of the product


def _stems(text: str) -> set[str]:
    return {stem(normalise(word)) for word in re.findall(r"[^\W_]+", text)}


def _plain(entry: str) -> str:
    return " ".join(token.partition("/")[0] for token in entry.split() if token != "…")


def test_every_entry_of_the_table_finds_the_names_of_its_line() -> None:
    for group in bundled().groups:
        for entry in group.names + group.everyday:
            text = f"varför {_plain(entry)} nu?"
            said = _stems(text)
            wanted = {name for name in map(_plain, group.names) if not said.issuperset(_stems(name))}
            assert wanted <= {name for added in found(text).values() for name in added}, (group, entry)


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("Hur lång är kön till dagis?", "förskola"),
        ("Varför blir soporna dyrare?", "avfall"),
        ("Vem sa nej till vindsnurran?", "avslå"),
        ("När plogas trottoarerna?", "gångbana"),
        ("Vilka politiker hoppade av?", "entledigande"),
        ("Har kommunen sålt skolan?", "försäljning"),
        ("Får farmor bo på ålderdomshem?", "särskilt boende"),
        ("Vad får en fosterfamilj betalt?", "familjehem"),
        ("Sköt nämnden upp beslutet?", "bordläggning"),
        ("Varför skickades förslaget tillbaka?", "återremiss"),
        ("Hur mycket är p-böterna?", "kontrollavgift"),
        ("Vem får SYV i nian?", "studie- och yrkesvägledare"),
        ("Hur lång är väntan på akuten?", "akutmottagning"),
        ("Vad säger facket om schemat?", "fackliga organisationer"),
        ("How much money did the elderly care get?", "äldreomsorg"),
        ("When was the building permit approved?", "bygglov"),
    ],
)
def test_everyday_questions_find_the_words_of_the_papers(question: str, added: str) -> None:
    assert added in {name for names in found(question).values() for name in names}


@pytest.mark.parametrize(
    "question",
    [
        "Vad beslutade nämnden den 3 maj?",
        "Vilka var närvarande vid sammanträdet?",
        "Vem vill ha svar?",
        "Vad kostar va för hushållen kl 13?",
        "Är det lov i maj?",
        "Vilka ersättningar utgick?",
        "Ingår förebyggande arbete?",
        "Vad står i § 12 dnr KS 2021/118?",
    ],
)
def test_questions_in_the_language_of_the_papers_are_left_alone(question: str) -> None:
    assert found(question) == {}


def test_a_table_of_ones_own_is_used(fresh, tmp_path: Path) -> None:
    """With the setting, a word that only the town's own table knows finds the paper that says it otherwise."""
    table = tmp_path / "egna.txt"
    table.write_text("simhall < plasket\n", encoding="utf-8")
    paper = "Vikby kommun\nFritidsnämnden\n\nProtokoll\nSammanträdesdatum 2022-02-02\n\n§ 4 Simhallen\n\nBeslut\n"
    service, _ = fresh({"fn.txt": f"{paper}Fritidsnämnden stänger simhallen i juli.\n"}, synonyms=table)
    readings = service.search("när stänger plasket?")["interpreted"]["readings"]
    assert [(one["kind"], one["value"]) for one in readings] == [("synonym", "simhall")]
