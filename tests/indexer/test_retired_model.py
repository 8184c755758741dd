"""An archive whose vectors a model made that is bundled no more: nothing is lost, and it moves to what is set."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import IndexMismatch
from corpus.sandbox import Sandbox
from indexer import manifest
from indexer.embedding.options import RETIRED
from indexer.index import Index
from indexer.manifest import Manifest
from indexer.pipeline import Status, index_paths


@pytest.mark.parametrize("retired", RETIRED)
def test_it_is_told_and_moves_beside_the_old_vectors(
    retired: str, open_index: Callable[..., Index], sandbox: Sandbox, tmp_path: Path
) -> None:
    paper = tmp_path / "tn.txt"
    paper.write_text("§ 1 Köp av bastu\n\nNämnden beslutar att köpa en bastu för 70 000 kronor.\n", "utf-8")
    before = open_index()
    (outcome,) = index_paths(before, [paper], sandbox)
    assert outcome.status is Status.NEW
    kept = manifest.read(before.catalogue)
    assert kept is not None
    old = replace(kept.serving, means=kept.serving.means | {"model": retired, "chunker": "parts-4"})
    Manifest(old).write(before.catalogue)
    before.close()

    with pytest.raises(IndexMismatch, match=retired) as caught:
        open_index()
    assert "index --rebuild" in str(caught.value)
    assert "svarar under tiden" not in str(caught.value)  # the old model cannot be asked any more

    moving = open_index(rebuilding=True)
    for _ in moving.rebuild():
        pass
    moving.close()
    after = open_index()
    assert after.manifest["model"] != retired
    (found,) = after.find(after.search("vad kostade bastun"))
    assert found.entry.source == "tn.txt"
