"""Letters by e-mail: who wrote to whom, when and of what, and the message as the mail program shows it."""

from email.message import EmailMessage

import pytest

from corpus.errors import UnreadableFile
from corpus.readers import Limits, extract
from tests.corpus.lines import headings, lines

SENTENCE = "Nämnden för barn och ungdom på Åstön säger nej till ändringen – ”än så länge”."


def letter(text: str | None = "Hej!\n", *, html: str | None = None, **headers: str) -> EmailMessage:
    """Return a letter with usual headers, each of which can be given."""
    message = EmailMessage()
    usual = {
        "From": "Anna Ek <anna.ek@norrskar.example>",
        "To": "Kansliet <kansli@norrskar.example>",
        "Date": "Tue, 14 May 2024 09:30:00 +0200",
        "Subject": "Protokoll från nämnden",
    }
    for name, value in (usual | headers).items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    if html is not None:
        if text is None:
            message.set_content(html, subtype="html")
        else:
            message.add_alternative(html, subtype="html")
    return message


def test_letter_is_a_paper_with_its_head() -> None:
    """The message begins with who wrote to whom, when and of what; the plain text is taken before the web page."""
    message = letter("Hej!\n\nNämnden säger nej.\n", html="<p>Samma sak</p>", Cc="Bo Ås <bo@x.example>")
    assert lines(message.as_bytes(), "a.eml") == [
        "Från: Anna Ek <anna.ek@norrskar.example>",
        "Till: Kansliet <kansli@norrskar.example>",
        "Kopia: Bo Ås <bo@x.example>",
        "Datum: 2024-05-14 09:30",
        "Ärende: Protokoll från nämnden",
        "Hej!",
        "Nämnden säger nej.",
    ]


def test_letter_as_a_web_page_keeps_its_headings() -> None:
    """A letter that is only a web page is read as one."""
    data = letter(None, html="<h2>Beslut</h2><p>Nämnden säger <i>nej</i>.</p>").as_bytes()
    assert lines(data, "a.eml")[-2:] == ["Beslut", "Nämnden säger nej."]
    assert headings(data, "a.eml") == ["Beslut"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"text/plain; charset=utf-8", SENTENCE.encode()),
        (b"text/plain; charset=iso-8859-1", SENTENCE.encode("cp1252")),
        (b"text/plain", SENTENCE.encode("cp1252")),
        (b"text/plain; charset=ascii", SENTENCE.encode()),
        (b"text/plain; charset=no-such", SENTENCE.encode()),
        (b"text/html; charset=windows-1252", SENTENCE.encode("cp1252")),
    ],
)
def test_letter_in_the_encodings_of_mail_programs(kind: bytes, body: bytes) -> None:
    """The letters of Swedish are kept, also where the letter says another encoding than it has."""
    data = b"From: a@x.example\r\nContent-Type: " + kind + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body
    assert lines(data, "a.eml") == ["Från: a@x.example", SENTENCE]


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        (b"=?iso-8859-1?Q?=C4rende_om_=E5n?=", "Ärende om ån"),
        (b"=?utf-8?B?w4RyZW5kZQ==?= KS 2024/12", "Ärende KS 2024/12"),
        ("Ärende om ån".encode(), "Ärende om ån"),
        ("Ärende om ån".encode("cp1252"), "Ärende om ån"),
        (b"=?no-such?Q?x?=", "=?no-such?Q?x?="),
        (b"rad ett\r\n och rad tv=", "rad ett och rad tv="),
    ],
)
def test_letter_subjects_as_programs_write_them(subject: bytes, shown: str) -> None:
    """Encoded words, raw bytes and folded lines come out as they are read."""
    data = b"From: a@x.example\r\nSubject: " + subject + b"\r\n\r\nText"
    assert lines(data, "a.eml") == ["Från: a@x.example", f"Ärende: {shown}", "Text"]


def test_letter_that_cannot_be_read_says_why() -> None:
    """What is no letter, and a letter under lock, are told by their kind."""
    locked = b"From: a\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nMIIB"
    for data, trouble in ((b"Bara text", "inget e-brev"), (locked, "krypterat")):
        with pytest.raises(UnreadableFile, match=trouble):
            extract(data, "a.eml", Limits())


def test_letter_cut_short_says_so() -> None:
    """A letter whose last part never ends is read with a warning."""
    whole = letter("Hej!\n", html="<p>Hej!</p>").as_bytes()
    assert extract(whole, "a.eml", Limits()).warnings == ()
    (warning,) = extract(whole[:-20], "a.eml", Limits()).warnings
    assert "slutar mitt i" in warning
