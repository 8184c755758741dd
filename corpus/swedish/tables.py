"""The tables of `tables.toml`: words of the language that have no rule, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Party:
    """A party: its letters, its names in small letters, the usual first, and what its members are called."""

    letters: str
    names: tuple[str, ...]
    members: str


def alternatives(words: Iterable[str]) -> str:
    """The inside of a group of a pattern that matches any of `words`, the longer before what they begin with."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


_TABLES = tomllib.loads(resources.files("corpus.swedish").joinpath("tables.toml").read_text("utf-8"))

MONTHS: tuple[str, ...] = tuple(_TABLES["months"])
# "noll" is 0; the tens begin with twenty.
ONES: tuple[str, ...] = tuple(_TABLES["numerals"]["ones"])
TENS: tuple[str, ...] = tuple(_TABLES["numerals"]["tens"])
PARTIES = tuple(Party(letters, tuple(one["names"]), one["members"]) for letters, one in _TABLES["parties"].items())
# What titles end in: of the employed, and of the elected.
OFFICES: tuple[str, ...] = tuple(_TABLES["titles"]["office"])
POSTS: tuple[str, ...] = tuple(_TABLES["titles"]["post"])
# The bodies that a short name in capitals means.
SHORT_NAMES: dict[str, str] = dict(_TABLES["bodies"])
# How those vote who say a word, and what the columns of a table of persons are headed by: kinds of either by word.
CHOICES: dict[str, str] = {word: kind for kind, words in _TABLES["choices"].items() for word in words}
SIDES: dict[str, str] = {word: kind for kind, words in _TABLES["sides"].items() for word in words}
COLUMNS: dict[str, tuple[str, ...]] = {kind: tuple(words) for kind, words in _TABLES["columns"].items()}
# What systems call the number of a case, as the inside of a group.
CASE_NUMBER = alternatives(_TABLES["case_number"])
# A month, a title of either sort, as the inside of a group.
MONTH = alternatives(MONTHS)
OFFICE = alternatives(OFFICES)
TITLE = alternatives([*OFFICES, *POSTS])
