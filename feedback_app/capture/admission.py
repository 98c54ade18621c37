"""May this entry count? What the envelope, the scope and the instrument have against it. Pure.

Nothing is refused here: an entry with faults goes into quarantine, and its author gets the reasons.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from feedback_app.base import timestamps
from feedback_app.forms.engine.validation import Rules
from feedback_app.forms.prompt_form import MAY_RECORD, PROMPT
from sync.consent import CHILD_ALONE, NOT_GIVEN, is_given, is_unstored
from sync.entry import Entry, Fault
from sync.sealed_item import MAX_MEDIUM

MODES = frozenset({"alone", "assisted", "group"})
GIVEN_BY = frozenset({"oral", "tick", "group"})
ATTRIBUTIONS = frozenset({"anonymous", "named"})
MAX_MEDIA = 50
LONGEST_DAY_MS = 30 * 24 * 3600 * 1000

log = logging.getLogger(__name__)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"(image|audio)/[a-z0-9.+-]{1,40}")


RulesOf: TypeAlias = Callable[[str, str], Rules | None]
"""The rules of a form by its name and version; None where there is no such form."""


@dataclass(frozen=True)
class AdmissionContext:
    """What an entry is checked against: who sends it, from where, and what exists.

    `rules(name, version)`, `path_of(code)` and `has_project(id)` look things up in the programme; None or
    False where there is no such thing.
    """

    programme: str
    author: str
    place_paths: tuple[str, ...]
    """The places of this phone now, and before it was moved."""
    rules: RulesOf
    path_of: Callable[[str], str | None]
    has_project: Callable[[str], bool]
    role: str = ""
    """Of who sends it."""


def faults(entry: Entry, context: AdmissionContext) -> list[Fault]:
    """All that is wrong with an entry. Never raises, whatever the body holds.

    Of what may not be stored, only faults that repeat nothing of the body: they are stored.
    """
    found = _faults(entry, context)
    child = child_question(entry.content, context.rules)
    if child:
        found.append(Fault(f"answers.{child}", CHILD_ALONE))
    return list(_storable(found, child)) if is_unstored(found) else found


def child_question(body: Mapping[str, Any], rules: RulesOf) -> str:
    """The key of an answer by which a child alone speaks, by what the form's questions mean; empty where none does."""
    instrument, version = body.get("instrument"), body.get("instrument_version")
    if "danger" in body or not _is_text(instrument, 60) or not _is_text(version, 60):
        return ""
    found = rules(str(instrument), str(version))
    return found.meaning.child_question(body.get("answers")) if found else ""


def _storable(found: Sequence[Fault], child: str) -> Iterator[Fault]:
    """Those faults, or as much of each, that repeat nothing of the body."""
    for fault in found:
        if child and fault.field == f"answers.{child}":
            yield fault
        elif not fault.field.startswith("answers."):
            yield Fault(fault.field, fault.reason)


def _faults(entry: Entry, context: AdmissionContext) -> list[Fault]:
    body = entry.content
    found = [*_envelope(body, context), *_where(body, context), *_location(body), *_consent(body), *_media(body)]
    if b"\\u0000" in entry.body or b"\x00" in entry.body:
        found.append(Fault("body", "bad-character"))
    if "danger" in body:  # nothing else was answered
        found += [] if _is_text(body["danger"], 120) else [Fault("danger", "unknown")]
    elif not any(fault.field in {"instrument", "instrument_version"} for fault in found):
        found += _answers(body, context)
    return found


def _envelope(body: Mapping[str, Any], context: AdmissionContext) -> Iterator[Fault]:
    if body.get("programme") != context.programme:
        yield Fault("programme", "not-this-programme")
    if body.get("author") != context.author:
        yield Fault("author", "not-this-phone")
    if not isinstance(body.get("recorded_at"), str) or timestamps.parse(body["recorded_at"]) is None:
        yield Fault("recorded_at", "not-a-time")
    if not _is_int(body.get("duration_ms", 0), 0, LONGEST_DAY_MS):
        yield Fault("duration_ms", "not-a-duration")
    if not _is_one_of(body.get("mode"), MODES):
        yield Fault("mode", "unknown")
    instrument, version = body.get("instrument"), body.get("instrument_version")
    if not _is_text(instrument, 60) or not _is_text(version, 60):
        yield Fault("instrument", "unknown")
    elif context.rules(str(instrument), str(version)) is None:
        yield Fault("instrument", "unknown", {"instrument": instrument, "version": version})
    elif instrument == PROMPT and context.role not in MAY_RECORD:
        yield Fault("author", "not-a-facilitator")


def _where(body: Mapping[str, Any], context: AdmissionContext) -> Iterator[Fault]:
    place, project = body.get("place"), body.get("project")
    path = context.path_of(place) if isinstance(place, str) and _is_text(place, 40) else None
    if path is None:
        yield Fault("place", "unknown")
    elif not path.startswith(context.place_paths):
        yield Fault("place", "outside-scope")
    if project is not None and not (_is_text(project, 80) and context.has_project(str(project))):
        yield Fault("project", "unknown")


def _location(body: Mapping[str, Any]) -> Iterator[Fault]:
    location = body.get("location")
    if location is None:
        return
    fits = (
        isinstance(location, dict)
        and _is_number(location.get("lat"), -90, 90)
        and _is_number(location.get("lon"), -180, 180)
        and (location.get("accuracy_m") is None or _is_number(location.get("accuracy_m"), 0, 1e7))
    )
    if not fits:
        yield Fault("location", "not-a-point")


def _consent(body: Mapping[str, Any]) -> Iterator[Fault]:
    if not is_given(body):
        yield Fault("consent", NOT_GIVEN)
    consent = body.get("consent")
    if not isinstance(consent, dict) or not _is_text(consent.get("version"), 40):
        yield Fault("consent", "missing")
        return
    uses = consent.get("uses")
    if not _is_one_of(consent.get("given_by"), GIVEN_BY):
        yield Fault("consent", "how-unknown")
    if not _is_one_of(consent.get("attribution", "anonymous"), ATTRIBUTIONS):
        yield Fault("consent", "attribution-unknown")
    if not isinstance(uses, dict) or len(uses) > 20 or not all(isinstance(v, bool) for v in uses.values()):
        yield Fault("consent", "uses-unreadable")


def _media(body: Mapping[str, Any]) -> Iterator[Fault]:
    media = body.get("media", [])
    if not isinstance(media, list) or len(media) > MAX_MEDIA:
        yield Fault("media", "not-a-list")
        return
    for one in media:
        fits = (
            isinstance(one, dict)
            and isinstance(one.get("sha256"), str)
            and _SHA256.fullmatch(one["sha256"])
            and isinstance(one.get("type"), str)
            and _MEDIA_TYPE.fullmatch(one["type"].split(";")[0])
            and _is_int(one.get("bytes"), 1, MAX_MEDIUM)
            and _is_text(one.get("question"), 120)
        )
        if not fits:
            yield Fault("media", "not-a-medium")


def _answers(body: Mapping[str, Any], context: AdmissionContext) -> Iterator[Fault]:
    rules = context.rules(str(body["instrument"]), str(body["instrument_version"]))
    answers = body.get("answers")
    if rules is None or not isinstance(answers, dict):
        yield Fault("answers", "not-an-object")
        return
    day = str(body.get("recorded_at"))[:10]
    for error in _measured(rules, answers, day):
        details = {name: value for name, value in error.items() if name not in {"field", "reason"}}
        yield Fault(f"answers.{error['field']}"[:200], str(error["reason"]), details or None)


def _measured(rules: Rules, answers: dict[str, Any], day: str) -> list[dict[str, object]]:
    """What the form has against the answers. Whatever breaks is this one record's fault, never that of its
    neighbours."""
    try:
        return rules.faults(answers, today=day)
    except Exception:
        log.exception("a record could not be measured by its form")
        return [{"field": "answers", "reason": "too-much-work"}]


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and "\x00" not in value


def _is_int(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _is_one_of(value: object, words: frozenset[str]) -> bool:
    return isinstance(value, str) and value in words
