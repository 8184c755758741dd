"""A real SMTP server on this machine that keeps what it is given, and a service that sends its letters there."""

import email
import email.policy
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from lxml import html

from indexer.index import Index
from search_api.app import create_app
from search_api.settings import Settings
from tests.search_api.conftest import Service, serving
from ui import pages

PUBLIC = "https://arkiv.example"
FROM = "Åvika arkiv <arkiv@avika.example>"
REFUSED = "ingen@avika.example"  # whom the server does not know
LATER = "senare@avika.example"  # whom it wants to be asked about again, until it has had a letter
UNWANTED = "spam@avika.example"  # whose letters it takes for spam once it has them
EVERY = 1.0 / 3_600  # hours


@dataclass
class Postman:
    """What came, in order, and how to be there or not."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    tried: int = 0
    _controller: Controller | None = None

    def start(self) -> None:
        """Begin to answer."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Be down."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse one that is not known, as servers do: with the address in the words."""
        self.tried += 1
        if address == REFUSED:
            return f"550 {address} unknown"
        if address == LATER and not self.letters:
            return "450 4.2.0 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a letter, or refuse it for good."""
        assert isinstance(envelope.content, bytes)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        assert envelope.rcpt_tos == [letter["To"].addresses[0].addr_spec]
        assert envelope.mail_from == "arkiv@avika.example"
        if UNWANTED in envelope.rcpt_tos:
            return "554 5.7.1 spam"
        self.raw.append(envelope.content)
        self.letters.append(letter)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the letters of an address."""
        return [one for one in self.letters if one["To"].addresses[0].addr_spec == address]

    def wait(self, address: str, number: int = 1) -> EmailMessage:
        """Return the letter of an address that is its `number`th."""
        until(lambda: len(self.to(address)) >= number)
        return self.to(address)[number - 1]


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("not so after 30 s")


@contextmanager
def postman() -> Iterator[Postman]:
    """Give a server that answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    one = Postman(port)
    one.start()
    yield one
    one.stop()


@contextmanager
def sending(folder: Path, port: int, **more: object) -> Iterator[Service]:
    """Run a service with pages over the archive in `folder` that sends its letters to `port`."""
    set_as = {"model": "static", "smtp_url": f"smtp://127.0.0.1:{port}", "mail_from": FROM, "mail_every": EVERY}
    settings = Settings(data_dir=folder, public_url=PUBLIC, **(set_as | more))
    index = Index(settings.index_options)
    app = create_app(settings, index)
    pages.install(app)
    with (
        serving(app, settings) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=30) as http,
    ):
        yield Service(url, http, index, settings, app=app)


def text_of(letter: EmailMessage) -> str:
    """Return the words of a letter, which has nothing but text."""
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content_charset() == "utf-8"
    return str(letter.get_content()).replace("\r\n", "\n")


def way(letter: EmailMessage, path: str) -> str:
    """Return what a letter's link with `path` leads to, as it is asked for here."""
    (found,) = re.findall(rf"(?:^| ){re.escape(PUBLIC)}({re.escape(path)}\S*)$", text_of(letter), re.M)
    return str(found)


def one_click(letter: EmailMessage) -> str:
    """Return what the head of a letter says ends it, as it is asked for here."""
    found = re.fullmatch(r"<(\S+)>", letter["List-Unsubscribe"])
    assert found
    parts = urlsplit(found[1])
    assert f"{parts.scheme}://{parts.netloc}" == PUBLIC
    return f"{parts.path}?{parts.query}"


def watch(service: Service, page: str, address: str, key: str | None = None) -> httpx.Response:
    """Fill in the form of a page and send it, as a browser without JavaScript does."""
    headers = {"Accept": "text/html"} | ({"Authorization": f"Bearer {key}"} if key else {})
    tree = html.fromstring(service.http.get(page, headers=headers).text)
    (form,) = tree.xpath("//form[.//input[@name='epost']]")
    fields: dict[str, list[str]] = {}
    for one in form.xpath(".//input"):
        fields.setdefault(one.get("name"), []).append(one.get("value", ""))
    return service.http.post(form.get("action"), data=fields | {"epost": address}, headers=headers)


def confirmed(service: Service, post: Postman, page: str, address: str, key: str | None = None) -> None:
    """Begin a watch, as who reads the letters of `address` does."""
    before = len(post.to(address))
    assert watch(service, page, address, key).status_code == 303
    letter = post.wait(address, before + 1)
    assert service.http.post(way(letter, "/bevaka/bekrafta")).status_code == 200
