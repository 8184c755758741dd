"""How much of a request is taken: refused by the length that it states, or as soon as it is longer, before parsing."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

API = "/v1/"
TAKEAWAY = "/v1/takeaway"
DOCUMENTS = "/v1/documents"
GIVEN = "/registratur/lamna"  # the same by the form of a page
DESK = ("/bord/", "/_stcore/")  # where files are chosen, and sent on

LONGEST_TARGET = 8 * 2**10  # bytes of path and query: RFC 9110 asks for 8,000
JSON = 64 * 2**10
JSON_TO_TAKE_ALONG = 2 * 2**20  # thousands of quotations
MOST_PARTS = 100_000  # lists, objects and what follows a comma: what makes JSON slow to parse is not its length
AROUND_FILES = 2**20  # what an upload's form takes beside its files


class LongerThan(HTTPException):
    """A body of more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        size = f"{limit / 2**20:.0f} MB" if limit >= 2**20 else f"{limit / 2**10:.0f} kB"
        super().__init__(413, f"Begäran är större än {size}. Skicka mindre, eller lämna filerna i omgångar.")


class InTooManyParts(HTTPException):
    """A JSON body of more than `MOST_PARTS`."""

    def __init__(self) -> None:
        super().__init__(413, f"Begäran består av mer än {MOST_PARTS} delar. Skicka färre åt gången.")


def limit_of(path: str, upload_limit: int) -> int:
    """The most bytes that the body of a request to `path` may have: of a form of the pages as of the API's JSON."""
    if path == TAKEAWAY:
        return JSON_TO_TAKE_ALONG
    if path in (DOCUMENTS, GIVEN) or path.startswith(DESK):
        return upload_limit + AROUND_FILES
    return JSON


def stated(scope: Scope) -> int:
    """The length that a request states, 0 where it states none."""
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isdecimal() else 0


def counted(receive: Receive, limit: int) -> Receive:
    """`receive` that raises `LongerThan` when more than `limit` bytes have come.

    And `InTooManyParts`, where the limit is that of a JSON body.
    """
    taken = parts = 0
    is_json = limit <= JSON_TO_TAKE_ALONG

    async def bounded() -> Message:
        nonlocal taken, parts
        message = await receive()
        body = message.get("body", b"")
        taken += len(body)
        if taken > limit:
            raise LongerThan(limit)
        parts += sum(map(body.count, (b"[", b"{", b","))) if is_json else 0
        if parts > MOST_PARTS:
            raise InTooManyParts
        return message

    return bounded
