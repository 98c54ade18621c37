"""Every select on replies to places."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select

from feedback_app.base.db import AnySession
from feedback_app.ledger.follow import unread_entries
from feedback_app.ledger.lookup_store import erased_ids
from feedback_app.ledger.suspension_store import is_suspended, suspended_now
from feedback_app.media.content_store import type_of
from feedback_app.portfolio.replies.states import ReplyState
from feedback_app.portfolio.replies.tables import EarlierAnswer, Reply, ReplyAnswer
from feedback_app.portfolio.solutions.answer_store import answered_by
from feedback_app.portfolio.solutions.tables import Item, Solution, Theme

MOST = 500
"""Replies that one page or feed looks at, the latest first."""


def find_reply(
    session: AnySession, programme_id: str, reply_id: uuid.UUID | None, *, lock: bool = False
) -> Reply | None:
    """A reply of this programme."""
    if reply_id is None:
        return None
    chosen = select(Reply).where(Reply.programme_id == programme_id, Reply.id == reply_id)
    found = session.scalars(chosen.with_for_update() if lock else chosen, execution_options={"populate_existing": True})
    return found.one_or_none()


def replies(session: AnySession, programme_id: str, states: Collection[str]) -> Sequence[Reply]:
    """The replies of a programme in these states, the latest written first."""
    mine = Reply.programme_id == programme_id, Reply.state.in_(states)
    chosen = select(Reply).where(*mine).order_by(Reply.written_at.desc(), Reply.id.desc())
    return session.scalars(chosen.limit(MOST)).all()


def public_replies(session: AnySession, programme_ids: Collection[str]) -> Sequence[Reply]:
    """What these programmes have published, the latest first."""
    mine = Reply.programme_id.in_(programme_ids), Reply.state == ReplyState.PUBLISHED
    chosen = select(Reply).where(*mine).order_by(Reply.published_at.desc(), Reply.id.desc())
    return session.scalars(chosen.limit(MOST)).all()


def milestone_replies(session: AnySession, programme_id: str, project_ids: Collection[uuid.UUID]) -> Sequence[Reply]:
    """All replies about milestones of these projects of the exchange, the first written first."""
    mine = Reply.programme_id == programme_id, Reply.bourse_project_id.in_(project_ids)
    return session.scalars(select(Reply).where(*mine).order_by(Reply.written_at, Reply.id)).all()


def public_version(session: AnySession) -> str:
    """What is published of replies, in short: the same as long as all of it is, and whose answers are suspended."""
    chosen = select(Reply.version).where(Reply.state == ReplyState.PUBLISHED).order_by(Reply.version)
    return " ".join(map(str, [*session.scalars(chosen), *_suspended_answers(session)]))


def _suspended_answers(session: AnySession) -> Sequence[uuid.UUID]:
    hidden = suspended_now()
    same = (ReplyAnswer.programme_id == hidden.c.programme_id) & (ReplyAnswer.record_id == hidden.c.record_id)
    return session.scalars(select(ReplyAnswer.record_id).join(hidden, same).order_by(ReplyAnswer.record_id)).all()


def theme_titles(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str | None]]:
    """(title, domain) of those of these themes whose title a second person has published."""
    chosen = select(Theme.id, Theme.title, Theme.domain).where(Theme.id.in_(ids), Theme.published.is_(True))
    return {key: (title, domain) for key, title, domain in session.execute(chosen)}


def published_themes(session: AnySession, programme_id: str) -> list[tuple[uuid.UUID, str]]:
    """(id, title) of the themes that a reply may be about, by title."""
    mine = Theme.programme_id == programme_id, Theme.published.is_(True)
    chosen = select(Theme.id, Theme.title).where(*mine).order_by(Theme.title)
    return [(key, title) for key, title in session.execute(chosen)]


def places_of_theme(session: AnySession, programme_id: str, theme_id: uuid.UUID) -> list[tuple[str, str, str]]:
    """(code, path, domain) of the coarse places in which needs of a theme are, as they may be shown."""
    shown = Item.programme_id == programme_id, Item.theme_id == theme_id, Item.hidden.is_(False), Item.place_code != ""
    chosen = select(Item.place_code, Item.place_path, Item.domain).where(*shown).distinct()
    return [(code, path, domain) for code, path, domain in session.execute(chosen.order_by(Item.place_code))]


def places_of_project(session: AnySession, programme_id: str, project_id: str) -> list[tuple[str, str, str]]:
    """The same of the needs that solutions answer which this project carries out."""
    mine = Solution.programme_id == programme_id, Solution.project_id == project_id
    solutions = session.scalars(select(Solution.id).where(*mine)).all()
    found: dict[tuple[str, str, str], None] = {}
    for one in solutions:
        shown = Item.programme_id == programme_id, answered_by(one), Item.hidden.is_(False), Item.place_code != ""
        chosen = select(Item.place_code, Item.place_path, Item.domain).where(*shown).distinct()
        found |= dict.fromkeys(session.execute(chosen))
    return sorted(found)


def is_anything_published(session: AnySession, programme_id: str) -> bool:
    """Whether phones have any reply of a programme."""
    mine = Reply.programme_id == programme_id, Reply.state == ReplyState.PUBLISHED
    return session.execute(select(Reply.id).where(*mine).limit(1)).first() is not None


def counts(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    """How many people answer what to each of these replies; without those who take their words back."""
    mine = ReplyAnswer.reply_id.in_(ids), ~is_suspended(programme_id, ReplyAnswer.record_id)
    chosen = select(ReplyAnswer.reply_id, ReplyAnswer.fulfilled, func.count()).where(*mine)
    found: dict[uuid.UUID, dict[str, int]] = {}
    for reply, fulfilled, count in session.execute(chosen.group_by(ReplyAnswer.reply_id, ReplyAnswer.fulfilled)):
        found.setdefault(reply, {})[fulfilled] = count
    return found


def answers(session: AnySession, programme_id: str, reply_id: uuid.UUID) -> Sequence[ReplyAnswer]:
    """What people answer to a reply, the latest first; without those who take their words back."""
    mine = ReplyAnswer.reply_id == reply_id, ~is_suspended(programme_id, ReplyAnswer.record_id)
    return session.scalars(select(ReplyAnswer).where(*mine).order_by(ReplyAnswer.position.desc()).limit(MOST)).all()


def answer_of(session: AnySession, reply_id: uuid.UUID, person_id: uuid.UUID) -> ReplyAnswer | None:
    """What somebody answers to a reply."""
    return session.get(ReplyAnswer, (reply_id, person_id))


def voice_of(
    session: AnySession, programme_id: str, reply_id: uuid.UUID, record_id: uuid.UUID
) -> tuple[str, str] | None:
    """(hash, media type) of the voice of an answer, where it has come and nobody takes it back."""
    mine = ReplyAnswer.reply_id == reply_id, ReplyAnswer.record_id == record_id
    kind = type_of(ReplyAnswer.programme_id, ReplyAnswer.voice)
    chosen = select(ReplyAnswer.voice, kind).where(*mine, ~is_suspended(programme_id, ReplyAnswer.record_id))
    found = session.execute(chosen).first()
    return (found[0], found[1]) if found and found[0] and found[1] else None


def is_behind(session: AnySession, programme_id: str, follower: str) -> bool:
    """Whether there is an entry that was not read, or an answer whose record was erased."""
    if unread_entries(session, follower=follower, programme_id=programme_id, limit=1):
        return True
    erased = ReplyAnswer.programme_id == programme_id, ReplyAnswer.record_id.in_(erased_ids(programme_id))
    return session.execute(select(ReplyAnswer.reply_id).where(*erased).limit(1)).first() is not None


def delete_erased(session: AnySession, programme_id: str) -> set[uuid.UUID]:
    """Deletes the answers whose record was erased. Returns the replies that they were to."""
    earlier = EarlierAnswer.programme_id == programme_id, EarlierAnswer.record_id.in_(erased_ids(programme_id))
    session.execute(delete(EarlierAnswer).where(*earlier))
    erased = ReplyAnswer.programme_id == programme_id, ReplyAnswer.record_id.in_(erased_ids(programme_id))
    return set(session.scalars(delete(ReplyAnswer).where(*erased).returning(ReplyAnswer.reply_id)))


def delete_answers(session: AnySession, reply_id: uuid.UUID) -> None:
    """Deletes all that was answered to a reply."""
    session.execute(delete(ReplyAnswer).where(ReplyAnswer.reply_id == reply_id))
