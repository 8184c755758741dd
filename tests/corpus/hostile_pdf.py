"""Hostile PDFs, made of objects: bombs, rings, lies."""

import zlib
from collections.abc import Callable, Iterator

Make = Callable[[bytes, bytes], bytes]

_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_SHOWN = b"BT /F 12 Tf 72 700 Td (Text) Tj ET\n"


def pdf_of(objects: dict[int, bytes]) -> bytes:
    """Return a PDF of objects by number, the first being its root, with a table of where they are."""
    data, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 1\n0000000000 65535 f \n"
    table += b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, len(data))
    return data + table + trailer


def one_page(
    catalog: bytes = _CATALOG, pages: bytes = _PAGES, page: bytes = _PAGE, content: bytes = b"", more: bytes = b"null"
) -> bytes:
    """Return a PDF of a page that says "Text", but for what is given: its objects 1 to 4, and one numbered 6."""
    return pdf_of({1: catalog, 2: pages, 3: page, 4: content or _stream(_SHOWN), 5: _FONT, 6: more})


def _stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)


def endless() -> bytes:
    """Return a PDF that PDFium would draw for ever: a drawing that holds itself twice."""
    return one_page(
        page=_PAGE.replace(b"/Font", b"/XObject<</X 6 0 R>>/Font"),
        content=_stream(b"/X Do"),
        more=_stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
    )


def _flate_bomb() -> bytes:
    return one_page(content=_stream(zlib.compress(_SHOWN * 500_000), b"/Filter/FlateDecode"))


def _double_bomb() -> bytes:
    packed = zlib.compress(zlib.compress(bytes(100 * 2**20), 1), 9)
    return one_page(content=_stream(packed, b"/Filter[/FlateDecode/FlateDecode]"))


def _deep_list() -> bytes:
    deep = b"[" * 100_000 + b"]" * 100_000
    return one_page(page=_PAGE.replace(b"/Contents", b"/X %s/Contents" % deep))


def _ring_of_pages() -> bytes:
    pages = b"<</Type/Pages/Kids[2 0 R 6 0 R]/Count 9>>"
    return one_page(pages=pages, page=b"null", more=b"<</Type/Pages/Kids[2 0 R]/Count 9>>")


def _pages(kids: bytes, count: int) -> bytes:
    return one_page(pages=b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count))


def files() -> Iterator[tuple[str, Make]]:
    """Each hostile PDF by its name."""
    yield "strömbomb.pdf", lambda *_: _flate_bomb()
    yield "bomb i ström.pdf", lambda *_: _double_bomb()
    lying = b"<</Length 999999999>>stream\n" + _SHOWN + b"endstream"
    yield "ljuger om längd.pdf", lambda *_: one_page(content=lying)
    yield "stor sida.pdf", lambda *_: one_page(page=_PAGE.replace(b"595 842", b"1e30 1e30"))
    yield "ingen sida.pdf", lambda *_: one_page(page=b"null")
    yield "djup lista.pdf", lambda *_: _deep_list()
    script = b"/OpenAction<</S/JavaScript/JS(while\\(1\\);)>>>>"
    yield "skript.pdf", lambda *_: one_page(catalog=_CATALOG.replace(b">>", script))
    yield "sidor i ring.pdf", lambda *_: _ring_of_pages()
    yield "två miljarder sidor.pdf", lambda *_: _pages(b"3 0 R", 2_000_000_000)
    yield "sextusen sidor.pdf", lambda *_: _pages(b"3 0 R " * 6_000, 6_000)
    yield "tabell i ring.pdf", lambda pdf, _: pdf[: pdf.rindex(b"startxref")] + b"startxref\n9\n%%EOF"
    yield "bara huvud.pdf", lambda *_: b"%PDF-1.7\n%%EOF"
