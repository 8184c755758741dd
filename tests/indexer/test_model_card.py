"""The model card names the bundled files as they are."""

import hashlib
import re
from importlib import resources
from pathlib import Path

FOLDER = Path(str(resources.files("indexer").joinpath("model")))
LARGEST = 90_000_000  # bytes a model: the whole must stay small enough to be cloned


def test_the_card_lists_every_file_with_its_hash() -> None:
    """What is shipped is what was measured and described."""
    card = (FOLDER / "MODEL_CARD.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", card, re.MULTILINE))
    files = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*.*") if path.name != "MODEL_CARD.md"}
    there = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items() if path.is_file()}
    assert listed == there


def test_no_model_is_too_large() -> None:
    """Each in whole, with tokenizer and configuration."""
    for folder in (FOLDER / "static", FOLDER / "multilingual"):
        assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < LARGEST
