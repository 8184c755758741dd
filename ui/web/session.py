"""What every page starts from: the API, the other pages, and what becomes of an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st
from streamlit.navigation.page import Page

from corpus.errors import BeslutsminneError
from search_api.client import Client
from search_api.schemas import Me
from ui.web.markup import alert

ASK, ARCHIVE, ADD = "fraga", "arkivet", "lagg-till"
# The document that the archive page shows: an address that can be kept and sent. Questions never stand in addresses.
DOCUMENT, PAGE = "handling", "sida"

_PAGES = "pages"
_CLIENT = "client"
_ME = "me"
# What the API calls the rights that pages differ by.
UPLOAD, ORIGINAL = "lämna handlingar", "hämta original"
# The header by which the server tells the pages of a visit.
VISIT = "X-Beslutsminne-Visit"


def client() -> Client:
    """The API that this process was started with, asked in the visitor's name.

    The server has given the visit a ticket; the pages have no right of their own, and without one ask as anybody.
    """
    ticket = st.context.headers.get(VISIT)
    if _CLIENT not in st.session_state or st.session_state[_CLIENT][0] != ticket:
        st.session_state[_CLIENT] = (ticket, Client(str(st.secrets["api_url"]), api_key=ticket))
    api: Client = st.session_state[_CLIENT][1]
    return api


def visitor() -> Me:
    """Who looks at the pages, asked once for each visit. Raises `BeslutsminneError`."""
    api = client()
    if _ME not in st.session_state or st.session_state[_ME][0] is not api:
        st.session_state[_ME] = (api, api.me())
    me: Me = st.session_state[_ME][1]
    return me


def may(right: str) -> bool:
    """Whether the visitor has a right. It is the API that holds to it; here it tells what is worth showing."""
    return right in visitor().rights


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


def way_to_add() -> None:
    """A link to where papers are added, for who may."""
    if may(UPLOAD):
        st.page_link(page(ADD), label="Lägg till handlingar")
