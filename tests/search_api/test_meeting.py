"""Where and when a meeting was held, who presided, kept its minutes and verified them: by the head of its paper."""

import pytest

from tests.search_api.conftest import Service

DECISION = "§ {number} {heading}\nDnr KS 2023/{number}\n\nBeslut\n{heading} godkänns.\n"
PAPERS = {
    "ks-maj.txt": "Tallnäs kommun\nKommunstyrelsen\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum 2023-05-03\n\n"
    "Plats och tid: Kommunhuset, rum Grynnan, kl. 13.00–16.10\n"
    "Beslutande: André Müller (S), ordförande, Linnéa Ågren (M), 1:e vice ordförande, Per-Erik Sjöö (V)\n"
    "Övriga deltagande: Siv Hallgren, kommundirektör, Nils Palm, nämndsekreterare\n"
    "Justerare: Linnéa Ågren och Per-Erik Sjöö\nParagrafer: §§ 40–41\n\n"
    + DECISION.format(number=40, heading="Taxa för vatten")
    + DECISION.format(number=41, heading="Plan för bad"),
    "ks-juni-1.txt": "Tallnäs kommun\nKommunstyrelsen\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum 2023-06-07\n\n"
    "Plats: Skolans matsal\nTid: kl. 09.00\nBeslutande: André Müller (S), ordförande\n\n"
    + DECISION.format(number=50, heading="Plan för vägar"),
    "kf-juni.txt": "Tallnäs kommun\nKommunfullmäktige\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum 2023-06-19\n\n"
    "Plats: Folkets hus\nTid: kl. 18.30–21.05\n\n" + DECISION.format(number=60, heading="Budget"),
    "kf-sept-1.txt": "Tallnäs kommun\nKommunfullmäktige\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum 2023-09-04\n\n"
    "Plats: Folkets hus\n\n" + DECISION.format(number=70, heading="Skatt"),
    "kf-sept-2.txt": "Tallnäs kommun\nKommunfullmäktige\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum 2023-09-25\n\n"
    "Plats: Stora hotellet\n\n" + DECISION.format(number=80, heading="Delårsrapport"),
}


@pytest.fixture(scope="module")
def town(start_service) -> Service:
    """Return a service over the papers of a town."""
    with start_service() as running:
        running.upload(*[(name, text.encode()) for name, text in PAPERS.items()])
        assert running.http.get("/v1/documents").json()["total"] == len(PAPERS)
        yield running


@pytest.mark.parametrize(
    ("question", "short", "quote"),
    [
        ("Var höll kommunstyrelsen sammanträdet den 3 maj 2023?", "Kommunhuset, rum Grynnan", "Plats och tid: "),
        ("Var höll nämnden sammanträdet den 3 maj 2023?", "Kommunhuset, rum Grynnan", "Plats och tid: "),
        ("I vilken lokal var KS möte i maj 2023?", "Kommunhuset, rum Grynnan", "Plats och tid: "),
        ("hur dags började mötet i kommunstyrelsen den 3 maj 2023?", "13.00", "Plats och tid: "),
        ("när slutade kommunfullmäktiges möte i juni 2023?", "21.05", "Tid: kl. 18.30–21.05"),
        ("Hur länge pågick fullmäktiges möte den 19 juni 2023?", "kl. 18.30–21.05", "Tid: kl. 18.30–21.05"),
        ("Vem var ordförande på kommunstyrelsens möte den 3 maj 2023?", "André Müller (S)", "André Müller (S)"),
        ("Vem var sekreterare vid kommunstyrelsens möte den 3 maj 2023?", "Nils Palm", "Nils Palm, nämnds"),
        ("Vilka justerade protokollet från KS 2023-05-03?", "Linnéa Ågren, Per-Erik Sjöö", "Justerare: Linnéa"),
        ("Var hölls fullmäktiges senaste möte?", "Stora hotellet", "Plats: Stora hotellet"),
    ],
)
def test_what_the_head_states(town: Service, question: str, short: str, quote: str) -> None:
    answer = town.ask(question)
    assert (answer["certainty"], answer["short"]) == ("answer", short), answer["answer"]
    citation = answer["citations"][0]
    assert citation["quote"].startswith(quote)
    assert town.text(citation["document_id"])[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize(
    "question",
    [
        "När slutade kommunstyrelsens möte den 7 juni 2023?",  # only when it began is stated
        "Var höll kommunfullmäktige sitt möte i september 2023?",  # it met twice
        "hur dags började mötet?",
        "Vem var sekreterare vid kommunfullmäktiges möte den 19 juni 2023?",
        "Var kommunstyrelsens ordförande på mötet den 3 maj 2023?",
        "Var ska badet ligga enligt kommunstyrelsens möte den 3 maj 2023?",
        "När börjar taxan gälla enligt kommunstyrelsens möte den 3 maj 2023?",
    ],
)
def test_what_it_does_not_tell(town: Service, question: str) -> None:
    answer = town.ask(question)
    assert answer["short"] not in ("09.00", "13.00", "16.10", "Folkets hus", "Kommunhuset, rum Grynnan")


def test_a_place_without_a_label_is_only_likely(fresh) -> None:
    head = "Tallnäs kommun\nSocialnämnden\nProtokoll 2023-03-08\nKommunhuset, sal A\n8 mars 2023 kl. 13.00–15.30\n\n"
    service, _ = fresh({"sn.txt": head + DECISION.format(number=9, heading="Hemtjänst")})
    answer = service.ask("När slutade socialnämndens möte den 8 mars 2023?")
    assert answer["certainty"] == "nearest"
    assert (answer["confidence"], answer["answer"]) == (0.7, "8 mars 2023 kl. 13.00–15.30")
