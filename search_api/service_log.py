"""The service log: a line of JSON for each event on standard error, or a line to read where that is a terminal.

It holds no question, comment or text of a paper. Errors are told by their types and places in the code, for the message
of one may quote what it could not take; and no control character reaches it, so that nothing can forge a line or steer
the terminal that it is read in.
"""

from __future__ import annotations

import logging
import sys
import traceback
import unicodedata
from collections.abc import Iterator
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from corpus.masking import OF_WORDS

_UNPRINTABLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
_OWN = "streamlit_console_handler"
_DEEPEST = 30  # places of a trace, the innermost
TOLD = ("request_id", "method", "route", "status", "ms")  # what an event may say beside its words


def configure(stream: TextIO = sys.stderr) -> None:
    """Let all that this process logs leave as lines of the service log: ours from INFO on, of others what warns."""
    shown: Processor = (
        structlog.dev.ConsoleRenderer() if stream.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=TOLD),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _trace, _plain, shown],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    logging.getLogger("search_api").setLevel(logging.INFO)
    for logger in list(logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger) and hasattr(logger, _OWN):  # Streamlit's write for themselves
            logger.removeHandler(getattr(logger, _OWN))
            logger.propagate = True


def _trace(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception as its types, from the last to what caused it, and the places in the code."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        chain = list(_chain(error))
        event["error"] = [f"{type(one).__module__}.{type(one).__qualname__}" for one in chain]
        places = traceback.extract_tb(chain[-1].__traceback__)[-_DEEPEST:]
        event["trace"] = [f"{place.filename}:{place.lineno} {place.name}" for place in places]
    event.pop("stack_info", None)
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _plain(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """All texts of an event without characters that steer, and masked: a path may have somebody's number in it."""
    return {name: _escaped(value) for name, value in event.items()}


def _escaped(value: object) -> object:
    if isinstance(value, str):
        text = "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in _UNPRINTABLE else c for c in value)
        return OF_WORDS.words(text)
    if isinstance(value, list | tuple):
        return [_escaped(one) for one in value]
    return value if isinstance(value, int | float | bool | None) else _escaped(str(value))
