"""The one object of settings, read once from the environment (`BESLUTSMINNE_…`); nothing else reads it."""

from __future__ import annotations

import re
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus import disk
from corpus.errors import BadRequest
from corpus.models import Secret
from corpus.privacy import contacts
from indexer.embedding import DEFAULT, EmbeddingOptions
from indexer.options import EMBED_TIMEOUT, Options
from search_api.access.roles import Grant
from search_api.answering.composing.language_model import ModelOptions
from search_api.following.post import Post, sender_of

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})  # the names of this machine to itself
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not listened on
_HOST = r"(?:[A-Za-z0-9_.-]+|\[[0-9a-fA-F:.]+\])"  # ASCII alone: letters have it in their heads
# The address of a service, below a path or none; and an origin as browsers write it (RFC 6454), one exactly.
_PUBLIC = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_ORIGIN = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[1-9]\d{0,4})?")
_USUAL_PORT = {"https": ":443", "http": ":80"}


class Login(StrEnum):
    """How the service knows who asks; keys of the API hold with each of them."""

    NONE = "none"
    KEYS = "keys"
    OIDC = "oidc"
    PROXY = "proxy"


# What cannot be left out with each of them.
_NEEDED = {
    Login.OIDC: ("public_url", "session_secret", "oidc_issuer", "oidc_client_id", "oidc_client_secret", "groups"),
    Login.PROXY: ("proxy_addresses", "groups"),
}


class Settings(BaseSettings):
    """All that can be set. Every field is also an environment variable: `BESLUTSMINNE_DATA_DIR` and so on."""

    model_config = SettingsConfigDict(
        env_prefix="BESLUTSMINNE_", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    data_dir: Path = Field(Path("arkiv"), description="the folder of the archive: catalogue, vectors, uploads")
    model: str = Field(
        DEFAULT, description="the embedding model: “static” or “multilingual” (bundled), a folder, or a name on the hub"
    )
    model_download: bool = Field(False, description="fetch the model from the hub if this machine does not have it")
    model_dimensions: int | None = Field(
        None, gt=0, description="keep so many numbers of each vector, for models trained for that (Matryoshka)"
    )
    model_longest: int | None = Field(None, gt=0, description="the most tokens that the model reads of a passage")
    model_device: str | None = Field(
        None,
        description="what the model runs on; none means the processor, or for models not bundled a GPU if there is one",
    )
    query_prompt: str | None = Field(None, description="what stands before a question; none means as the model wants")
    document_prompt: str | None = Field(None, description="what stands before a passage; none means as the model wants")
    qdrant_url: str | None = Field(
        None, repr=False, description="a Qdrant server; none means the engine in this process"
    )
    qdrant_api_key: str | None = Field(None, repr=False, description="the key of the Qdrant server")
    catalogue_url: str | None = Field(
        None, repr=False, description="an SQLAlchemy URL; none means SQLite in the data folder"
    )
    host: str = Field("127.0.0.1", description="the address to listen on")
    port: int = Field(8000, ge=0, le=65535, description="the port to listen on")
    hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="the names that the service is called by beside those of this machine, with commas between"
    )
    public_url: str | None = Field(
        None, description="the address that visitors call the service by, with the path that it is below, if any"
    )
    embed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="the origins whose pages may search here and show the page for frames, with commas between"
    )
    accessibility_contact: str | None = Field(
        None,
        pattern=r"^(?:https?://[\x21-\x3f\x41-\x7e]+|[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+)$",
        description="the mail or web address for those who find that something is not accessible",
    )
    upload_limit: int = Field(200 * 2**20, gt=0, description="the largest upload, in bytes")
    queue_limit: int = Field(2 * 2**30, gt=0, description="the bytes of uploads that may wait to be read in")

    connections: int = Field(1_000, ge=10, description="the most connections at once")
    connections_per_client: int = Field(
        100, ge=1, description="the most connections of one address, but of this machine"
    )
    read_timeout: float = Field(
        20, gt=0, le=600, description="the seconds that a request's head may take to come, and its body beside its size"
    )
    requests_per_client: int = Field(
        16, ge=1, description="the most requests of one address at once, but of this machine's own"
    )
    rate: str | None = Field(
        None,
        pattern=r"^[1-9]\d{0,8} ?(/|per) ?(second|minute|hour|day)$",
        description="the most requests of one address, as “120/minute”; none means 600/minute, and any of this machine",
    )
    at_once: int | None = Field(None, ge=1, description="searches and answers made at once; none means one a processor")
    queue: int = Field(256, ge=0, description="the most searches and answers that wait for their turn")
    answer_timeout: float = Field(60, gt=0, le=600, description="the most seconds for an answer, with the waiting")
    uploads_at_once: int = Field(4, ge=1, description="the most uploads that are taken at once")
    pages_open: int = Field(300, ge=1, description="the most pages that visitors have open at once")
    approval: bool = Field(False, description="let what is given by those who may not approve papers wait for who may")
    disk_reserve: int = Field(disk.RESERVE, ge=0, description="bytes of the disk that are kept free")
    readers_memory: int | None = Field(
        None,
        ge=2**28,
        description="the bytes of memory that what reads files may take together; none means half of the machine's,"
        " between 1 and 8 GB",
    )
    embed_timeout: float = Field(
        EMBED_TIMEOUT, gt=0, le=86_400, description="the most seconds that embedding a paper that comes may take"
    )

    login: Login = Field(Login.NONE, description="who asks: “none” (one user), “keys”, “oidc” or “proxy”")
    anonymous_reading: bool = Field(False, description="let those who have not logged in read and ask")
    groups: dict[str, Grant] = Field({}, description="the role and organisations of each group, as JSON")
    session_secret: str | None = Field(None, repr=False, min_length=32, description="what log-ins are signed with")
    oidc_issuer: str | None = Field(None, pattern=r"^https?://[^\s@]+$", description="who people log in with")
    oidc_client_id: str | None = Field(None, description="what the service is called there")
    oidc_client_secret: str | None = Field(None, repr=False, description="its secret there")
    oidc_scope: str = Field("openid profile email", description="what is asked for there")
    oidc_name_claim: str = Field("preferred_username", description="the claim that has the name of who logs in")
    oidc_groups_claim: str = Field("groups", description="the claim that has their groups")
    proxy_addresses: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (), description="the addresses of the proxy whose headers are believed, with commas between"
    )
    proxy_user_header: str = Field("X-Remote-User", description="the proxy's header that has the name of who asks")
    proxy_groups_header: str = Field("X-Remote-Groups", description="and their groups, with commas between")
    api_key: str | None = Field(
        None, repr=False, pattern=r"^[\x21-\x7e]+$", description="the key that commands with --url ask by"
    )

    llm_url: str | None = Field(
        None,
        repr=False,
        pattern=r"^https?://[^\s@]+$",
        description="an OpenAI-compatible address; none means no language model",
    )
    llm_model: str = Field("default", min_length=1, description="the name of the language model at that address")
    llm_api_key: str | None = Field(
        None, repr=False, pattern=r"^[\x21-\x7e]+$", description="the key of the language model"
    )
    llm_timeout: float = Field(60, gt=0, le=600, description="the most seconds for an answer by the language model")
    llm_retries: int = Field(2, ge=0, le=10, description="how often a language model that is down or busy is retried")
    llm_tokens: int = Field(
        8_000, ge=2_000, description="the most tokens of a prompt and its answer, estimated by characters"
    )

    otlp_url: str | None = Field(
        None,
        repr=False,
        pattern=r"^https?://[^\s@]+$",
        description="the collector of OpenTelemetry that traces are sent to; none means that none are made",
    )
    smtp_url: str | None = Field(
        None, repr=False, description="the server that letters go by, smtp:// or smtps://; none means no letters"
    )
    mail_from: str | None = Field(None, description="who the letters are from, as “Arkivet <arkiv@kommun.example>”")
    mail_every: float = Field(24, gt=0, le=24 * 31, description="the hours between two letters of what is new")

    synonyms: Path | None = Field(None, description="a table of synonyms of one's own; none means the bundled one")

    mask_personal_numbers: bool = Field(True, description="mask personnummer and samordningsnummer in all text")
    mask_phones: bool = Field(True, description="mask mobile telephone numbers")
    mask_emails: bool = Field(True, description="mask private e-mail addresses")
    mask_addresses: bool = Field(True, description="mask private street addresses")
    public_contacts: Path | None = Field(
        None, description="a list of officials' telephone numbers and mail addresses, one a line, that are never masked"
    )
    hold_back_classified: bool = Field(False, description="keep pages marked sekretess out of index and texts")

    @field_validator("hosts", "proxy_addresses", "embed_origins", mode="before")
    @classmethod
    def _apart(cls, written: object) -> object:
        return [one.strip() for one in written.split(",") if one.strip()] if isinstance(written, str) else written

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, written: str | None) -> str | None:
        if written is not None and not _PUBLIC.fullmatch(written):
            raise ValueError(
                "skriv adressen som besökarna skriver den, till exempel https://kommun.example/beslut,"
                " utan snedstreck sist och med å, ä och ö i namnet som xn--…"
            )
        return written

    @field_validator("embed_origins")
    @classmethod
    def _are_origins(cls, written: tuple[str, ...]) -> tuple[str, ...]:
        """As a browser writes them: a page of any other would be refused, and nobody would know why."""
        for one in written:
            if not _ORIGIN.fullmatch(one) or one.endswith(_USUAL_PORT[one.partition("://")[0]]):
                raise ValueError(
                    f"”{one:.100}” är ingen webbplats. Skriv som https://kommun.example eller"
                    " https://kommun.example:8443: små bokstäver, ett namn i taget (inget *), å, ä och ö som xn--…,"
                    " ingen sökväg och ingen port som är den vanliga"
                )
        return written

    @field_validator("smtp_url")
    @classmethod
    def _server(cls, written: str | None) -> str | None:
        if written is not None:
            Post.of(written)
        return written

    @field_validator("mail_from")
    @classmethod
    def _from(cls, written: str | None) -> str | None:
        if written is not None:
            try:
                sender_of(written)
            except BadRequest as error:
                raise ValueError(str(error)) from None
        return written

    @model_validator(mode="after")
    def _letters_whole(self) -> Self:
        """Letters that are half set would be asked for and never sent."""
        if self.smtp_url or self.mail_from:
            needed = ("smtp_url", "mail_from", "public_url")
            lacking = [f"BESLUTSMINNE_{name.upper()}" for name in needed if not getattr(self, name)]
            if lacking:
                raise ValueError(f"för brev om nytt i bevakningar behövs också {', '.join(lacking)}")
        return self

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """No log-in is half set: that would be one that lets nobody in, or anybody."""
        lacking = [f"BESLUTSMINNE_{name.upper()}" for name in _NEEDED.get(self.login, ()) if not getattr(self, name)]
        if lacking:
            raise ValueError(f"med BESLUTSMINNE_LOGIN={self.login} behövs också {', '.join(lacking)}")
        return self

    @property
    def served(self) -> tuple[str, ...]:
        """The names that somebody has said that the service is called by, so that they mean it to be."""
        public = urlsplit(self.public_url).hostname if self.public_url else None
        listened = None if self.host in EVERYWHERE or self.host in LOOPBACK else self.host
        return tuple(name for name in (public, *self.hosts, listened) if name)

    @property
    def root(self) -> str:
        """The path that the public address is below, "/beslut"; "" where it is below none."""
        return urlsplit(self.public_url or "").path

    @property
    def masked(self) -> tuple[Secret, ...]:
        """The kinds that no text shows."""
        chosen = {
            Secret.PERSONAL_NUMBER: self.mask_personal_numbers,
            Secret.PHONE: self.mask_phones,
            Secret.EMAIL: self.mask_emails,
            Secret.ADDRESS: self.mask_addresses,
            Secret.CLASSIFIED: self.hold_back_classified,
        }
        return tuple(secret for secret, is_masked in chosen.items() if is_masked)

    @property
    def language_model(self) -> ModelOptions | None:
        """The language model that writes answers, if there is one."""
        if self.llm_url is None:
            return None
        return ModelOptions(
            self.llm_url, self.llm_model, self.llm_api_key, self.llm_timeout, self.llm_retries, self.llm_tokens
        )

    @property
    def index_options(self) -> Options:
        """What the index is opened with."""
        return Options(
            self.data_dir,
            EmbeddingOptions(
                model=self.model,
                query_prompt=self.query_prompt,
                document_prompt=self.document_prompt,
                dimensions=self.model_dimensions,
                longest=self.model_longest,
                device=self.model_device,
                download=self.model_download,
            ),
            self.qdrant_url,
            self.qdrant_api_key,
            self.catalogue_url,
            self.masked,
            self.disk_reserve,
            contacts.read_public(self.public_contacts) if self.public_contacts else frozenset(),
            self.embed_timeout,
        )


def local_url(host: str, port: int) -> str:
    """Where the API that listens on `host` and `port` is reached from the same machine."""
    name = "127.0.0.1" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"
