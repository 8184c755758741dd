"""The pages without a browser: what they put where, over the real API."""

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from search_api.schemas import LONGEST_QUESTION
from ui.web.host import SCRIPT
from ui.web.session import ADD, ARCHIVE
from ui.web.texts import capital, counted, file_name, grouped, period


@pytest.fixture
def page(service):
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.secrets["api_url"] = service
    return app.run()


def shown(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def at(app: AppTest, name: str) -> AppTest:
    # AppTest.switch_page knows pages that are files, and ours are functions.
    app._page_hash = calc_hash(name)
    return app.run()


def ask(app: AppTest, question: str) -> AppTest:
    app.text_input(key="question").set_value(question)
    return app.button[0].click().run()


def test_ask_an_answerable_question(page):
    html = shown(ask(page, "vilka ingår i lokala Bob-rådet på Gotland?"))
    assert not page.exception
    assert '<h2 id="svar">Svar</h2>' in html
    assert 'href="#citat-1"' in html
    assert '<mark id="citat-1">' in html
    assert "Socialnämnden 2024-12-04 § 181, dnr SON 2023/273, s. 1" in html
    assert "Sökte i 3 handlingar från 2022-05-18 till 2024-12-04." in html


def test_a_thing_that_is_named_twice_is_one_reading(page):
    app = ask(page, 'isbanan -"väv" -"väv" i Viklunda kommun, Viklunda')
    assert not app.exception
    labels = [button.label for button in app.button]
    assert labels.count("Viklunda kommun") == labels.count("utan ”väv”") == 1


def test_ask_within_limits(page):
    page.multiselect(key="fraga-organisation").set_value(["Viklunda kommun"])
    page.selectbox(key="fraga-fran").set_value("2023")
    html = shown(ask(page, "vad beslutades om isbanan på Stortorget?"))
    assert "Sökte i 1 handling från 2023-02-15 inom 2 valda begränsningar." in html
    assert "isbanan på Stortorget ska hållas öppen" in html


def test_years_in_the_wrong_order_are_told(page):
    page.selectbox(key="fraga-fran").set_value("2024")
    page.selectbox(key="fraga-till").set_value("2022")
    html = shown(ask(page, "isbanan"))
    assert 'role="alert"' in html
    assert "Byt plats på datumen." in html


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("   ", "Frågan är tom; skriv minst ett ord."),
        ("å" * (LONGEST_QUESTION + 1), f"Frågan har {LONGEST_QUESTION + 1} tecken; gränsen är {LONGEST_QUESTION}."),
        ("vad\x07hände", "Frågan innehåller styrtecknet U+0007; ta bort det."),
    ],
)
def test_a_question_that_cannot_be_asked(page, question, told):
    html = shown(ask(page, question))
    assert not page.exception
    assert told in html


def test_a_server_that_does_not_answer_is_told():
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.secrets["api_url"] = "http://127.0.0.1:9"
    html = shown(app.run())
    assert not app.exception
    assert "Servern på http://127.0.0.1:9 svarar inte" in html


def test_the_archive_and_its_filters(page):
    app = at(page, ARCHIVE)
    assert "Alla 3 handlingar" in shown(app)
    app.multiselect(key="arkivet-organ").set_value(["Socialnämnden"]).run()
    html = shown(app)
    assert "1 handling i urvalet" in html
    assert "dnr SON 2023/273" in html
    assert "Isbana" not in html


def test_a_document_and_a_section_of_it(page):
    app = at(page, ARCHIVE)
    app.multiselect(key="arkivet-organ").set_value(["Kultur- och fritidsnämnden"]).run()
    app.button[0].click().run()
    assert "Sida 1 av 1" in shown(app)
    assert "4 200 besökare" in shown(app)
    (sections,) = app.selectbox
    sections.set_value(next(at for at, name in enumerate(sections.options) if name.startswith("§ 12"))).run()
    assert "<h2>§ 12 Isbana på Stortorget (s. 1)</h2>" in shown(app)


def test_a_document_that_is_not_there(page):
    page.query_params["handling"] = "finns-inte"
    app = at(page, ARCHIVE)
    assert [title.value for title in app.title] == ["Handlingen kan inte visas"]
    assert "Det finns ingen handling med id" in shown(app)


def test_files_that_cannot_be_added_are_named_and_explained(page):
    app = at(page, ADD)
    files = [("**tom**.txt", b"", "text/plain"), ("<b>bild</b>.xyz", b"x", "application/octet-stream")]
    app.file_uploader[0].set_value(files)
    app.button[0].click().run()
    html = shown(app)
    assert not app.exception
    assert "0 filer i arkivet, 2 filer kunde inte läggas till." in html
    assert "<strong>**tom**.txt</strong>: Kunde inte läggas till. Filen är tom" in html
    assert "<strong>&lt;b&gt;bild&lt;/b&gt;.xyz</strong>: Kunde inte läggas till." in html


def test_no_file_chosen(page):
    app = at(page, ADD)
    app.button[0].click().run()
    assert "Välj minst en fil först." in shown(app)


def test_no_markdown_element_ever_holds_the_words_of_a_document(page):
    app = ask(page, "hur ska vävstolen i Tranebo märkas?")
    own = [
        element.value for kind in ("markdown", "title", "header", "subheader", "caption") for element in app.get(kind)
    ]
    labels = [element.label for element in [*app.button, *app.expander]]
    assert not [text for text in own + labels if "vävstol" in text.casefold()]
    assert "&lt;script&gt;window.hostile = 1&lt;/script&gt;" in shown(app)
    assert "<script" not in shown(app)


def test_words():
    assert counted(1, "fil", "filer") == "1 fil"
    assert counted(2400, "fil", "filer") == "2\u00a0400 filer"
    assert grouped(1234567) == "1\u00a0234\u00a0567"
    assert period(None, None) == ""
    assert capital("åsikt") == "Åsikt"
    assert file_name("gotland/son.txt") == "son.txt"
