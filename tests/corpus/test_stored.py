"""What another version stored as JSON: read as far as it can be, never a stop, and never a way past a mask."""

import copy
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import open_sqlite
from corpus.catalogue.records import Place
from corpus.facts import Fact, Reservation
from corpus.models import Document, Secret
from indexer import chunking

Read = Callable[..., Document]

SECRET = "850312-1231"
PAPER = f"""LUNDEBY KOMMUN
Tekniska nämnden
SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2024-03-12

§ 7 Ansökan om bryggplats
Dnr TN 2024/31

Beslut
Nämnden avslår ansökan från {SECRET}.

Reservation
Ada Lund (S) reserverar sig mot beslutet.
"""
COLUMNS = ("understood", "sensitive", "audit")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, read: Read) -> Path:
    """Return the file of a closed catalogue with one paper."""
    path = tmp_path_factory.mktemp("arkiv") / "catalogue.sqlite"
    catalogue = open_sqlite(path, tuple(Secret))
    document = read(PAPER)
    assert SECRET in document.text
    assert SECRET not in catalogue.masked(document).text
    catalogue.add(document, "a.txt", chunking.passages(catalogue.masked(document)))
    catalogue.set_ready(document.id)
    catalogue.put_place(Place("/a.txt", "a.txt", 1, 1, document.id))
    catalogue.close()
    return path


def stored(archive: Path, column: str) -> Any:
    """Return what a column of JSON holds in the first row."""
    with sqlite3.connect(archive) as database:
        (found,) = database.execute(f"SELECT {column} FROM documents").fetchone()
    return json.loads(found)


def seen(archive: Path, **changed: Any) -> tuple[Document, str]:
    """Return the paper, and all texts given out, of an archive whose columns of JSON hold something else."""
    before = {column: stored(archive, column) for column in changed}
    write(archive, changed)
    catalogue = open_sqlite(archive, tuple(Secret))
    (entry,) = catalogue.entries()
    document = catalogue.document(entry.id)
    assert document is not None
    passages = catalogue.passages(entry.id)
    found = [hit.text for hit in catalogue.find([passage.id for passage in passages])]
    assert len(found) == len(passages) > 1
    whole = catalogue.slice(entry.id, 0, len(document.text))
    ((_, audit),) = catalogue.audits.of()
    assert audit.pages == 1
    catalogue.close()
    write(archive, before)
    return document, "\n".join((document.text, document.title, str(whole), *found))


def write(archive: Path, columns: dict[str, Any]) -> None:
    """Let columns of JSON hold something else."""
    with sqlite3.connect(archive) as database:
        for column, value in columns.items():
            database.execute(f"UPDATE documents SET {column} = ?", (json.dumps(value).encode(),))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every object of a piece of JSON, and to every field of one."""
    if isinstance(value, dict):
        yield path
        for key, inner in value.items():
            yield (*path, key)
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """Return what a way leads to."""
    for step in path:
        value = value[step]
    return value


def test_what_is_added_or_has_a_default_is_no_loss(archive: Path) -> None:
    """A field that this version does not know is passed over; one that it has a default for may be lacking."""
    understood = stored(archive, "understood")
    whole, _ = seen(archive, understood=understood)
    assert [section.of(Reservation) for section in whole.sections] != [()]
    understood["weather"] = {"rain": [1, 2]}
    for section in understood["sections"]:
        section["mood"] = "glad"
        for fact in section["facts"]:
            fact["weight"] = 7
            fact.pop("case_number", None)
    del understood["findings"]
    document, _ = seen(archive, understood=understood)
    assert document == whole
    understood["sections"][0]["facts"] = [{"kind": "väder", "start": 1, "end": 4}]
    document, _ = seen(archive, understood=understood)
    assert document.sections[0].facts == (Fact(1, 4),)
    assert document.sections[1:] == whole.sections[1:]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("value", [None, {}, [{}], 7, "text"], ids=str)
def test_what_cannot_be_read_leaves_the_paper(archive: Path, column: str, value: Any) -> None:
    """The text, what stands in columns and the masks are there whatever the rest holds."""
    document, given_out = seen(archive, **{column: value})
    assert (document.organisation, document.committee) == ("Lundeby kommun", "Tekniska nämnden")
    assert "Nämnden avslår ansökan" in document.text
    assert document.sections[0].start <= document.text.index("Nämnden avslår") < document.sections[-1].end
    assert "1231" not in given_out


@given(st.sampled_from(COLUMNS), st.sampled_from(["lacks", "odd", "more"]), st.data())
def test_no_field_stops_anything(archive: Path, column: str, change: str, data: st.DataObject) -> None:
    """Whatever field is lacking, other or new: the paper is read, and its personnummer is not."""
    changed = copy.deepcopy(stored(archive, column))
    *way, last = data.draw(st.sampled_from([path for path in places(changed) if path]))
    holder = at(changed, tuple(way))
    if change == "more" and isinstance(holder, dict):
        holder["okänt"] = {"a": [1]}
    elif change == "odd":
        holder[last] = "okänt värde"
    elif isinstance(holder, dict):
        del holder[last]
    document, given_out = seen(archive, **{column: changed})
    assert document.text.startswith("LUNDEBY KOMMUN")
    assert "1231" not in given_out
