"""Who embeds lets by who waits for an answer, and goes on whatever is asked."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.models import Document
from indexer import courtesy
from indexer.courtesy import Courtesy
from indexer.embedding import EmbeddingOptions
from indexer.generation import AT_ONCE
from indexer.index import Index
from indexer.options import Options
from tests.indexer.desk import minutes

Read = Callable[..., Document]


def test_it_rests_while_somebody_is_answered_and_no_longer():
    left = iter([True, True, True])
    one = Courtesy()
    one.is_asked = lambda: next(left, False)
    began = time.monotonic()
    assert one.rest(60.0, threading.Event()) < 10.0
    assert time.monotonic() - began < 10.0
    assert next(left, None) is None


def test_it_never_rests_where_nobody_is():
    assert Courtesy().rest(60.0, threading.Event()) < 1.0


def test_it_goes_on_though_somebody_always_is():
    one = Courtesy()
    one.is_asked = lambda: True
    assert 0.03 * courtesy.MOST <= one.rest(0.03, threading.Event()) < 10.0


def test_it_stops_at_once():
    one, stop = Courtesy(), threading.Event()
    one.is_asked = lambda: True
    stop.set()
    assert one.rest(600.0, stop) < 5.0


def test_what_it_rests_is_not_counted_as_embedding(
    tmp_path: Path, tiny_model: Path, read: Read, monkeypatch: pytest.MonkeyPatch
):
    """A paper that is embedded in time is so however long others are answered meanwhile."""
    monkeypatch.setattr(courtesy, "MOST", 1e9)
    paper = read(minutes(*(f"sak{number} " + "x" * 400 for number in range(3 * AT_ONCE))).decode(), "a.txt")
    with Index(Options(tmp_path / "data", EmbeddingOptions(str(tiny_model)), embed_timeout=1.0)) as index:
        index.embedder.query("grus")
        over = time.monotonic() + 2.0
        index.courtesy.is_asked = lambda: time.monotonic() < over
        index.add(paper, "a.txt")
        assert time.monotonic() >= over
        assert index.count_vectors(paper.id) > 2 * AT_ONCE
