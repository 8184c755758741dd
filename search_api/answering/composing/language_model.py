"""A language model behind an OpenAI-compatible address: messages in, pieces of its reply out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import BaseModel, ValidationError

_log = logging.getLogger(__name__)

CONNECT = 5.0  # seconds
STALL = 30.0  # seconds without a byte
BACKOFF = 0.25  # seconds before the first retry, then twice as long each time
LARGEST = 2 * 2**20  # bytes of a response
_JSON = {"type": "json_object"}
# What servers answer that do not know `response_format`.
_REFUSED = frozenset((400, 404, 415, 422, 501))


class LanguageModelError(Exception):
    """The model gave no usable reply. For the log: the reader gets the answer that needs no model."""


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """Which model, where; `timeout` is seconds for a whole reply, `tokens` what prompt and reply may have together."""

    url: str
    name: str = "default"
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    retries: int = 2
    tokens: int = 8_000


class _Text(BaseModel):
    content: str | None = None


class _Whole(BaseModel):
    message: _Text


class _Piece(BaseModel):
    delta: _Text


class _Completion(BaseModel):
    choices: list[_Whole]


class _Chunk(BaseModel):
    choices: list[_Piece]


class LanguageModel:
    """The model of `options`. Asked from any number of tasks and threads at once; nothing is kept between questions.

    No redirect is followed, no proxy of the environment is used, and neither prompt nor reply is logged.
    """

    def __init__(self, options: ModelOptions) -> None:
        self.options = options
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._takes_format = True

    async def reply(
        self, messages: Sequence[Mapping[str, str]], tokens: int, *, streamed: bool = False
    ) -> AsyncGenerator[str, None]:
        """The reply to `messages` of at most `tokens`, in pieces as they come if `streamed`, else as one.

        Closing the iterator ends the call. Raises `LanguageModelError` where there is no reply, it is not what such
        servers send, it is too large, or it is not whole in time.
        """
        deadline = asyncio.get_running_loop().time() + self.options.timeout
        body = {
            "model": self.options.name, "messages": list(messages), "max_tokens": tokens, "temperature": 0,
            "stream": streamed,
        }  # fmt: skip
        timeout = httpx.Timeout(min(STALL, self.options.timeout), connect=min(CONNECT, self.options.timeout))
        async with httpx.AsyncClient(verify=self._tls, trust_env=False, timeout=timeout) as client:
            try:
                async with asyncio.timeout_at(deadline):
                    response = await self._opened(client, body)
                try:
                    pieces = _pieces(response)
                    while True:
                        # Around each piece: what the caller does with it is not the model's time to be ended in.
                        async with asyncio.timeout_at(deadline):
                            piece = await anext(pieces, None)
                        if piece is None:
                            return
                        yield piece
                finally:
                    await response.aclose()
            except (httpx.HTTPError, httpx.StreamError, TimeoutError) as error:
                raise LanguageModelError(type(error).__name__) from error
            except ValidationError as error:
                raise LanguageModelError("the response is no chat completion") from error

    async def _opened(self, client: httpx.AsyncClient, body: dict[str, Any]) -> httpx.Response:
        """The response to `body` with its content still to come; tried again where that may help."""
        attempt, with_format = 0, self._takes_format
        while True:
            asked = body | ({"response_format": _JSON} if with_format else {})
            wait = BACKOFF * 2**attempt
            try:
                response = await client.send(self._request(client, asked), stream=True)
            except httpx.TransportError as error:
                if attempt == self.options.retries or isinstance(error, httpx.ReadTimeout | httpx.UnsupportedProtocol):
                    raise
                _log.info("the language model cannot be reached (%s); once more", type(error).__name__)
            else:
                status = response.status_code
                if status == 200:
                    self._takes_format = with_format
                    return response
                await response.aclose()
                if status in _REFUSED and with_format:
                    with_format = False
                    continue
                if attempt == self.options.retries or not (status == 429 or status >= 500):
                    raise LanguageModelError(f"status {status}")
                _log.info("the language model answers %d; once more", status)
                stated = response.headers.get("retry-after", "")
                wait = max(wait, float(stated)) if stated.isascii() and stated.isdigit() else wait
            attempt += 1
            await asyncio.sleep(wait)

    def _request(self, client: httpx.AsyncClient, body: dict[str, Any]) -> httpx.Request:
        # Unpacked, a small response can be a huge one.
        headers = {"Accept-Encoding": "identity"}
        if self.options.api_key:
            headers["Authorization"] = f"Bearer {self.options.api_key}"
        return client.build_request(
            "POST", f"{self.options.url.rstrip('/')}/chat/completions", json=body, headers=headers
        )


async def _pieces(response: httpx.Response) -> AsyncIterator[str]:
    """The text of a response, whichever of the two ways it comes in."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise LanguageModelError("the response is packed")
    if response.headers.get("content-type", "").startswith("text/event-stream"):
        async for data in _events(response):
            for choice in _Chunk.model_validate_json(data).choices:
                if choice.delta.content:
                    yield choice.delta.content
        return
    whole = b"".join([part async for part in _limited(response)])
    choices = _Completion.model_validate_json(whole).choices
    if not choices:
        raise LanguageModelError("the response has no choices")
    yield choices[0].message.content or ""


async def _events(response: httpx.Response) -> AsyncIterator[bytes]:
    """The data of each server-sent event up to "[DONE]"."""
    left = b""
    async for part in _limited(response):
        *lines, left = (left + part).replace(b"\r\n", b"\n").split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                data = line.removeprefix(b"data:").strip()
                if data == b"[DONE]":
                    return
                yield data


async def _limited(response: httpx.Response) -> AsyncIterator[bytes]:
    size = 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > LARGEST:
            raise LanguageModelError("the response is too large")
        yield part
