"""An archive whose texts an older version looked through: what it did not find is hidden when it is opened, at once."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from corpus.masking import PERSONAL
from corpus.sandbox import Sandbox
from indexer.embedding import EmbeddingOptions
from indexer.fusion import Mode
from indexer.index import Index, Options
from indexer.pipeline import Status, index_paths
from tests.corpus.spellings import shows

NUMBER = "850312,1231"
TWELVE = "198503121231"
PAPER = f"""NORRSKÄRS KOMMUN
Tekniska nämnden
SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2024-03-12

§ 1 Bryggplats till {NUMBER}

Beslut
Nämnden ger {NUMBER} en plats vid bryggan.

§ 2 Köp av båt

Beslut
Nämnden köper båten.
"""

Open = Callable[..., Index]


@pytest.fixture
def opened(tmp_path: Path, tiny_model: Path) -> Open:
    """Return what opens the archive, masking or not."""

    def open_it(*, masking: bool = True, rebuilding: bool = False) -> Index:
        masked = tuple(PERSONAL) if masking else ()
        return Index(
            Options(tmp_path / "data", EmbeddingOptions(str(tiny_model)), masked=masked), rebuilding=rebuilding
        )

    return open_it


@pytest.fixture
def older(opened: Open, tmp_path: Path, sandbox: Sandbox) -> Path:
    """Return the file of a catalogue that an older version made, which did not know how the number is spelled."""
    paper = tmp_path / "brygga.txt"
    paper.write_text(PAPER, "utf-8")
    with opened(masking=False) as index:
        assert [one.status for one in index_paths(index, [paper], sandbox)] == [Status.NEW]
        assert index.search(NUMBER, mode=Mode.BM25)
    paper.unlink()
    found_by_older(tmp_path / "data" / "catalogue.sqlite")
    return tmp_path / "data" / "catalogue.sqlite"


def found_by_older(catalogue: Path, **means: str) -> None:
    """Let an archive be one in whose texts nothing was found, made with the masks and the `means` of now."""
    with closing(sqlite3.connect(catalogue)) as database:
        database.execute("UPDATE documents SET sensitive = '[]', masked_by = 0, edition = '', read_by = 0")
        ((manifest,),) = database.execute("SELECT value FROM settings WHERE name = 'manifest'").fetchall()
        made = json.loads(manifest) | {"masked": ", ".join(sorted(PERSONAL))} | means
        database.execute("UPDATE settings SET value = ? WHERE name = 'manifest'", (json.dumps(made),))
        database.commit()


def told(index: Index) -> str:
    """Return all that is given out of the papers of an archive."""
    catalogue = index.catalogue
    papers = [catalogue.document(entry.id) for entry in catalogue.entries()]
    return repr(
        (catalogue.entries(), papers, catalogue.passages(), catalogue.find([p.id for p in catalogue.passages()]))
    )


def test_what_an_older_version_did_not_find_is_hidden_at_once(older: Path, opened: Open):
    """In texts, headings, passages and vectors, though the file is gone; the paper is still of its older reader."""
    with opened() as index:
        assert not shows(told(index), TWELVE)
        assert index.search(NUMBER, mode=Mode.BM25) == []
        (found, *_) = index.find(index.search("plats vid bryggan", mode=Mode.BM25))
        assert found.text.count("██████,████") == 2
        assert index.store.count() == len(index.catalogue.passages())
        assert len(index.catalogue.outdated()) == 1
        assert index.catalogue.looked.before() == []


def test_it_is_done_once(older: Path, opened: Open):
    """Where nothing else is personal than before, nothing is embedded; the paper keeps its edition."""
    with opened():
        pass
    with closing(sqlite3.connect(older)) as database:
        before = database.execute("SELECT edition, sensitive FROM documents").fetchall()
        database.execute("UPDATE documents SET masked_by = 0")
        database.commit()
    with opened() as index:
        assert index.catalogue.looked.before() == []
    with closing(sqlite3.connect(older)) as database:
        assert database.execute("SELECT edition, sensitive FROM documents").fetchall() == before


def test_an_archive_that_has_to_be_rebuilt_is_hidden_too(older: Path, opened: Open):
    """With another chunker its vectors cannot be asked: its texts are hidden before, its vectors by the rebuild."""
    found_by_older(older, chunker="parts-0")
    with opened(rebuilding=True) as index:
        assert not shows("".join(str(index.catalogue.document(one.id)) for one in index.catalogue.entries()), TWELVE)
        list(index.rebuild())
        assert not shows(told(index), TWELVE)
        assert index.search(NUMBER, mode=Mode.BM25) == []


def test_a_list_of_public_contacts_is_of_the_manifest(tmp_path: Path, tiny_model: Path):
    """What is masked is otherwise with another list, so that the vectors of one are not asked with the other."""
    models = EmbeddingOptions(str(tiny_model))
    for masks in ({}, {"public": frozenset({"0701234567"})}, {"public": frozenset({"0707654321"})}):
        options = Options(tmp_path / "data", models, masked=tuple(PERSONAL), **masks)
        with Index(options, rebuilding=True) as index:
            list(index.rebuild())
            known = index.manifest["masked"]
        assert str(known).startswith("e-postadress, gatuadress, personnummer, telefonnummer")
        assert ("utom listan" in str(known)) == bool(masks)
    assert "0707654321" not in str(known)
