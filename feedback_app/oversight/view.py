"""Audit events as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from feedback_app.audit.store import StoredEvent
from feedback_app.base.db import AnySession
from feedback_app.base.id_text import read_id
from feedback_app.enrol.lookup_store import device_owner_names, person_names
from feedback_app.oversight.texts import TEXTS
from schemas.vocabulary import vocabulary

HASH_LENGTH = 64
SHOWN_OF_HASH = 12


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line of the list."""

    at: dt.datetime
    who: str
    what: str
    about: str
    more: str
    network: str


def event_lines(session: AnySession, events: Sequence[StoredEvent], lang: str) -> list[EventLine]:
    """The lines of these events, with the names that people have now."""
    named = {
        str(one)
        for event in events
        for one in (event.actor_id, (event.about or "").partition(":")[2], orjson.loads(event.details).get("person"))
    }
    ids = {key for one in named if (key := read_id(one)) is not None}
    names = {str(key): name for key, name in person_names(session, ids).items()}
    owners = {str(key): name for key, name in device_owner_names(session, ids).items()}
    return [_line(event, names, owners, lang) for event in events]


def _line(event: StoredEvent, names: Mapping[str, str], owners: Mapping[str, str], lang: str) -> EventLine:
    kind, _, key = (event.about or "").partition(":")
    of = names.get(key) or (TEXTS.say("device", lang=lang, name=owners[key]) if key in owners else None)
    more = orjson.loads(event.details)
    if "role" in more:
        more["role"] = vocabulary("roles").label(more["role"], lang)
    return EventLine(
        at=event.at,
        who=actor_name(event, names, owners, lang),
        what=vocabulary("audit_events").label(event.event, lang),
        about=of or f"{_word('of', kind, lang)} {_short(key)}".strip(),
        more=", ".join(_detail(name, value, names, lang) for name, value in more.items() if value is not False),
        network=event.network or "",
    )


def _detail(name: str, value: object, names: Mapping[str, str], lang: str) -> str:
    """A detail in words; what is so or not so needs no value."""
    word = _word("more", name, lang)
    return word if value is True else f"{word} {names.get(str(value)) or _short(str(value))}"


def _short(key: str) -> str:
    """An id as it is; of a long hash its start, the export has all of it."""
    return f"{key[:SHOWN_OF_HASH]}…" if len(key) == HASH_LENGTH else key


def actor_name(event: StoredEvent, names: Mapping[str, str], owners: Mapping[str, str], lang: str) -> str:
    """Who it was, in words."""
    key = event.actor_id or ""
    if event.actor_kind == "person":
        return names.get(key) or TEXTS.say("someone", lang=lang, id=key)
    if event.actor_kind == "device":
        return TEXTS.say("device", lang=lang, name=owners.get(key, key))
    return (
        TEXTS.say(event.actor_kind, lang=lang, id=key)
        if event.actor_kind != "anyone"
        else TEXTS.say("anyone", lang=lang)
    )


def _word(what: str, code: str, lang: str) -> str:
    """The word for a kind of thing, or for a detail; the code itself where there is none."""
    return TEXTS.say(f"{what}.{code}", lang=lang) if f"{what}.{code}" in TEXTS.rows else code
