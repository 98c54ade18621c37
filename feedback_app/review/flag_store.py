"""What cases are flagged for, their tags, and who is named in notes about them: stored in rows of their own, and as
words on the case (`marks.py`)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.review.marks import marks_of
from feedback_app.review.screening.flags import Found
from feedback_app.review.screening.kinds import FlagKind
from feedback_app.review.tables import Case, CaseFlag, CaseTag, NoteMention


def flags_of(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[CaseFlag]:
    """What these records are flagged for, what was dismissed too."""
    chosen = select(CaseFlag).where(CaseFlag.programme_id == programme_id, CaseFlag.record_id.in_(ids))
    return session.scalars(chosen.order_by(CaseFlag.record_id, CaseFlag.kind)).all()


def tags_of(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[CaseTag]:
    """The tags of these records."""
    chosen = select(CaseTag).where(CaseTag.programme_id == programme_id, CaseTag.record_id.in_(ids))
    return session.scalars(chosen.order_by(CaseTag.record_id, CaseTag.tag)).all()


def mentions_of(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[NoteMention]:
    """Who is named in notes about these records and has not opened them since."""
    mine = NoteMention.programme_id == programme_id, NoteMention.record_id.in_(ids)
    return session.scalars(select(NoteMention).where(*mine)).all()


class CaseMarks:
    """Flags and tags of many cases, read at once; whoever changes them changes the words on the case too."""

    def __init__(self, session: AnySession, programme_id: str) -> None:
        self._session, self._programme = session, programme_id
        self.flags: dict[uuid.UUID, dict[str, CaseFlag]] = {}
        """By record and kind."""
        self.mentions: dict[uuid.UUID, dict[uuid.UUID, NoteMention]] = {}
        """By record and person."""
        self.tags: dict[uuid.UUID, dict[str, CaseTag]] = {}

    def prepare(self, ids: Collection[uuid.UUID]) -> None:
        """Reads what these records have, instead of what was read before."""
        self.flags, self.tags, self.mentions = (
            {one: {} for one in ids},
            {one: {} for one in ids},
            {one: {} for one in ids},
        )
        if not ids:
            return
        for flag in flags_of(self._session, self._programme, ids):
            self.flags[flag.record_id][flag.kind] = flag
        for tag in tags_of(self._session, self._programme, ids):
            self.tags[tag.record_id][tag.tag] = tag
        for mention in mentions_of(self._session, self._programme, ids):
            self.mentions[mention.record_id][mention.person_id] = mention

    def update(self, case: Case, found: Mapping[FlagKind, Found], *, at: dt.datetime) -> None:
        """The rules found this in a case, at this moment. What was dismissed stays so while the same is found; what is
        no longer found goes; what a reviewer flagged stays."""
        mine = self.flags.setdefault(case.record_id, {})
        for kind, flag in list(mine.items()):
            if flag.by is None and kind not in found:
                self._session.delete(mine.pop(kind))
        for kind, one in found.items():
            stored = mine.get(kind)
            if stored is None:
                mine[kind] = CaseFlag(
                    programme_id=case.programme_id, record_id=case.record_id, kind=kind, found=one.digest,
                    figures=one.figures, at=at,
                )  # fmt: skip
                self._session.add(mine[kind])
            elif stored.found != one.digest:
                stored.found, stored.figures, stored.at = one.digest, one.figures, at
                stored.dismissed_by = stored.dismissed_at = None
        self.note(case)

    def flag_by_hand(self, case: Case, comment: str, *, by: uuid.UUID, at: dt.datetime) -> None:
        """A reviewer asks for another look at a case, instead of what was asked before."""
        mine = self.flags[case.record_id]
        flag = mine.get(FlagKind.BY_HAND)
        if flag is None:
            flag = mine[FlagKind.BY_HAND] = CaseFlag(
                programme_id=case.programme_id, record_id=case.record_id, kind=FlagKind.BY_HAND, found="", at=at
            )
            self._session.add(flag)
        flag.by, flag.comment, flag.at, flag.dismissed_by, flag.dismissed_at = by, comment, at, None, None
        self.note(case)

    def add_tag(self, case: Case, tag: str, *, by: uuid.UUID, at: dt.datetime) -> None:
        """Gives a case a tag that it does not have."""
        made = CaseTag(programme_id=case.programme_id, record_id=case.record_id, tag=tag, by=by, at=at)
        self.tags[case.record_id][tag] = made
        self._session.add(made)
        self.note(case)

    def remove_flag(self, case: Case, kind: FlagKind) -> None:
        """Takes a flag away."""
        self._session.delete(self.flags[case.record_id].pop(kind))
        self.note(case)

    def remove_tag(self, case: Case, tag: str) -> None:
        """Takes a tag away."""
        self._session.delete(self.tags[case.record_id].pop(tag))
        self.note(case)

    def note(self, case: Case) -> None:
        """Writes on a case what it is flagged for, its tags and who is named in it, as they are now."""
        flags = [kind for kind, one in self.flags.get(case.record_id, {}).items() if one.dismissed_at is None]
        case.marks = marks_of(flags, self.tags.get(case.record_id, {}), self.mentions.get(case.record_id, {}))
