"""The way to the SMTP server: encrypted or not at all, and what it is told by."""

import datetime as dt
import socket
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from search_api.following.post import Post, Unsent
from search_api.settings import Settings

GIVEN = {
    "smtp_url": "smtp://bo:hemligt@post.avika.example", "mail_from": "Arkivet <arkiv@avika.example>",
    "public_url": "https://arkiv.example",
}  # fmt: skip


class Box:
    """Keeps what comes."""

    def __init__(self) -> None:
        self.came: list[bytes] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.came.append(envelope.content)
        return "250 OK"


@pytest.fixture
def letter() -> bytes:
    made = EmailMessage()
    made["Subject"] = "Hej"
    made.set_content("Hej.\n")
    return made.as_bytes()


def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def encrypted(tmp_path: Path) -> Iterator[tuple[Box, int, Path]]:
    """Return a server that has STARTTLS, its port and its certificate, which it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = tmp_path / "c.pem", tmp_path / "k.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, private)
    box = Box()
    server = Controller(box, hostname="localhost", port=port(), tls_context=context, require_starttls=True)
    server.start()
    yield box, server.port, certificate
    server.stop()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtp://post.avika.example", ("post.avika.example", 587, False, True, "", "")),
        ("smtps://b%40o:h%2Fm%3F@post.avika.example/", ("post.avika.example", 465, True, False, "b@o", "h/m?")),
        ("smtp://post.avika.example:25?starttls=no", ("post.avika.example", 25, False, False, "", "")),
        ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, False, False, "", "")),
        ("smtp://[::1]:1025", ("::1", 1025, False, False, "", "")),
        ("smtp://localhost", ("localhost", 587, False, False, "", "")),
        ("smtp://127.0.0.1.avika.example", ("127.0.0.1.avika.example", 587, False, True, "", "")),
    ],
)
def test_an_address_of_a_server(url, told):
    post = Post.of(url)
    assert (post.host, post.port, post.is_tls, post.starttls, post.user, post.password) == told
    assert post.password == "" or post.password not in repr(post)


@pytest.mark.parametrize(
    "url",
    [
        "", "post.avika.example", "http://post.avika.example", "smtp://", "smtp://a:x", "smtp://a:99999", "smtp://a/b",
        "smtp://a?starttls=yes", "smtp://a?tls=no", "smtp://a?starttls", "smtp://a#b", "smtp://[a",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(url):
    with pytest.raises(ValueError, match="skriv den som smtp://"):
        Post.of(url)


def test_nothing_goes_in_the_clear_where_it_is_to_be_encrypted(letter):
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=port())
    server.start()
    with pytest.raises(Unsent, match="SMTPNotSupportedError"):
        Post("127.0.0.1", server.port, is_tls=False, starttls=True).send(letter, "a@b.se", "c@d.se")
    assert box.came == []
    Post("127.0.0.1", server.port, is_tls=False, starttls=False).send(letter, "a@b.se", "c@d.se")
    server.stop()
    assert len(box.came) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(encrypted, letter, monkeypatch):
    box, at, certificate = encrypted
    post = Post("localhost", at, is_tls=False, starttls=True)
    with pytest.raises(Unsent, match="certificate is not valid"):
        post.send(letter, "a@b.se", "c@d.se")
    assert box.came == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # which then vouches for itself
    post.send(letter, "a@b.se", "c@d.se")
    assert len(box.came) == 1


@pytest.mark.parametrize("left_out", list(GIVEN))
def test_half_set_is_refused(left_out):
    given = {name: value for name, value in GIVEN.items() if name != left_out}
    assert Settings(**GIVEN).smtp_url
    if left_out == "public_url" or len(given) > 1:
        with pytest.raises(ValueError, match=f"behövs också BESLUTSMINNE_{left_out.upper()}"):
            Settings(**given)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("smtp_url", "smtp://bo:hemligt@", "skriv den som smtp://"),
        ("mail_from", "Arkivet", "avsändaren är ingen e-postadress"),
        ("mail_from", "a@b.se\r\nBcc: c@d.se", "avsändaren är ingen e-postadress"),
        ("mail_every", 0, "greater than 0"),
    ],
)
def test_what_is_wrongly_set_is_told_and_no_secret(name, value, told):
    with pytest.raises(ValueError, match=told) as caught:
        Settings(**(GIVEN | {name: value}))
    assert "hemligt" not in str(caught.value)


def test_the_password_is_in_no_text_of_the_settings():
    assert "hemligt" not in repr(Settings(**GIVEN))
