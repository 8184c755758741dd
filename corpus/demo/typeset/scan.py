"""Typesetting as a scanned pdf: one grey picture a page, and no text behind it."""

import io

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_DPI = 150
_SEED = 1766
_MOST_DEGREES = 0.8
_PAPER, _NOISE = 246, 3.0
_QUALITIES = (45, 38, 30, 22)
# In the pdf a picture takes a quarter more than its bytes, and a page is to stay under 250 kB.
_MOST_BYTES = 190_000


def typeset(content: bytes, digest: str) -> bytes:
    """Return a born-digital pdf as a scan of its pages; the digest is kept as a keyword, see `kept_digest`."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setCreator("")
    canvas.setKeywords(digest)
    document = pypdfium2.PdfDocument(content)
    try:
        for number, page in enumerate(document):
            width, height = page.get_size()
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(io.BytesIO(_scanned(page, number))), 0, 0, width, height)
            canvas.showPage()
    finally:
        document.close()
    canvas.save()
    return stream.getvalue()


def kept_digest(content: bytes) -> str:
    """Return the digest of the manuscript a scan was made from, since there is no text in it to compare."""
    document = pypdfium2.PdfDocument(content)
    try:
        return str(document.get_metadata_dict().get("Keywords", ""))
    finally:
        document.close()


def _scanned(page: "pypdfium2.PdfPage", number: int) -> bytes:
    chance = np.random.default_rng([_SEED, number])
    picture: Image.Image = page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
    angle = float(chance.uniform(-_MOST_DEGREES, _MOST_DEGREES))
    picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(picture, dtype=np.float64) * (_PAPER / 255)
    grey += chance.normal(0, _NOISE, grey.shape)
    noisy = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    for quality in _QUALITIES:
        stream = io.BytesIO()
        noisy.save(stream, "JPEG", quality=quality, dpi=(_DPI, _DPI))
        if stream.tell() <= _MOST_BYTES:
            break
    return stream.getvalue()
