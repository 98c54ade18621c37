"""What the server says itself, before any application heard of a request: problem documents, or a page for a person."""

from __future__ import annotations

import html
import io
import json
from http import HTTPStatus

from feedback_app.base.problem import Problem
from feedback_app.edge.parsing import Head
from feedback_app.edge.wsgi import Answer

PAGE = (
    '<!doctype html><html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Écho</title><body><main><h1>{title}</h1></main></body></html>"
)


def refusal(code: str, head: Head | None = None, *, retry_after: int | None = None, **details: int) -> Answer:
    """A problem of the catalogue. Pages of the API, and clients that did not say what they read, get JSON."""
    problem = Problem(code, headers=None, **details)
    language = "en" if head and head.get("accept-language").lower().startswith("en") else "fr"
    body = problem.body(language)
    if head and "text/html" in head.get("accept") and not head.path.startswith(b"/api/"):
        kind, text = "text/html; charset=utf-8", PAGE.format(lang=language, title=html.escape(body["title"]))
    else:
        kind, text = "application/problem+json", json.dumps(body, ensure_ascii=False)
    fields = [("Content-Type", kind), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
    if retry_after is not None:
        fields.append(("Retry-After", str(retry_after)))
    data = text.encode()
    return Answer(_status(problem.kind.status), fields, io.BytesIO(data), len(data))


def _status(number: int) -> str:
    try:
        return f"{number} {HTTPStatus(number).phrase}"
    except ValueError:
        return f"{number} Refused"
