"""What a record is flagged for and its tags, for its page and for a line of the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import person_names
from feedback_app.review.flag_store import flags_of, tags_of
from feedback_app.review.flag_texts import TEXTS
from feedback_app.review.screening.flags import Screening
from feedback_app.review.screening.kinds import OF_WORDS, ORDER, FlagKind
from feedback_app.review.tables import Case


@dataclass(frozen=True, slots=True)
class FlagView:
    """One thing that a record is flagged for."""

    kind: FlagKind
    why: str
    """In words, figures too."""
    words: Sequence[str]
    """What it was found in."""
    by: str | None
    """The reviewer who flagged it; None: the rules."""
    at: dt.datetime | None
    """None: found just now, and not stored yet."""
    dismissed_by: str | None
    dismissed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class MarksView:
    """What a record is flagged for, the gravest first, and its tags."""

    flags: Sequence[FlagView]
    dismissed: Sequence[FlagView]
    tags: Sequence[str]

    @property
    def kinds(self) -> frozenset[FlagKind]:
        """What it is flagged for and nobody has dismissed: in its answers these words are marked."""
        return frozenset(one.kind for one in self.flags)


def marks_view(session: AnySession, case: Case, screening: Screening, lang: str) -> MarksView:
    """The flags and tags of a record, with the words that the rules find in it now."""
    stored = {FlagKind(one.kind): one for one in flags_of(session, case.programme_id, [case.record_id])}
    named = {person for one in stored.values() for person in (one.by, one.dismissed_by) if person}
    names = person_names(session, named)
    words: dict[FlagKind, list[str]] = {}
    for flag in screening.flags:
        words.setdefault(flag.kind, []).append(flag.words)
    views = []
    for kind in sorted({*stored, *words}, key=ORDER.__getitem__):
        one = stored.get(kind)
        views.append(
            FlagView(
                kind=kind,
                why=why(kind, one.figures if one else "", lang),
                words=[one.comment] if one and one.comment else words.get(kind, []),
                by=names.get(one.by) if one and one.by else None,
                at=one.at if one else None,
                dismissed_by=names.get(one.dismissed_by) if one and one.dismissed_by else None,
                dismissed_at=one.dismissed_at if one else None,
            )
        )
    return MarksView(
        flags=[one for one in views if one.dismissed_at is None],
        dismissed=[one for one in views if one.dismissed_at is not None],
        tags=[one.tag for one in tags_of(session, case.programme_id, [case.record_id])],
    )


def why(kind: FlagKind, figures: str, lang: str) -> str:
    """Why a record is flagged, in words."""
    given = figures.split()
    if kind in OF_WORDS or kind is FlagKind.BY_HAND or not given:
        return TEXTS.say(f"flag.{kind}", lang=lang)
    if kind is FlagKind.POSITION:
        return TEXTS.say(f"flag.{kind}.{given[0]}", lang=lang, n=given[-1])
    named: Mapping[str, str] = dict(zip(("n", "of"), given, strict=False))
    return TEXTS.say(f"flag.{kind}.figures", lang=lang, **named)
