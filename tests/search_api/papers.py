"""Papers with facts, flaws, personal data and a classified page, for the tests of what the API says of them."""

import io
import zipfile

HEAD = "LINDSALA KOMMUN\nTekniska nämnden\n\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum: {0}\n\n"
FACTS = (
    HEAD.format("2024-03-12")
    + """Beslutande
Karin Alm (S), ordförande
Bo Ek (M), vice ordförande
Eva Lind (C)

§ 21 Ny brygga i Sandviken
Dnr TN 2024/7

Ärendet
Bryggan är från 1961. Nämnden behandlade ärendet den 6 februari 2024, § 11.

Yrkanden
Bo Ek (M) yrkar avslag på förslaget.

Omröstning
Omröstningen utfaller med 2 ja-röster och 1 nej-röst.

Beslut
1. Tekniska nämnden antar förslaget till ny brygga.
2. Förvaltningen får i uppdrag att upphandla bryggan senast den 30 juni 2024.

Reservation
Bo Ek (M) reserverar sig mot beslutet.

§ 23 Avslutning
Dnr TN 2024/8

Beslut
Nämnden antecknar informationen till protokollet.
"""
)
EARLIER = HEAD.format("2024-02-06") + "".join(
    f"§ {n} Köp av {word}\n\nBeslut\nNämnden köper {word}.\n\n" for n, word in enumerate(("tjära", "tegel"), 10)
)
NUMBER, MOBILE, EMAIL = "811228-9874", "070-174 06 05", "kerstin.ek@gmail.com"
PRIVATE = (
    HEAD.format("2024-05-14")
    + f"""§ 40 Skada på båtplats för {NUMBER}
Dnr TN 2024/40

Ärendet
Kerstin Ek, {NUMBER}, har lidit skada på båtplats 14. Hon nås på {MOBILE} eller {EMAIL}.

Beslut
Tekniska nämnden ersätter skadan på båtplats 14 med 4 400 kronor till {NUMBER}.
"""
)
CLASSIFIED = (
    HEAD.format("2024-06-11")
    + "§ 50 Staketet vid hamnen\n\nBeslut\nNämnden lagar staketet vid hamnen.\n\f"
    + """Sekretess enligt 26 kap. 1 § OSL

§ 51 Ersättning till Ottilia Granqvist

Yrkanden
Sixten Mangs (L) yrkar bifall.

Beslut
Nämnden ger Ottilia Granqvist ersättning för fallolyckan.

Reservation
Sixten Mangs (L) reserverar sig mot beslutet.
"""
    + "\f§ 52 Avslutning\n\nBeslut\nNämnden avslutar mötet vid hamnen.\n"
)


def zipped(members: dict[str, str]) -> bytes:
    """Return a zip of texts by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def view(service, document_id: str) -> dict:
    """Return the view of a document that must be there."""
    response = service.http.get(f"/v1/documents/{document_id}")
    assert response.status_code == 200, response.text
    return response.json()
