"""Formal references, by the papers of an archive with several organisations and of one with a single one."""

import pytest

from corpus.errors import BadRequest, NotFound
from search_api.citing import Citing

COUNCIL = """Ljungnäs kommun
Socialnämnden

Protokoll
Sammanträdesdatum 2024-12-04

§ 181 Samverkan mot rån
Dnr SON 2023/273

Beslut
Socialnämnden godkänner redovisningen.
\f§ 182 Färdtjänst

Beslut
Socialnämnden avslår ansökan.
"""
MEMO = """Ljungnäs kommun
Socialförvaltningen

Tjänsteskrivelse
Datum 2024-10-31
Dnr SON 2023/273

Till Socialnämnden

Samverkan mot rån

Förvaltningen har redovisat arbetet.
\fArbetet fortsätter under nästa år.
"""
LOOSE = "Anteckningar från en promenad\n\nLekplatsen vid ån behöver nya gungor före sommaren.\n"
OTHER = COUNCIL.replace("Ljungnäs", "Storvika")


def referred(service, ids: dict[str, str], name: str, words: str) -> str:
    """Return the reference of words that stand in a paper."""
    text = service.text(ids[name])
    start = text.index(words)
    return Citing(service.index.catalogue).quote(ids[name], start, start + len(words), words).reference


def test_in_an_archive_of_one_organisation(fresh):
    service, ids = fresh({"protokoll.txt": COUNCIL, "skrivelse.txt": MEMO})

    def of(name: str, words: str) -> str:
        return referred(service, ids, name, words)

    assert of("protokoll.txt", "godkänner") == "Socialnämnden 2024-12-04 § 181, dnr SON 2023/273, s. 1"
    # What the paper does not say is left out, and the page is the quotation's own.
    assert of("protokoll.txt", "avslår ansökan") == "Socialnämnden 2024-12-04 § 182, s. 2"
    assert of("protokoll.txt", "Sammanträdesdatum") == "Socialnämnden, protokoll 2024-12-04, s. 1"
    memo = "Socialförvaltningen, tjänsteskrivelse 2024-10-31, dnr SON 2023/273"
    assert of("skrivelse.txt", "har redovisat") == f"{memo}, s. 1"
    assert of("skrivelse.txt", "nästa år") == f"{memo}, s. 2"


def test_in_an_archive_of_several_organisations(fresh):
    service, ids = fresh({"a.txt": COUNCIL, "b.txt": OTHER, "promenad.txt": LOOSE})
    assert referred(service, ids, "a.txt", "godkänner") == (
        "Ljungnäs kommun, Socialnämnden 2024-12-04 § 181, dnr SON 2023/273, s. 1"
    )
    assert referred(service, ids, "b.txt", "avslår ansökan") == "Storvika kommun, Socialnämnden 2024-12-04 § 182, s. 2"
    assert referred(service, ids, "promenad.txt", "nya gungor") == "”Anteckningar från en promenad”, s. 1"


def test_the_organisation_comes_and_goes_with_its_papers(fresh):
    service, ids = fresh({"a.txt": COUNCIL})
    citing, text = Citing(service.index.catalogue), service.text(ids["a.txt"])
    start = text.index("avslår")

    def reference() -> str:
        return citing.quote(ids["a.txt"], start, start + 6, "avslår").reference

    assert reference() == "Socialnämnden 2024-12-04 § 182, s. 2"
    other = service.upload(("b.txt", OTHER.encode()))["outcomes"][0]["document_id"]
    assert reference() == "Ljungnäs kommun, Socialnämnden 2024-12-04 § 182, s. 2"
    service.http.delete(f"/v1/documents/{other}")
    assert reference() == "Socialnämnden 2024-12-04 § 182, s. 2"


def test_a_hit_is_referred_to_as_its_words_are(fresh):
    service, ids = fresh({"protokoll.txt": COUNCIL, "skrivelse.txt": MEMO})
    catalogue = service.index.catalogue
    citing = Citing(catalogue)
    for document_id in ids.values():
        for found in catalogue.find([passage.id for passage in catalogue.passages(document_id)]):
            cited = citing.quote(document_id, found.passage.start, found.passage.end, found.text)
            assert citing.of(found) == cited.reference
            last = citing.quote(document_id, found.passage.end - 1, found.passage.end, found.text[-1])
            assert citing.of(found, found.passage.end - 1) == last.reference
            assert (cited.text, cited.heading) == (found.text, found.passage.heading)


@pytest.mark.parametrize(
    "change", [lambda s: s + "!", lambda s: s.upper(), lambda s: s[1:], lambda _: "", lambda _: "  "]
)
def test_what_does_not_stand_there_is_refused(fresh, change):
    service, ids = fresh({"a.txt": COUNCIL})
    start = service.text(ids["a.txt"]).index("godkänner")
    citing = Citing(service.index.catalogue)
    with pytest.raises(BadRequest, match="står inte på tecken"):
        citing.quote(ids["a.txt"], start, start + 9, change("godkänner"))
    with pytest.raises(NotFound, match="ingen handling med id"):
        citing.quote("finns-inte", start, start + 9, "godkänner")
