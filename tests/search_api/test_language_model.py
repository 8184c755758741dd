"""The client of a language model, over real HTTP: what it takes, tries again, and gives up."""

import asyncio
import json
import logging
import time
from contextlib import aclosing

import pytest

from search_api.answering.composing import language_model
from search_api.answering.composing.language_model import LanguageModel, LanguageModelError, ModelOptions
from tests.search_api.model_server import (
    Played,
    babbles,
    floods,
    hangs,
    hangs_up,
    playing,
    refuses_format,
    replies,
    sends,
)  # fmt: skip

QUESTION = "Vad kostar bryggan i Sandviken?"
MESSAGES = [{"role": "user", "content": QUESTION}]
STREAMED = pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])


def pieces(server: Played, *, streamed: bool = False, **options: object) -> list[str]:
    """Return what the model at `server` replies, piece by piece."""

    async def read() -> list[str]:
        model = LanguageModel(ModelOptions(server.url, **{"timeout": 10.0} | options))
        return [piece async for piece in model.reply(MESSAGES, 100, streamed=streamed)]

    return asyncio.run(read())


def test_the_request():
    """What every such server takes, at the address that was set and with its key."""
    with playing(replies("hej")) as server:
        assert pieces(server, name="liten", api_key="hemlig") == ["hej"]
    (call,) = server.calls
    assert call.path == "/v1/chat/completions"
    assert call.headers["authorization"] == "Bearer hemlig"
    assert call.body == {
        "model": "liten", "messages": MESSAGES, "max_tokens": 100, "temperature": 0, "stream": False,
        "response_format": {"type": "json_object"},
    }  # fmt: skip


def test_no_key_no_header():
    with playing(replies("hej")) as server:
        pieces(server)
    assert "authorization" not in server.calls[0].headers


def test_a_reply_in_pieces():
    """Of 7 characters, as the server sends them; what has no text, a comment, a role, a count of tokens, is none."""
    with playing(replies("Bryggan är från 1961.")) as server:
        assert pieces(server, streamed=True) == ["Bryggan", " är frå", "n 1961."]
    assert server.calls[0].body["stream"] is True


def test_a_server_that_cannot_stream():
    with playing(replies("Bryggan är från 1961.", whole=True)) as server:
        assert pieces(server, streamed=True) == ["Bryggan är från 1961."]


@STREAMED
def test_response_format_refused(streamed):
    """It is asked again without, and from then on at once."""

    async def read(server: Played) -> list[str]:
        model = LanguageModel(ModelOptions(server.url))
        return ["".join([p async for p in model.reply(MESSAGES, 9, streamed=streamed)]) for _ in range(2)]

    with playing(refuses_format(replies("hej"))) as server:
        assert asyncio.run(read(server)) == ["hej", "hej"]
    assert ["response_format" in call.body for call in server.calls] == [True, False, False]


@STREAMED
@pytest.mark.parametrize("bad", [sends(429), sends(500), sends(503), hangs_up], ids=["429", "500", "503", "hangs up"])
def test_tried_again(streamed, bad):
    with playing(bad, bad, replies("hej")) as server:
        assert "".join(pieces(server, streamed=streamed)) == "hej"
    assert len(server.calls) == 3


def test_retry_after_is_kept(monkeypatch):
    monkeypatch.setattr(language_model, "BACKOFF", 0.01)
    with playing(sends(429, retry_after="1"), replies("hej")) as server:
        started = time.monotonic()
        assert pieces(server) == ["hej"]
    assert time.monotonic() - started >= 1


@pytest.mark.parametrize("retries", [0, 1])
def test_given_up_after_the_retries(retries):
    with playing(sends(503)) as server, pytest.raises(LanguageModelError, match="503"):
        pieces(server, retries=retries)
    assert len(server.calls) == retries + 1


@pytest.mark.parametrize("status", [204, 401, 403, 405, 418])
def test_not_tried_again(status):
    """What will not change by itself."""
    with playing(sends(status)) as server, pytest.raises(LanguageModelError, match=str(status)):
        pieces(server)
    assert len(server.calls) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(status):
    """The question goes where it was meant to and nowhere else."""
    with playing(replies("hej")) as other, playing(sends(status, location=other.url)) as server:
        with pytest.raises(LanguageModelError, match=str(status)):
            pieces(server)
        assert other.calls == []


@STREAMED
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("", "application/json"),
        ("<html><body>Proxy error</body></html>", "text/html"),
        ('{"choices": [{"message": {"content": "he', "application/json"),
        ('{"choices": []}', "application/json"),
        ('{"choices": [{"text": "hej"}]}', "application/json"),
        ('{"choices": [{"message": {"content": 7}}]}', "application/json"),
        ('{"error": {"message": "overloaded"}}', "application/json"),
        ("[" * 100_000, "application/json"),
        (b"\xff\xfe\x00", "application/json"),
        ("data: {\n\n", "text/event-stream"),
        ('data: {"error": "full"}\n\n', "text/event-stream"),
    ],
)
def test_what_is_no_completion(streamed, data, kind):
    with playing(sends(200, data, kind)) as server, pytest.raises(LanguageModelError):
        pieces(server, streamed=streamed)


def test_a_packed_response_is_refused():
    """A few bytes could be gigabytes."""
    with playing(sends(200, b"\x1f\x8b", content_encoding="gzip")) as server, pytest.raises(LanguageModelError):
        pieces(server)
    assert server.calls[0].headers["accept-encoding"] == "identity"


@STREAMED
@pytest.mark.parametrize("act", [hangs, babbles], ids=["no bytes", "bytes without end"])
def test_in_all(streamed, act):
    """The whole reply has its time, however the server spends it."""
    with playing(act) as server:
        started = time.monotonic()
        with pytest.raises(LanguageModelError):
            pieces(server, streamed=streamed, timeout=0.5)
        assert time.monotonic() - started < 5


def test_stalled_between_chunks(monkeypatch):
    """Given up long before the whole time is out."""
    monkeypatch.setattr(language_model, "STALL", 0.3)
    with playing(replies("x" * 70, pause=60)) as server:
        started = time.monotonic()
        with pytest.raises(LanguageModelError, match="ReadTimeout"):
            pieces(server, streamed=True, timeout=50.0)
        assert time.monotonic() - started < 10


@STREAMED
def test_too_large(streamed):
    with playing(floods) as server, pytest.raises(LanguageModelError, match="too large"):
        pieces(server, streamed=streamed)


def test_nothing_there():
    with playing(replies("hej")) as server:
        pass
    with pytest.raises(LanguageModelError, match="ConnectError"):
        pieces(server, retries=1)


def test_the_environment_names_no_proxy(monkeypatch):
    with playing(replies("hej")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        assert pieces(server) == ["hej"]


def test_a_caller_that_has_enough_ends_the_call():
    async def read(server: Played) -> str:
        async with aclosing(LanguageModel(ModelOptions(server.url)).reply(MESSAGES, 9, streamed=True)) as reply:
            async for piece in reply:
                return piece
        return ""

    with playing(babbles) as server:
        assert asyncio.run(read(server)) == " "
        assert server.left.wait(5)


def test_a_cancelled_task_ends_the_call():
    async def read(server: Played) -> None:
        async def all_of_it() -> None:
            async for _ in LanguageModel(ModelOptions(server.url)).reply(MESSAGES, 9, streamed=True):
                pass

        task = asyncio.create_task(all_of_it())
        while not server.calls:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with playing(babbles) as server:
        asyncio.run(read(server))
        assert server.left.wait(5)


def test_nothing_of_it_is_logged(caplog):
    """Neither question, key nor reply, though everything is logged; that it failed is."""
    caplog.set_level(logging.DEBUG)
    with (
        playing(
            sends(503), sends(200, json.dumps({"choices": [{"message": {"content": 7}}], "x": "sekret"}))
        ) as server,
        pytest.raises(LanguageModelError) as failed,
    ):
        pieces(server, api_key="hemlig")
    assert "503" in caplog.text
    for word in ("Sandviken", "hemlig", "sekret"):
        assert word not in caplog.text + str(failed.value)
    assert "hemlig" not in repr(ModelOptions(server.url, api_key="hemlig"))
