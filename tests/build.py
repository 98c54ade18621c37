"""One builder a thing. Everything has a sensible default; a test names only what it is about."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from feedback_app.base import clock, ids


def body(**changes: Any) -> dict[str, Any]:
    """The body of a finished need that passes every check in the pilot programme, with `changes`."""
    answers = changes.pop("answers", None)
    made: dict[str, Any] = {
        "instrument": "besoin",
        "instrument_version": instrument_version("besoin"),
        "programme": "pilote",
        "place": "V1",
        "project": None,
        "author": str(uuid.uuid4()),
        "recorded_at": clock.iso(clock.now()),
        "duration_ms": 61_000,
        "mode": "assisted",
        "location": None,
        "consent": {
            "version": "1",
            "language": "fr",
            "given_by": "oral",
            "attribution": "anonymous",
            "uses": {"keep": True, "photo": True, "voice": True, "quote": False, "contact": False},
        },
        "answers": need_answers() if answers is None else answers,
        "media": [],
    }
    return made | changes


def entry(*, id: str | None = None, rev: int = 1, **changes: Any) -> dict[str, Any]:
    """An entry on the wire; `changes` go into its body."""
    text = json.dumps(body(**changes), ensure_ascii=False)
    return {"id": id or str(ids.new_id()), "rev": rev, "digest": digest(text), "body": text}


def project_row(name: str) -> str:
    """The body of a project's row on the feed."""
    body: dict[str, object] = {
        "id": name,
        "title": "",
        "organisations": [],
        "place": "S1",
        "sector": None,
        "status": None,
    }
    return json.dumps(body)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def instrument_version(name: str) -> str:
    """The version of a shipped instrument."""
    return str(_definition(name)["version"])


def need_answers(**changes: Any) -> dict[str, Any]:
    """Answers to the shipped `besoin` that pass, with `changes`."""
    return {"age": "25_34", "domaine": "eau", "gravite": "grave"} | changes


_DEFINITIONS: dict[str, Any] = {}


def _definition(name: str) -> Any:
    if not _DEFINITIONS:
        from feedback_app.forms.shipped import shipped_instruments
        from feedback_app.forms.xlsform.compiler import compile_markdown

        _DEFINITIONS.update({one: compile_markdown(source, one) for one, source in shipped_instruments()})
    return _DEFINITIONS[name]
