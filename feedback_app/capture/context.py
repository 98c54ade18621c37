"""What the entries of a phone are checked against: its places of now and before, its programme's rules and projects."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from feedback_app.base.db import AnySession
from feedback_app.base.remembered import remembered
from feedback_app.capture.admission import AdmissionContext
from feedback_app.forms.engine.validation import Rules
from feedback_app.forms.rule_cache import rules
from feedback_app.register import lookup_store as register_lookups
from sync.store import Scope


class Phone(Protocol):
    """The phone whose entries are admitted: `enrol.identity.DeviceIdentity`, or the phone's own row."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def programme_id(self) -> str: ...
    @property
    def person_id(self) -> uuid.UUID: ...
    @property
    def place_code(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def instruments(self) -> Sequence[Any] | None: ...
    @property
    def past_scopes(self) -> Sequence[Any] | None: ...


def past_scopes(phone: Phone) -> list[Scope]:
    """The scopes that a phone had before, oldest first."""
    return [
        Scope(one["place_path"], one["person"], None if one["instruments"] is None else frozenset(one["instruments"]))
        for one in phone.past_scopes or ()
    ]


def admission_context(session: AnySession, phone: Phone, place_path: str) -> AdmissionContext:
    """What this phone's entries are measured against; look-ups are remembered for the request.

    The places of every scope that it had count: what was recorded before a move may come weeks after it (decision 7).
    """
    programme, own, person = phone.programme_id, phone.place_code, str(phone.person_id)
    found_rules: Callable[[tuple[str, str]], Rules | None] = remembered(lambda form: rules(session, programme, *form))
    past = {one.place_path for one in past_scopes(phone) if one.person == person}
    return AdmissionContext(
        programme=programme,
        author=person,
        place_paths=(place_path, *sorted(past - {place_path})),
        rules=lambda name, version: found_rules((name, version)),
        path_of=remembered(lambda code: register_lookups.place_path(session, code), {own: place_path}),
        has_project=remembered(lambda project: register_lookups.has_project(session, programme, project)),
        role=phone.role,
    )
