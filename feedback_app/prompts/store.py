"""Every select on prompts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from feedback_app.base.db import AnySession
from feedback_app.forms.engine.spoken_parts import parts
from feedback_app.forms.store import definitions
from feedback_app.ledger.follow import entries_among, is_prompt, unread_entries
from feedback_app.ledger.lookup_store import erased_ids
from feedback_app.media.content_store import is_sound, revisions_speaking, type_of
from feedback_app.prompts.tables import Prompt
from feedback_app.prompts.trusted_form import trusted_form
from feedback_app.register.lookup_store import existing_programme

_IS_SOUND = is_sound(Prompt.programme_id, Prompt.sha256)
_COUNTS = and_(Prompt.heard, Prompt.approved_at.is_not(None), Prompt.withdrawn_at.is_(None))
_WAITS = and_(Prompt.heard, Prompt.approved_at.is_(None), Prompt.withdrawn_at.is_(None))


def _is_erased(programme_id: str) -> ColumnElement[bool]:
    return Prompt.record_id.in_(erased_ids(programme_id))


MOST_SPEAK = 100
"""How many entries are checked for being prompts; a sound that more of them name is not a prompt's."""


def recordable_parts(
    session: AnySession, programme_id: str, instruments: Collection[str]
) -> frozenset[tuple[str, str, str]]:
    """Every (instrument, part, language) that may be recorded: of any version of these forms that the programme has,
    in each of its languages."""
    programme = existing_programme(session, programme_id)
    languages, trusted = programme.languages, trusted_form(programme.settings)
    forms = [*definitions(session, programme_id), *([trusted.definition] if trusted else [])]
    return frozenset(
        (definition["name"], part.key, language)
        for definition in forms
        if definition["name"] in instruments
        for part in parts(definition)
        for language in languages
    )


def is_behind(session: AnySession, programme_id: str, follower: str) -> bool:
    """Whether there is an entry that was not read, a prompt whose sound has come, or one whose record was erased."""
    of_here = select(Prompt.place).where(Prompt.programme_id == programme_id)
    come = of_here.where(Prompt.heard.is_(False), _IS_SOUND)
    return bool(
        unread_entries(session, follower=follower, programme_id=programme_id, limit=1)
        or session.execute(select(or_(come.exists(), of_here.where(_is_erased(programme_id)).exists()))).scalar_one()
    )


def just_heard(session: AnySession, programme_id: str, *, limit: int) -> list[Prompt]:
    """Prompts whose sound has come since this was last asked; from now on they can be approved. Those that name what
    somebody testified are gone."""
    chosen = select(Prompt).where(Prompt.programme_id == programme_id, Prompt.heard.is_(False))
    found = []
    for one in session.scalars(chosen.where(_IS_SOUND).order_by(Prompt.place).limit(limit)).all():
        if is_testified(session, programme_id, one.sha256):
            session.delete(one)
        else:
            one.heard = True
            found.append(one)
    session.flush()
    return found


def is_testified(session: AnySession, programme_id: str, sha256: str) -> bool:
    """Whether anything but recorded prompts names this content, in quarantine too: then it is somebody's voice."""
    speaking = entries_among(session, revisions_speaking(programme_id, sha256), limit=MOST_SPEAK + 1)
    return len(speaking) > MOST_SPEAK or not all(entry is not None and is_prompt(entry) for entry in speaking)


def prompts_of_erased(session: AnySession, programme_id: str, *, limit: int) -> list[Prompt]:
    """Prompts whose record was erased; they are gone."""
    found = list(
        session.scalars(
            select(Prompt).where(Prompt.programme_id == programme_id, _is_erased(programme_id)).limit(limit)
        )
    )
    for one in found:
        session.execute(delete(Prompt).where(Prompt.programme_id == programme_id, Prompt.place == one.place))
    return found


def sheet(session: AnySession, programme_id: str, instrument: str, language: str) -> dict[str, Prompt]:
    """What counts of one form in one language, by part."""
    chosen = select(Prompt).where(
        Prompt.programme_id == programme_id, Prompt.instrument == instrument, Prompt.language == language, _COUNTS
    )
    return {one.part: one for one in session.scalars(chosen.order_by(Prompt.place))}


def counting(session: AnySession, programme_id: str) -> list[Prompt]:
    """What counts in a programme, older before newer."""
    return list(
        session.scalars(select(Prompt).where(Prompt.programme_id == programme_id, _COUNTS).order_by(Prompt.place))
    )


def waiting(session: AnySession, programme_id: str) -> dict[tuple[str, str, str], Prompt]:
    """What waits for a coordinator, by (instrument, language, part): the newest, where it is newer than what counts."""
    count = {(one.instrument, one.language, one.part): one.place for one in counting(session, programme_id)}
    mine = select(Prompt).where(Prompt.programme_id == programme_id, _WAITS).order_by(Prompt.place)
    found = {(one.instrument, one.language, one.part): one for one in session.scalars(mine)}
    return {key: one for key, one in found.items() if one.place > count.get(key, 0)}


def find_waiting(session: AnySession, programme_id: str, place: int) -> Prompt | None:
    """A recording that waits, by the position of its entry."""
    mine = Prompt.programme_id == programme_id, Prompt.place == place
    return session.scalars(select(Prompt).where(*mine, _WAITS)).one_or_none()


def sound_of(session: AnySession, programme_id: str, place: int) -> tuple[str, str] | None:
    """(hash, media type) of the sound of a recording, for who decides whether it counts; None where somebody testified
    with it."""
    mine = Prompt.programme_id == programme_id, Prompt.place == place, _IS_SOUND
    kind = type_of(Prompt.programme_id, Prompt.sha256)
    found = session.execute(select(Prompt.sha256, kind).where(*mine)).one_or_none()
    if found is None or found[1] is None or is_testified(session, programme_id, found[0]):
        return None
    return found[0], found[1]


def withdrawn_prompts(session: AnySession, programme_id: str, instrument: str, language: str) -> Sequence[Prompt]:
    """What was withdrawn of one form in one language, latest first."""
    chosen = select(Prompt).where(
        Prompt.programme_id == programme_id, Prompt.instrument == instrument, Prompt.language == language,
        Prompt.withdrawn_at.is_not(None),
    )  # fmt: skip
    return session.scalars(chosen.order_by(Prompt.withdrawn_at.desc(), Prompt.place.desc())).all()


def withdraw(session: AnySession, programme_id: str, key: tuple[str, str, str], *, at: dt.datetime, by: str) -> int:
    """Takes back every recording of (instrument, part, language) that is not yet. Returns how many."""
    instrument, part, language = key
    mine = update(Prompt).where(
        Prompt.programme_id == programme_id, Prompt.instrument == instrument, Prompt.part == part,
        Prompt.language == language, Prompt.withdrawn_at.is_(None),
    )  # fmt: skip
    return int(session.execute(mine.values(withdrawn_at=at, withdrawn_by=by)).rowcount)  # type: ignore[attr-defined]


def where_sound(session: AnySession, sha256: str) -> tuple[str, str] | None:
    """(programme, media type) of a prompt's sound that may be heard by anyone; None for every other content."""
    chosen = select(Prompt.programme_id, type_of(Prompt.programme_id, Prompt.sha256)).where(
        Prompt.sha256 == sha256, _COUNTS, _IS_SOUND
    )
    for programme_id, kind in session.execute(chosen.distinct().order_by(Prompt.programme_id)).all():
        if kind and not is_testified(session, programme_id, sha256):
            return programme_id, kind
    return None
