"""Structured logs: one JSON line an event, ids only; what vendors' libraries would print is kept out."""

import json
import logging
import re
import sys
from typing import Any, Protocol

import structlog

QUIET = (
    "tortoise",
    "procrastinate",
    "sanic",
    "sanic.root",
    "sanic.error",
    "sanic.access",
    "aiohttp",
    "psycopg",
)
# JSON lets these stand: line ends of Unicode, the second set of controls (ESC [ in one character), and what
# turns the direction of writing; who reads the log must not take one line for two, or one name for another
NOT_IN_A_LINE = re.compile(r"[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Lines(Protocol):
    """Where lines go: all that is asked of a stream."""

    def write(self, text: str, /) -> int: ...

    def flush(self) -> None: ...


def configure(level: str, *, process: str, kept: Lines | None = None) -> None:
    """Once per process, before anything logs. `kept`: takes the place of standard error."""
    out = kept or sys.stderr
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    begin: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _named(process),
    ]
    end: list[structlog.types.Processor] = [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(serializer=_line),
    ]
    structlog.configure(
        processors=[*begin, *end],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(out),  # type: ignore[arg-type]  # it writes and flushes, no more
        cache_logger_on_first_use=True,
    )
    # what libraries still say, a job that gave up among it, reads like our own lines
    others = logging.StreamHandler(out)
    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    others.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=begin, processors=[meta, *end]))
    logging.basicConfig(level=logging.WARNING, handlers=[others])
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _line(event: object, **told: Any) -> str:
    """One line whatever stands in it."""
    text = json.dumps(event, ensure_ascii=False, **told)
    return NOT_IN_A_LINE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _named(process: str) -> structlog.types.Processor:
    def add(_: object, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
        event["process"] = process
        return event

    return add
