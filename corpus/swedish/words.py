"""Small words, after which a line, a heading or a name goes on."""

from __future__ import annotations

CONNECTIVES = frozenset(
    "och eller samt i på av att som med för till om den det de en ett från vid över under mot inom mellan efter hos"
    " gällande angående avseende enligt".split()
)


def go_on(line: str) -> bool:
    """Whether the last word of `line` is one that others follow."""
    return line[line.rfind(" ") + 1 :].casefold() in CONNECTIVES
