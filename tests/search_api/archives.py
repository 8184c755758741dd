"""A small archive in a real catalogue, made of papers written here, to read questions by."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from corpus.catalogue import Catalogue, open_sqlite
from corpus.catalogue.records import Passage
from corpus.models import Document, Kind, Span

# (organisation, body, kind, day, diarienummer, text)
PAPERS = (
    ("Storviks kommun", "Kommunfullmäktige", Kind.MINUTES, "2022-06-13", "KS 2022/40",
     "Kommunfullmäktige antar detaljplanen för Sjövallen och tar detaljplan för Norrudden åter."),
    ("Storviks kommun", "Kommunstyrelsen", Kind.MINUTES, "2023-03-07", "KS 2021/118",
     "Kommunstyrelsen beslutar om hemtjänstgrupperna och hemtjänsten enligt förslaget."),
    ("Storviks kommun", "Kommunstyrelsens arbetsutskott", Kind.MINUTES, "2023-02-21", "SLK 2024/793",
     "Arbetsutskottet behandlar avgifter för båtplatser. Avgifter betalas i förskott."),
    ("Storviks kommun", "Socialnämnden", Kind.MINUTES, "2023-10-18", "SON 2023/273",
     "Socialnämnden anställer Solveig Ahlbrinck. Solveig Ahlbrinck tackar. Hemtjänstgrupperna slås samman."),
    ("Storviks kommun", "Socialnämndens arbetsutskott", Kind.MINUTES, "2023-10-04", "SON 2023/280", "Bolandsskola."),
    ("Storviks kommun", "Barn- och utbildningsnämnden", Kind.MEMO, "2024-01-30", "BUN 2024/7", "Skolskjutsen."),
    ("Storviks kommun", "Nämnden för funktionsstöd", Kind.MOTION, "2024-02-14", "2022/1318", "Simhallen här."),
    ("Region Norrvik", "Regionfullmäktige", Kind.MINUTES, "2024-06-19", "RS 2024/12", "Simhallen får bidrag."),
    ("Region Norrvik", "Hälso- och sjukvårdsnämnden", Kind.MINUTES, "2024-05-02", "HSN 2024/9", "Avgifter höjs."),
)  # fmt: skip


def fill(catalogue: Catalogue, papers: Iterable[tuple[str, str, Kind, str, str, str]] = PAPERS) -> None:
    """Add `papers`, each of one passage, ready to be found."""
    for number, (organisation, committee, kind, day, case_number, text) in enumerate(papers):
        date = dt.date.fromisoformat(day)
        name = f"{case_number} {number}"
        document = Document(
            id=name, text=text, title=name, kind=kind, organisation=organisation, committee=committee, date=date,
            case_number=case_number, pages=(Span(0, len(text)),), sections=(), furniture=(),
        )  # fmt: skip
        passage = Passage(name, name, 0, len(text), 1, committee, date, None, case_number, name, None)
        catalogue.add(document, f"{name}.txt", [passage])
        catalogue.set_ready(name)


def archive(folder: Path) -> Catalogue:
    """Make the archive of `PAPERS` in `folder`."""
    catalogue = open_sqlite(folder / "catalogue.sqlite")
    fill(catalogue)
    return catalogue
