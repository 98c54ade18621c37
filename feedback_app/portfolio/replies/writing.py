"""A reply is written by one person, published by another, and withdrawn."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.feed import put
from feedback_app.media import staff_sound_store as sounds
from feedback_app.portfolio.replies import store
from feedback_app.portfolio.replies.feed_rows import drops_of, rows_of
from feedback_app.portfolio.replies.reach import Reached, may_manage, reached_places
from feedback_app.portfolio.replies.states import ReplyRefusal, ReplyState
from feedback_app.portfolio.replies.tables import Reply
from feedback_app.portfolio.solutions.history import Author, ChangeKind, note_change
from feedback_app.prompts.staff_voice import Voice
from feedback_app.register.desk_store import places_called, programme_path
from feedback_app.register.project_store import find_project

LONGEST = 1000
"""Signs of what was heard, and of what was done: they are said aloud."""
LATEST = dt.timedelta(days=3 * 365)
"""How far ahead a place may be asked whether it is so."""


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """A reply as a person sends it. `about` is `place`, `theme` or `project`."""

    about: str
    place: str = ""
    theme: uuid.UUID | None = None
    project: str = ""
    heard: str = ""
    deed: str = ""
    ask_on: str = ""
    voice: Voice | None = None
    without_voice: bool = False
    follows: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom a reply is for, as far as it exists."""

    place_code: str | None
    theme_id: uuid.UUID | None
    project_id: str | None


NOWHERE = Chosen(None, None, None)
"""Of a reply about a milestone, whose places come with it."""


def write(
    session: AnySession, area: Area, found: Reply | None, form: ReplyForm, *, author: Author
) -> Reply | ReplyRefusal:
    """Saves a reply that somebody else shall publish. What is published already is not written anew: another reply
    follows it."""
    if found is not None and found.state != ReplyState.WRITTEN:
        return ReplyRefusal.STALE
    about = _about_milestone(session, area.programme_id, found, form)
    chosen = NOWHERE if about else _audience(session, area.programme_id, form)
    ask_on = _day(form.ask_on, author.now.date())
    wrong = _wrong_words(form) or next((one for one in (chosen, ask_on) if isinstance(one, ReplyRefusal)), None)
    if wrong or isinstance(chosen, ReplyRefusal) or isinstance(ask_on, ReplyRefusal):
        return wrong or ReplyRefusal.AUDIENCE
    reached = reached_of(about) if about else reached_places(session, area.programme_id, chosen)
    if not reached:
        return ReplyRefusal.NOBODY
    if not may_manage(session, area, reached):
        return ReplyRefusal.ELSEWHERE
    before = values_of(found) if found else {}
    reply = found or new_reply(session, area.programme_id, author, follows=form.follows)
    if about:
        reply.bourse_project_id, reply.milestone_key = about.bourse_project_id, about.milestone_key
        reply.title = about.title
    reply.place_code, reply.theme_id, reply.project_id = chosen.place_code, chosen.theme_id, chosen.project_id
    reply.heard, reply.deed, reply.ask_on = form.heard.strip(), form.deed.strip(), ask_on
    reply.reached = {one.code: one.path for one in reached}
    session.flush()
    _take_voice(session, reply, form, author)
    if values_of(reply) != before:
        reply.written_by, reply.written_at, reply.version = author.by, author.now, new_id()
    note_written(session, reply, before=before, author=author)
    return reply


def note_written(session: AnySession, reply: Reply, *, before: dict[str, Any], author: Author) -> None:
    """Notes in history and audit that a reply was written."""
    _note(session, reply, ChangeKind.PROPOSED, before=before, author=author, event="reply_written")


def _about_milestone(session: AnySession, programme_id: str, found: Reply | None, form: ReplyForm) -> Reply | None:
    """The reply about a milestone that this one corrects or takes the place of: it is about the same."""
    earlier = found or store.find_reply(session, programme_id, form.follows)
    return earlier if earlier is not None and earlier.milestone_key else None


def new_reply(session: AnySession, programme_id: str, author: Author, *, follows: uuid.UUID | None = None) -> Reply:
    """A reply without words, which nobody sees yet."""
    reply = Reply(
        id=new_id(), programme_id=programme_id, heard="", deed="", state=ReplyState.WRITTEN, version=new_id(),
        reached={}, written_by=author.by, written_at=author.now, follows=follows,
    )  # fmt: skip
    session.add(reply)
    return reply


def _take_voice(session: AnySession, reply: Reply, form: ReplyForm, author: Author) -> None:
    if form.voice:
        reply.sound, reply.sound_bytes = form.voice.sha256, form.voice.size
        sounds.note_sound(
            session, reply.programme_id, form.voice.sha256, kind=form.voice.kind, size=form.voice.size,
            subject=reply.id, now=author.now,
        )  # fmt: skip
    elif form.without_voice and reply.sound:
        reply.sound = reply.sound_bytes = None
        sounds.remove_sound(session, reply.id)


def _wrong_words(form: ReplyForm) -> ReplyRefusal | None:
    if not form.heard.strip():
        return ReplyRefusal.HEARD
    if not form.deed.strip():
        return ReplyRefusal.DEED
    return ReplyRefusal.LONG if max(len(form.heard), len(form.deed)) > LONGEST else None


def _day(text: str, today: dt.date) -> dt.date | ReplyRefusal | None:
    """The day on which the places are asked; none without a text."""
    if not text.strip():
        return None
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        return ReplyRefusal.DAY
    return day if is_day_to_ask(day, today) else ReplyRefusal.DAY


def is_day_to_ask(day: dt.date, today: dt.date) -> bool:
    """Whether places may be asked from this day on."""
    return today <= day <= today + LATEST


def _audience(session: AnySession, programme_id: str, form: ReplyForm) -> Chosen | ReplyRefusal:
    """Whom a form names: exactly one of place, theme and project; of these two also a place of it."""
    if form.about not in {"place", "theme", "project"}:
        return ReplyRefusal.AUDIENCE
    place = _place(session, programme_id, form.place.strip()[:400])
    if isinstance(place, ReplyRefusal):
        return place
    if form.about == "theme":
        known = form.theme and store.theme_titles(session, [form.theme])
        mine = {key for key, _ in store.published_themes(session, programme_id)}
        return Chosen(place, form.theme, None) if known and form.theme in mine else ReplyRefusal.THEME
    if form.about == "project":
        found = find_project(session, programme_id, form.project)
        return Chosen(place, None, found.id) if found else ReplyRefusal.PROJECT
    return Chosen(place, None, None) if place else ReplyRefusal.PLACE


def _place(session: AnySession, programme_id: str, text: str) -> str | ReplyRefusal | None:
    if not text:
        return None
    found = places_called(session, text, [programme_path(session, programme_id) or "/"], limit=50)
    if len(found) > 1:
        return ReplyRefusal.SEVERAL
    return found[0][0] if found else ReplyRefusal.PLACE


def publish(session: AnySession, reply: Reply, seen: uuid.UUID | None, *, author: Author) -> ReplyRefusal | None:
    """Publishes a reply as it was `seen` (its version), unless it is one's own: phones of its places and public pages
    have it from now on. Takes the programme's write lock: call it last before commit."""
    if reply.state != ReplyState.WRITTEN or reply.version != seen:
        return ReplyRefusal.STALE
    if reply.written_by == author.by:
        return ReplyRefusal.OWN
    reached = reached_of(reply) if reply.milestone_key else reached_places(session, reply.programme_id, reply)
    if not reached:
        return ReplyRefusal.NOBODY
    reply.state, reply.version = ReplyState.PUBLISHED, new_id()
    reply.reached = {one.code: one.path for one in reached}
    reply.published_by, reply.published_at = author.by, author.now
    sounds.set_public(session, reply.id, public=True)
    _note(session, reply, ChangeKind.PUBLISHED, before={}, author=author, event="reply_published")
    rows = rows_of(session, reply, reached)
    earlier = store.find_reply(session, reply.programme_id, reply.follows)
    if earlier is not None and earlier.state == ReplyState.PUBLISHED:
        rows = _end(session, earlier, ReplyState.REPLACED, author) + rows
    put(session, reply.programme_id, rows)
    return None


def withdraw(session: AnySession, reply: Reply, *, author: Author) -> None:
    """Takes a reply from phones and pages, or back before it was published. Idempotent. Takes the programme's write
    lock: call it last before commit."""
    if reply.state in (ReplyState.WRITTEN, ReplyState.PUBLISHED):
        put(session, reply.programme_id, _end(session, reply, ReplyState.WITHDRAWN, author))


def remove_made_up(session: AnySession, reply: Reply, *, author: Author) -> None:
    """Deletes a reply of a demonstration, with what was answered to it: nobody said it. Takes the programme's write
    lock: call it last before commit."""
    withdraw(session, reply, author=author)
    sounds.remove_sound(session, reply.id)
    store.delete_answers(session, reply.id)
    session.delete(reply)
    session.flush()


def _end(session: AnySession, reply: Reply, state: ReplyState, author: Author) -> list[Any]:
    before = {"state": reply.state}
    reply.state, reply.version, reply.ended_at = state, new_id(), author.now
    sounds.set_public(session, reply.id, public=False)
    note_change(
        session, reply, ChangeKind.WITHDRAWN, author=author, before=before, after={"state": state},
        event="reply_withdrawn",
    )  # fmt: skip
    return drops_of(reply.id, reached_of(reply))


def refresh(session: AnySession, programme_id: str) -> int:
    """Sends what is published to places that have come to a theme or project since, and takes it from those that have
    left. Returns how many replies changed. Takes the programme's write lock: call it last before commit."""
    rows, changed = [], 0
    for reply in store.replies(session, programme_id, [ReplyState.PUBLISHED]):
        if reply.milestone_key:
            continue  # its places are those that its project named
        reached, before = reached_places(session, programme_id, reply), reached_of(reply)
        if reached and reached != before:
            changed += 1
            reply.reached = {one.code: one.path for one in reached}
            rows += drops_of(reply.id, set(before) - set(reached)) + rows_of(session, reply, reached)
    session.flush()
    put(session, programme_id, rows)
    return changed


def reached_of(reply: Reply) -> list[Reached]:
    """The places whose phones have it."""
    return sorted(Reached(code, path) for code, path in reply.reached.items())


def values_of(reply: Reply) -> dict[str, Any]:
    """What a person has written of it, as its history shows it."""
    return {
        "place": reply.place_code, "theme": str(reply.theme_id) if reply.theme_id else None,
        "project": reply.project_id, "heard": reply.heard, "deed": reply.deed, "sound": reply.sound,
        "ask_on": reply.ask_on.isoformat() if reply.ask_on else None,
    }  # fmt: skip


def _note(
    session: AnySession, reply: Reply, kind: ChangeKind, *, before: dict[str, Any], author: Author, event: str
) -> None:
    note_change(session, reply, kind, author=author, before=before, after=values_of(reply), event=event)
