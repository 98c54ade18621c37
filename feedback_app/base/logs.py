"""The server's log: a line of JSON for each event, or for a person at a terminal a line to read."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from typing import Any, TextIO

import orjson
from flask import g, has_request_context

REQUESTS = logging.getLogger("feedback_app.requests")
LEVELS = {"": logging.WARNING, "feedback_app": logging.INFO, "gunicorn.error": logging.WARNING}


class JsonLines(logging.Formatter):
    """A line of JSON: when, how bad, who says it, what, in which request; of a request what became of it."""

    def format(self, record: logging.LogRecord) -> str:
        return orjson.dumps(line_of(record), option=orjson.OPT_NON_STR_KEYS, default=str).decode()


class PlainLines(logging.Formatter):
    """The same for a terminal. No control character reaches it."""

    def format(self, record: logging.LogRecord) -> str:
        line = line_of(record)
        at, level, message, error = (line.pop(name, "") for name in ("at", "level", "message", "error"))
        more = " ".join(f"{name}={value}" for name, value in line.items() if name not in {"logger", "request"})
        text = "  ".join(part for part in (str(at)[11:23], str(level), str(message), more) if part)
        return printable(text) + "".join(f"\n  {printable(one)}" for one in str(error).splitlines())


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a log line says."""
    at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
    line: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
    if has_request_context() and "request_id" in g:
        line["request"] = g.request_id
    line["message"] = record.getMessage()
    line |= getattr(record, "fields", {})
    if record.exc_text:
        line["error"] = record.exc_text
    return line


def printable(text: str) -> str:
    """A text without signs that would make another line, or steer the terminal."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def write_logs(stream: TextIO | None = None) -> None:
    """Sends all logs of this process to a stream (standard error), as JSON, or to be read where it is a terminal."""
    _gather_less()
    out = stream or sys.stderr
    handler = logging.StreamHandler(out)
    handler.setFormatter(PlainLines() if out.isatty() else JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)


def _gather_less() -> None:
    """No line of ours says which line of which file in which thread wrote it: finding that out for each request costs
    more than the rest of its line (as the documentation of `logging` advises, under "Optimization")."""
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
