"""One list of officials, set in the ways in which minutes set it: the same people with the same titles in each."""

import pytest

from corpus.structure.facts import attendance
from tests.corpus.opened import opened

PEOPLE = [("Bo Berg", "ekonom"), ("Cia Dahl", "jurist"), ("Dan Fors", "arkitekt")]
EACH = [f"{name}, {title}" for name, title in PEOPLE]
SETTINGS = {
    "commas": ", ".join(EACH),
    "semicolons": "; ".join(EACH),
    "lines": "\n".join(EACH),
    "och before the last": f"{EACH[0]}, {EACH[1]} och {EACH[2]}",
    "samt before the last": f"{EACH[0]}, {EACH[1]} samt {EACH[2]}",
    "bullets": "".join(f"\n• {one}" for one in EACH),
    "bars": " | ".join(EACH),
    "stops": f"{'. '.join(EACH)}.",
    "wide": "   ".join(EACH),
    "nothing between": " ".join(EACH),
    "titles in brackets": ", ".join(f"{name} ({title})" for name, title in PEOPLE),
    "titles after a dash": ", ".join(f"{name} – {title}" for name, title in PEOPLE),
    "titles first": ", ".join(f"{title} {name}" for name, title in PEOPLE),
}


def listed(officials: str) -> list[tuple[str, str | None]]:
    """Return the officials of minutes with their titles."""
    head = f"Beslutande: Anna Ek (S)\nÖvriga närvarande: {officials}\n\n§ 1 Upprop\nMötet öppnas.\n"
    return [(found.name, found.role) for found in attendance.find(opened(head)) if found.name != "Anna Ek"]


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_list_in_any_setting(setting: str) -> None:
    assert listed(SETTINGS[setting]) == PEOPLE


@pytest.mark.parametrize("title", ["VD", "IT"])
def test_a_short_title_in_capitals_ends_its_item(title: str) -> None:
    """At a line's end, before a comma, and last."""
    expected = [PEOPLE[0], ("Cia Dahl", title), PEOPLE[2]]
    assert listed(f"Bo Berg, ekonom Cia Dahl, {title}\nDan Fors, arkitekt") == expected
    assert listed(f"Bo Berg, ekonom Cia Dahl, {title}, Dan Fors, arkitekt") == expected
    assert listed(f"Dan Fors, arkitekt Cia Dahl, {title}") == [PEOPLE[2], ("Cia Dahl", title)]
