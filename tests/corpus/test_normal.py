"""The normal form of text: Unicode's own wherever there are letters, and in time whatever there is."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.normal import nfc

MARKS = "\u0301\u0323\u0308\u0345"
# Signs that are apart from the accents, and are taken apart into them.
IN_TWO = "\u0f73\u0f75\u0f81\u0344"


@given(st.text())
def test_any_text_is_as_unicode_has_it(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


@given(st.text("aåäöÅÄÖéüi \n" + MARKS + IN_TWO, max_size=90))
def test_so_are_letters_with_many_accents(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


@given(st.text("aåäöÅÄÖéüi \n" + MARKS + IN_TWO, max_size=90))
def test_it_is_one_form(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text) == nfc(unicodedata.normalize("NFD", text))


def test_every_character_that_can_heap_is_counted() -> None:
    """Of those that are no accents themselves, none but `IN_TWO` is taken apart into accents alone."""
    apart = {
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if not unicodedata.combining(char) and unicodedata.combining(unicodedata.normalize("NFD", char)[0])
    }
    assert apart == set(IN_TWO) - {"\u0344"}


@pytest.mark.parametrize("heap", ["\u0323\u0301", "\u0301", *IN_TWO, "\u05b0\u0591", "\U0001d165\U0001d16d"])
def test_a_heap_of_accents_takes_a_time_that_grows_with_its_length(heap: str) -> None:
    """240 KB of them take Unicode's own order 41 s of the processor, and twice as many four times as long."""
    text = "a" + heap * (120_000 // len(heap)) + "ö"
    began = time.thread_time()
    assert len(nfc(text)) < 100
    assert time.thread_time() - began < 4


def test_what_stands_around_a_heap_stays() -> None:
    assert nfc("Lo" + "\u0301" * 5_000 + "sen a\u030a") == "L\u00f3" + "\u0301" * 29 + "sen å"
