"""What every page starts from: the API, the other pages, and what becomes of an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st
from streamlit.navigation.page import Page

from corpus.errors import BeslutsminneError
from search_api.client import Client
from ui.web.markup import alert

ASK, ARCHIVE, ADD = "fraga", "arkivet", "lagg-till"
# The document that the archive page shows: an address that can be kept and sent. Questions never stand in addresses.
DOCUMENT, PAGE = "handling", "sida"

_PAGES = "pages"


def client() -> Client:
    """The API that this process was started with."""
    return _client(str(st.secrets["api_url"]))


@st.cache_resource(show_spinner=False)
def _client(url: str) -> Client:
    return Client(url)


@contextmanager
def told(heading: str = "") -> Iterator[None]:
    """Say what went wrong, where the error is one for users, and leave the rest of the page out.

    `heading` is for a page that has none yet.
    """
    try:
        yield
    except BeslutsminneError as error:
        if heading:
            st.title(heading, anchor=False)
        alert(str(error))
        st.stop()


def set_pages(pages: Mapping[str, Page]) -> None:
    """Remember the pages, so that each can lead to the others."""
    st.session_state[_PAGES] = dict(pages)


def page(name: str) -> Page:
    """The page called `name`."""
    found: Page = st.session_state[_PAGES][name]
    return found
