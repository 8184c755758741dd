"""The script that Streamlit runs for every visitor: which pages there are."""

from __future__ import annotations

import streamlit as st

from ui.web import add, archive, ask
from ui.web.icon import ICON
from ui.web.markup import element, show
from ui.web.session import ADD, ARCHIVE, ASK, UPLOAD, may, set_pages, told, visitor


def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title="Beslutsminne", layout="centered", menu_items=None)
    st.logo(ICON, size="large")
    with told("Beslutsminne"):
        me = visitor()
    pages = {
        ASK: st.Page(ask.page, title="Fråga", url_path=ASK, default=True),
        ARCHIVE: st.Page(archive.page, title="Arkivet", url_path=ARCHIVE),
    }
    if may(UPLOAD):
        pages[ADD] = st.Page(add.page, title="Lägg till handlingar", url_path=ADD)
    set_pages(pages)
    chosen = st.navigation(list(pages.values()), position="top")
    if me.can_log_out:
        show(element("p", f"Inloggad som {me.name}. ", element("a", "Logga ut", href="../logga-ut"), class_="bm-about"))
    chosen.run()


if __name__ == "__main__":  # as Streamlit runs it; a process that is spawned from ours imports it only
    main()
