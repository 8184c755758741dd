"""Pages that hold a picture of their text, read by OCR: OCRmyPDF with Tesseract's Swedish, where they are installed.

The programs are given pictures that PDFium has drawn and never the file itself, in a folder of their own and with a
limit on their time. What they have read by then is kept.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium

INSTALL = "Installera OCR-programmen ocrmypdf och tesseract-ocr-swe (paket i Debian) och lämna filen igen."

# Dots per inch, as Tesseract's makers advise, and the most dots of a page: a poster is drawn coarser.
RESOLUTION = 300
MOST_DOTS = 25_000_000
# Pages that go to the programs at a time: starting them costs a second or two, and a batch that is cut off is lost.
BATCH = 4
# Seconds for one page, which usually takes four to eight.
PATIENCE = 60.0

_POINTS = 72


@cache
def is_installed() -> bool:
    """Whether OCRmyPDF, Tesseract and its Swedish are there; looked up once."""
    tesseract = shutil.which("tesseract")
    if tesseract is None or shutil.which("ocrmypdf") is None:
        return False
    listed = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    return "swe" in listed.stdout.split()


def searchable(
    document: pdfium.PdfDocument, numbers: Sequence[int], seconds: float
) -> Iterator[tuple[Sequence[int], bytes]]:
    """The pages `numbers` (from 0) of `document` as PDFs with a text layer, some at a time, with their numbers.

    Ends early when `seconds` have passed; a batch that the programs give up is left out.
    """
    deadline = time.monotonic() + seconds
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        left = deadline - time.monotonic()
        if left <= 0:
            return
        with tempfile.TemporaryDirectory(prefix="beslutsminne-") as folder:
            pictures, result = Path(folder, "in.pdf"), Path(folder, "out.pdf")
            _draw(document, batch, pictures)
            if _run(pictures, result, Path(folder), min(left, PATIENCE * len(batch))):
                yield batch, result.read_bytes()


def _draw(document: pdfium.PdfDocument, numbers: Sequence[int], path: Path) -> None:
    """Write a PDF of one grey picture a page."""
    drawn = pdfium.PdfDocument.new()
    try:
        for number in numbers:
            page = document[number]
            width, height = page.get_size()
            scale = min(RESOLUTION / _POINTS, (MOST_DOTS / max(width * height, 1)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True)
            picture = pdfium.PdfImage.new(drawn)
            picture.set_bitmap(bitmap)
            picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
            sheet = drawn.new_page(width, height)
            sheet.insert_obj(picture)
            sheet.gen_content()
            sheet.close()
            bitmap.close()
            page.close()
        drawn.save(path)
    finally:
        drawn.close()


def _run(pictures: Path, result: Path, folder: Path, seconds: float) -> bool:
    """Whether OCRmyPDF has written `result` within `seconds`; if not, it and all that it started are ended."""
    programs = [Path(found).parent for name in ("ocrmypdf", "tesseract", "gs") if (found := shutil.which(name))]
    command = [
        str(programs[0] / "ocrmypdf"), "--quiet", "--language", "swe", "--rotate-pages", "--output-type", "pdf",
        "--optimize", "0", "--jobs", str(os.cpu_count() or 1), "--tesseract-timeout", f"{PATIENCE:.0f}",
        str(pictures), str(result),
    ]  # fmt: skip
    # Nothing of this process's environment goes along. On few cores Tesseract is five times as fast with one thread.
    environment = {
        "PATH": os.pathsep.join(dict.fromkeys([*map(str, programs), os.defpath])),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }
    with subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            return process.wait(seconds) == 0 and result.exists()
        except BaseException as error:
            _kill(process.pid)
            if isinstance(error, subprocess.TimeoutExpired):
                return False
            raise


def _kill(pid: int) -> None:
    """Kill a process and all its descendants. They share our group, with which whoever reads us can end us all."""
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                _kill(int(child))
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
