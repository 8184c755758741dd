"""Every fixed text of the pages has its English, and no English is left over."""

import ast
import re
from pathlib import Path

from search_api.schemas import AskResponse, Certainty, Coverage, Filters, Interpreted, References
from ui import pages
from ui.pages.english import ENGLISH
from ui.pages.registry import STATES
from ui.web.texts import FATES
from ui.web.voices import voice

FOLDER = Path(pages.__file__).parent
CALL = re.compile(r"""\b_\(\s*(?:"([^"]*)"|'([^']*)')\s*\)""")


def of_templates() -> set[str]:
    """Return the texts that templates ask for in so many words."""
    found = [CALL.findall(path.read_text("utf-8")) for path in (FOLDER / "templates").glob("*.html")]
    return {one or other for pairs in found for one, other in pairs}


def of_code() -> set[str]:
    """Return the texts that the code asks for: by `words(…)` or `translated(request)(…)`."""
    found = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("words", "translated(request)"):
                found |= {
                    one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return found


def of_voices() -> set[str]:
    """Return what the three voices say on the pages."""
    said = set()
    for certainty in Certainty:
        told = voice(
            AskResponse(
                question="?", interpreted=Interpreted(filters=Filters(), references=References(
                    case_numbers=[], paragraphs=[], dates=[])), certainty=certainty, answered=True, kind=None,
                short=None, answer=None, table=None, notes=[], statements=[], citations=[], confidence=0,
                coverage=Coverage(documents=0, first=None, last=None, warnings=[]), related=[], took_ms=0,
            )
        )  # fmt: skip
        said |= {told.heading, told.lead, told.sources, told.others, told.question, told.right, told.wrong}
    return said - {""}


NAMED = {
    "Fråga", "Sök", "Arkivet", "Om", "Yrkanden", "Reservationer", "Protokollsanteckningar", "Jäv", "Sidan finns inte",
    "Sidan kan inte visas så", "Det gick inte", "Logga in", "Logga ut", "Logga in för att se sidan",
    "Sidan är inte för dig", "Registratur", "Godkända filer", "Avslagna filer", "Redan besvarade filer",
    *STATES.values(), *FATES.values(),
}  # fmt: skip


def test_every_text_has_its_english():
    assert len(of_templates()) > 100
    assert (of_templates() | of_code() | of_voices() | NAMED) - ENGLISH.keys() == set()


def test_no_english_is_left_over():
    assert ENGLISH.keys() - (of_templates() | of_code() | of_voices() | NAMED) == set()
