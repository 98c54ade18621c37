"""What staff write freely is published by a second person (decision 33). Until then the public sees what it saw before;
of a theme or solution that never was published, nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.portfolio.solutions.history import Author, ChangeKind, note_change
from feedback_app.portfolio.solutions.publishing import announce_themes
from feedback_app.portfolio.solutions.tables import Solution, TextProposal, Theme
from feedback_app.portfolio.solutions.word_store import proposals

__all__ = ["PublicationRefusal", "Words", "proposal", "proposals", "propose", "publish", "words_of"]


class PublicationRefusal(StrEnum):
    """Why proposed words are not published."""

    OWN = "own-words"
    """By who wrote them."""
    STALE = "words-changed"
    """They are not those that were read, or nothing waits any more."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a theme or solution. A theme has no description, a solution no title in English."""

    title: str
    description: str = ""
    title_en: str = ""


def words_of(subject: Theme | Solution) -> Words:
    """The words of its row: those that are public, or of what never was published those of the proposal."""
    if isinstance(subject, Theme):
        return Words(subject.title, title_en=subject.title_en)
    return Words(subject.title, subject.description)


def proposal(session: AnySession, subject: Theme | Solution) -> TextProposal | None:
    """The words that wait to be published."""
    return session.get(TextProposal, subject.id, populate_existing=True)


def propose(session: AnySession, subject: Theme | Solution, words: Words, *, author: Author) -> None:
    """Notes words that somebody else shall publish. Words that are public already withdraw what waits."""
    waiting = proposal(session, subject)
    before = _waiting(waiting) if waiting else words_of(subject)
    if (waiting and words == before) or (not waiting and subject.published and words == words_of(subject)):
        return
    if waiting:
        session.delete(waiting)
        session.flush()
    withdrawn = subject.published and words == words_of(subject)
    if not withdrawn:
        session.add(
            TextProposal(
                subject_id=subject.id, id=new_id(), programme_id=subject.programme_id, title=words.title,
                title_en=words.title_en, description=words.description, by=author.by, at=author.now,
            )
        )  # fmt: skip
    if not subject.published:
        _write(subject, words)
    session.flush()
    is_first = not waiting and not subject.published
    note_change(
        session, subject, ChangeKind.WITHDRAWN if withdrawn else ChangeKind.PROPOSED, author=author,
        before={} if is_first else _values(before), after=_values(words),
    )  # fmt: skip


def publish(
    session: AnySession, subject: Theme | Solution, seen: uuid.UUID | None, *, author: Author
) -> PublicationRefusal | None:
    """Publishes the words that were `seen` (a proposal's id), unless they are one's own. A new theme takes its needs
    into the portfolio."""
    waiting = proposal(session, subject)
    if waiting is None or waiting.id != seen:
        return PublicationRefusal.STALE
    if waiting.by == author.by:
        return PublicationRefusal.OWN
    before = _values(words_of(subject)) if subject.published else {}
    if isinstance(subject, Theme) and not subject.published:
        announce_themes(session, subject.programme_id, [subject.id])
    words = _waiting(waiting)
    _write(subject, words)
    subject.published = True
    session.delete(waiting)
    session.flush()
    note_change(session, subject, ChangeKind.PUBLISHED, author=author, before=before, after=_values(words))
    return None


def _write(subject: Theme | Solution, words: Words) -> None:
    subject.title = words.title
    if isinstance(subject, Solution):
        subject.description = words.description
    else:
        subject.title_en = words.title_en


def _waiting(one: TextProposal) -> Words:
    return Words(one.title, one.description, one.title_en)


def _values(words: Words) -> dict[str, str]:
    more = {"description": words.description, "title_en": words.title_en}
    return {"title": words.title} | {name: value for name, value in more.items() if value}
