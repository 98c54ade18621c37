"""The feed's rows of replies: one a place that a reply reaches. Pure but for the titles that it asks for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from feedback_app.base.db import AnySession
from feedback_app.ledger.feed import Put
from feedback_app.portfolio.replies import store
from feedback_app.portfolio.replies.reach import Reached
from feedback_app.portfolio.replies.tables import Reply
from feedback_app.register.desk_store import project_titles
from feedback_app.register.lookup_store import place_labels

KIND = "reply"


def rows_of(session: AnySession, reply: Reply, reached: Sequence[Reached]) -> list[Put]:
    """The rows that send a reply down to the phones of these places."""
    labels, about = place_labels(session, {one.code for one in reached}), _about(session, reply)
    return [
        Put(KIND, row_name(reply.id, one.code), one.path, _body(reply, one.code, labels.get(one.code, ""), about))
        for one in reached
    ]


def drops_of(reply_id: uuid.UUID, reached: Iterable[Reached]) -> list[Put]:
    """The rows that take a reply from the phones of these places."""
    return [Put(KIND, row_name(reply_id, one.code), one.path, None) for one in reached]


def row_name(reply_id: uuid.UUID, place: str) -> str:
    """What a row is called on the feed."""
    return f"{reply_id}.{place}"


def _about(session: AnySession, reply: Reply) -> Mapping[str, Any]:
    """What the phone says that it is about, beside the place: a theme with its domain, or a project."""
    if reply.theme_id:
        title, domain = store.theme_titles(session, [reply.theme_id]).get(reply.theme_id, ("", None))
        return {"about": title, **({"domain": domain} if domain else {})}
    if reply.project_id:
        return {"about": project_titles(session, reply.programme_id, [reply.project_id]).get(reply.project_id, "")}
    return {"about": reply.title} if reply.title else {}


def _body(reply: Reply, place: str, label: str, about: Mapping[str, Any]) -> str:
    published = reply.published_at or reply.written_at
    body = {
        "id": str(reply.id), "place": place, "place_label": label, **about, "heard": reply.heard, "deed": reply.deed,
        "day": published.date().isoformat(),
    }  # fmt: skip
    if reply.ask_on:
        body["ask_on"] = reply.ask_on.isoformat()
    if reply.sound:
        body["sound"] = [reply.sound, reply.sound_bytes or 0]
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
