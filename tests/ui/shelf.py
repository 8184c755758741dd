"""The papers that the tests of the pages are about: small, and between them all that a page can show."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

MEMBERS = "I det lokala Bob-rådet på Gotland ingår socialtjänsten, polisen, skolan, länsstyrelsen och barnpsykiatrin."
BOB = (
    "Region Gotland", "Socialnämnden", "", "Protokollsutdrag", "Sammanträdesdatum 2024-12-04", "",
    "§ 181 Redovisning av uppdrag om brottsförebyggande samverkan", "Dnr SON 2023/273", "", "Beslut",
    "Socialnämnden godkänner redovisningen och överlämnar den till regionstyrelsen.", "", "Ärendet",
    "Bob står för barn och unga i organiserad brottslighet.",
    *(MEMBERS[:55], MEMBERS[56:]), "Rådet möts fyra gånger om året.",
)  # fmt: skip
TURNED = (
    "Viklunda kommun", "Tekniska nämnden", "", "Protokoll", "Sammanträdesdatum 2023-05-10", "",
    "§ 4 Bryggan i Tallviken", "Dnr TN 2023/17", "", "Beslut",
    "Tekniska nämnden beslutar att bryggan i Tallviken rustas för 410 000 kronor.",
)  # fmt: skip
MASKED = (
    "Viklunda kommun", "Socialnämnden", "", "Protokoll", "Sammanträdesdatum 2023-09-20", "",
    "§ 21 Ersättning för förlorad hjullastare", "Dnr SN 2023/44", "", "Beslut",
    "Socialnämnden beslutar att Karl Ek, 19121212-1212, får ersättning för sin hjullastare.",
)  # fmt: skip
RINK = """# Viklunda kommun – Kultur- och fritidsnämnden

**Protokoll**

Sammanträdesdatum: 2023-02-15

## § 12 Isbana på Stortorget

Dnr KFN 2023/8

**Förslag till beslut**

Isbanan hålls öppen till och med den *1 mars*.

**Yrkanden**

Anna Ek (S) yrkar bifall till förslaget. Bo Al (M) yrkar att isbanan hålls öppen till och med den 15 mars.

**Omröstning**

Ja-röst för förslaget, nej-röst för Bo Als yrkande. Resultat: 4 ja och 7 nej.

**Beslut**

Kultur- och fritidsnämnden beslutar att **isbanan på Stortorget** ska hållas öppen till och med den 15 mars.

**Reservation**

Anna Ek (S) reserverar sig mot beslutet.
"""
REVOKED = """Viklunda kommun
Kultur- och fritidsnämnden

Protokoll
Sammanträdesdatum 2024-01-17

§ 3 Isbanan stängs
Dnr KFN 2023/8

Beslut
Kultur- och fritidsnämnden beslutar att upphäva nämndens beslut 2023-02-15 § 12 om isbanan på Stortorget.
"""
# What a document must not be able to do, wherever its words are shown.
EVIL = "<script>window.hostile=1</script><img src=x onerror=window.hostile=1>"
HOSTILE = f"""Viklunda kommun
Miljönämnden

Protokoll
Sammanträdesdatum 2022-05-18

§ 7 Vävstolen {EVIL}
Dnr MN 2022/31

Beslut
Miljönämnden beslutar att vävstolen i Tranebo ska märkas {EVIL} före midsommar.
"""
HOSTILE_NAME = '"><img src=x onerror=window.hostile=1>.txt'


def pdf(lines: Sequence[str], turn: int = 0, *, stamped: bool = False) -> bytes:
    """Return a PDF of one page with `lines`, turned; `stamped` with a second page that is only a picture."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    paper.setPageRotation(turn)
    text = paper.beginText(60, 540)
    text.setFont("Helvetica", 11)
    for line in lines:
        text.textLine(line)
    paper.drawText(text)
    paper.showPage()
    if stamped:
        paper.setPageRotation(0)
        paper.drawImage(ImageReader(Image.new("L", (300, 200), 90)), 72, 300, 400, 300)
        paper.showPage()
    paper.save()
    return file.getvalue()


def write(folder: Path) -> Path:
    """Write the papers to `folder` and return it."""
    for name, content in (
        ("bob.pdf", pdf(BOB, stamped=True)), ("brygga.pdf", pdf(TURNED, 90)), ("lastare.pdf", pdf(MASKED)),
        ("isbana.md", RINK.encode()), ("stangd.txt", REVOKED.encode()), (HOSTILE_NAME, HOSTILE.encode()),
    ):  # fmt: skip
        (folder / name).write_bytes(content)
    return folder
