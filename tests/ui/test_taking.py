"""What can be done with an answer on its page: taken along, judged, referred to."""

import io
import json
import re

import docx
import pytest
from streamlit.testing.v1 import AppTest

from search_api.client import Client
from search_api.schemas import AskRequest, FeedbackRequest, Format, TakeAnswer, TakeRecord
from ui import feedback
from ui.web.host import SCRIPT
from ui.web.take import places

BOB = "vilka ingår i lokala Bob-rådet på Gotland?"
NOTHING = "när öppnar badhuset i Kiruna?"
MEMBERS = "I det lokala Bob-rådet på Gotland ingår socialtjänsten, polisen, skolan, länsstyrelsen och barnpsykiatrin."


@pytest.fixture
def api(service):
    """Give a client of the service, and leave no feedback there."""
    with Client(service) as client:
        yield client
        for one in client.feedback().feedback:
            client.delete_feedback(one.id)


@pytest.fixture
def page(service):
    return opened(service)


def opened(url: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.secrets["api_url"] = url
    return app.run()


def ask(app: AppTest, question: str) -> AppTest:
    app.text_input(key="question").set_value(question)
    return next(button for button in app.button if button.label == "Ställ frågan").click().run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def downloads(app: AppTest) -> list[str]:
    return [button.label for button in app.get("download_button") if "(" in button.label]


def shown(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_an_answer_can_be_taken_along(page):
    app = ask(page, BOB)
    assert not app.exception
    assert downloads(app) == ["Ta med svaret (Markdown)", "Ta med svaret (Word)", "Ta med svaret (JSON)"]
    assert any("Socialnämnden 2024-12-04 § 181, dnr SON 2023/273, s. 1" in code.value for code in app.code)


def test_a_search_without_result_can_be_certified(page):
    app = ask(page, NOTHING)
    assert downloads(app)[1] == "Intyg över sökningen (Word)"
    assert "Stämmer det att svar saknas?" in shown(app)


def test_the_nearest_is_taken_along_and_judged_as_that(unsure):
    """Neither as an answer nor as none; what was judged had places, so it is told as answered."""
    app = ask(opened(unsure), BOB)
    assert not app.exception
    assert downloads(app)[1] == "Ta med ställena (Word)"
    html = shown(app)
    assert '<h2 id="svar">Närmast i handlingarna</h2>' in html
    assert "<h2>Finns svaret bland ställena?</h2>" in html
    assert "bm-short" not in html
    assert "<h2>Källor</h2>" not in html
    app = press(app, "Ja, svaret finns här")
    assert "Din återkoppling är sparad" in shown(app)
    with Client(unsure) as client:
        (given,) = client.feedback().feedback
        client.delete_feedback(given.id)
        asked = AskRequest(question=BOB)
        request = TakeAnswer(
            what="answer", format=Format.JSON, asked=asked, citations=places(client.ask(asked).citations)
        )
        assert json.loads(client.take(request))["certainty"] == "nearest"
    assert (given.verdict, given.answered, given.citations[0].quote) == ("rätt", True, MEMBERS)


@pytest.mark.parametrize(
    ("question", "label", "verdict", "answered"),
    [
        (BOB, "Rätt svar", "rätt", True),
        (BOB, "Fel svar", "fel", True),
        (NOTHING, "Rätt, svar saknas", "rätt", False),
        (NOTHING, "Fel, svaret finns", "fel", False),
    ],
)
def test_an_answer_is_judged(page, api, question, label, verdict, answered):
    app = ask(page, question)
    app.text_area(key="kommentar").set_value("Bra **så**.")
    app = press(app, label)
    assert not app.exception
    assert "Din återkoppling är sparad" in shown(app)
    assert "Rätt svar" not in [button.label for button in app.button]
    (given,) = api.feedback().feedback
    assert (given.question, given.verdict, given.answered, given.comment) == (
        question,
        verdict,
        answered,
        "Bra **så**.",
    )
    assert [place.quote for place in given.citations][:1] == ([MEMBERS] if answered else [])


def test_each_answer_is_judged_by_itself(page, api):
    """A new question asks anew, with an empty comment."""
    app = press(ask(page, BOB), "Rätt svar")
    app = ask(app, NOTHING)
    assert app.text_area(key="kommentar").value == ""
    press(app, "Fel, svaret finns")
    assert [one.verdict for one in api.feedback().feedback] == ["fel", "rätt"]


def test_feedback_that_cannot_be_kept_is_told(page):
    app = ask(page, BOB)
    app.text_area(key="kommentar").set_value("pling\x07")
    app = press(app, "Rätt svar")
    assert "Kommentaren innehåller styrtecknet U+0007; ta bort det." in shown(app)


def test_the_files_of_an_answer(service, api):
    """What the buttons fetch, by the client that they use."""
    asked = AskRequest(question=BOB)
    cited = places(api.ask(asked).citations)
    word = api.take(TakeAnswer(what="answer", format=Format.WORD, asked=asked, citations=cited))
    assert f"”{MEMBERS}”" in [p.text for p in docx.Document(io.BytesIO(word)).paragraphs]
    record = api.take(TakeRecord(what="record", format=Format.JSON, asked=AskRequest(question=NOTHING)))
    assert json.loads(record)["coverage"]["documents"] == 3


# The command


def test_feedback_in_words(api):
    cited = api.ask(AskRequest(question=BOB)).citations[:1]
    api.give_feedback(
        FeedbackRequest(
            question=BOB, verdict="fel", comment="Nej.\nFler ingår.", answered=True, citations=places(cited)
        )
    )
    api.give_feedback(FeedbackRequest(question=NOTHING, verdict="rätt", answered=False))
    first, *rest = feedback.lines(api)
    assert first == "Omdömen om svaren: 2"
    assert [re.sub(r"^\d+\. \d{4}-\d\d-\d\d \d\d:\d\d UTC", "N. TID", line) for line in rest] == [
        f"N. TID, rätt, inget svar gavs: {NOTHING}",
        f"N. TID, fel: {BOB}",
        "   Region Gotland, Socialnämnden 2024-12-04 § 181, dnr SON 2023/273, s. 1",
        "   Nej.",
        "   Fler ingår.",
    ]
