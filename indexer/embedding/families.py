"""What models want before a question and a passage: said by their own configuration, or known of their family."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

_WEB_SEARCH = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"


@dataclass(frozen=True, slots=True)
class Prompts:
    """What stands before a question and before a passage; empty for nothing."""

    query: str = ""
    document: str = ""


# By a pattern in the model's name; the first that fits. Families that want no prompts need no line.
FAMILIES: tuple[tuple[re.Pattern[str], Prompts], ...] = tuple(
    (re.compile(rf"(?<![a-z0-9]){pattern}"), prompts)
    for pattern, prompts in (
        (r"e5(?![a-z0-9]).*instruct", Prompts(f"{_WEB_SEARCH} ")),
        (r"e5(?![a-z0-9])", Prompts("query: ", "passage: ")),
        (r"arctic-embed.*-v2", Prompts("query: ")),
        (r"embeddinggemma", Prompts("task: search result | query: ", "title: none | text: ")),
        (r"qwen3-embedding", Prompts(_WEB_SEARCH)),
        (r"saga-embed", Prompts("task: retrieval | query: ", "title: none | text: ")),
        (r"nomic-embed-text", Prompts("search_query: ", "search_document: ")),
    )
)


def prompts_for(name: str, folder: Path) -> Prompts:
    """The prompts of the model `name` in `folder`: those that its configuration states, else those of its family.

    A configuration whose prompts are all empty states nothing: sentence-transformers writes it so for every model
    that is saved, also for the families that fail quietly without prompts.
    """
    stated = _stated(folder)
    if stated != Prompts():
        return stated
    return next((found for name in _names(name, folder) if (found := _family(name))), Prompts())


def _stated(folder: Path) -> Prompts:
    prompts = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
    # The names that `encode_query` and `encode_document` look for, in their order.
    document = next((prompts[key] for key in ("document", "passage", "corpus") if prompts.get(key)), "")
    return Prompts(prompts.get("query") or "", document)


def _names(name: str, folder: Path) -> list[str]:
    """What the model may be called: as it was asked for, and as its files tell where it comes from."""
    card = folder / "README.md"
    names = [name, str(_json(folder / "config.json").get("_name_or_path") or "")]
    return [*names, *(_said_by_card(card.read_text("utf-8", "replace")) if card.is_file() else ())]


def _said_by_card(text: str) -> list[str]:
    """The model's own name and its base models, from the head of a model card."""
    from huggingface_hub import ModelCard  # slow to import

    try:
        data = ModelCard(text, ignore_metadata_errors=True).data
    except Exception:  # whatever is wrong with a card, the model is none the worse
        return []
    base = data.get("base_model") or []
    names = [data.get("model_name"), *([base] if isinstance(base, str) else base)]
    return [str(name) for name in names if name]


def _family(name: str) -> Prompts | None:
    # Only the last part: an owner or a folder above says nothing of the model.
    plain = PurePosixPath(name.replace("\\", "/")).name.lower().replace("_", "-")
    return next((prompts for pattern, prompts in FAMILIES if pattern.search(plain)), None)


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):  # loading the model tells what is wrong with the file
        return {}
    return content if isinstance(content, dict) else {}
