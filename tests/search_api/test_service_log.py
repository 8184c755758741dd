"""The service log: lines of JSON with types and places, without what an error quotes, and nothing that steers."""

import io
import json
import logging
import unicodedata
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api import service_log


def events(act: Callable[[], None]) -> list[dict]:
    """Return what is in the log when `act` is over."""
    written = io.StringIO()
    before, level = logging.root.handlers[:], logging.root.level
    service_log.configure(written)
    try:
        act()
    finally:
        logging.basicConfig(handlers=before, level=level, force=True)
        logging.captureWarnings(False)
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Leave the level of our loggers as it was."""
    ours = logging.getLogger("search_api")
    before = ours.level
    yield
    ours.setLevel(before)


def test_an_error_is_told_by_its_types_and_places():
    def fail() -> None:
        try:
            try:
                int("hemlig")
            except ValueError as error:
                raise RuntimeError("hemlig") from error
        except RuntimeError:
            logging.getLogger("search_api.x").exception("request %s failed", "abc")

    (event,) = events(fail)
    assert event["event"] == "request abc failed"
    assert event["error"] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert any(place.startswith(__file__) and place.endswith(" fail") for place in event["trace"])
    assert "hemlig" not in json.dumps(event)


def test_ours_from_info_on_and_others_where_they_warn():
    def speak() -> None:
        for name in ("search_api.x", "httpx"):
            logging.getLogger(name).info("sagt")
            logging.getLogger(name).warning("varnat")

    assert [(event["logger"], event["event"]) for event in events(speak)] == [
        ("search_api.x", "sagt"), ("search_api.x", "varnat"), ("httpx", "varnat"),
    ]  # fmt: skip


def test_what_is_not_meant_for_it_is_left_out():
    told = {"request_id": "abc", "question": "hemlig"}
    (event,) = events(lambda: logging.getLogger("search_api.x").info("request", extra=told))
    assert event["request_id"] == "abc"
    assert "question" not in event


@given(st.text())
def test_no_character_that_steers(text: str):
    """In one line, whatever is logged."""
    written = io.StringIO()
    before = logging.root.handlers[:]
    service_log.configure(written)
    try:
        logging.getLogger("search_api.x").warning("%s", text, extra={"route": text})
    finally:
        logging.basicConfig(handlers=before, force=True)
        logging.captureWarnings(False)
    line = written.getvalue()
    assert line.endswith("\n")
    assert not [char for char in line[:-1] if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert json.loads(line)["level"] == "warning"


def test_on_a_terminal_it_is_a_line_to_read(monkeypatch):
    written = io.StringIO()
    monkeypatch.setattr(written, "isatty", lambda: True)
    before = logging.root.handlers[:]
    service_log.configure(written)
    try:
        logging.getLogger("search_api.x").warning("varnat \x1b]0;titel\x07")
    finally:
        logging.basicConfig(handlers=before, force=True)
        logging.captureWarnings(False)
    assert "varnat" in written.getvalue()
    assert "\x07" not in written.getvalue()
    assert "\x1b]" not in written.getvalue()
