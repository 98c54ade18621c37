"""Selects of themes: what they are called, what became of them, and the needs that changes of them move."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from feedback_app.base.db import AnySession
from feedback_app.portfolio.solutions.history import ChangeKind
from feedback_app.portfolio.solutions.tables import Assignment, Item, PortfolioChange, Theme, ThemeSuccessor
from feedback_app.portfolio.solutions.theme_states import ThemeState

AT_ONCE = 500
"""Needs of one statement."""
LONGEST_LINE = 20
"""Merges that are followed."""
MOVES = (ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.RETIRED, ChangeKind.UNDONE)


def theme_names(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Mapping[str, str]]:
    """What these themes are called, by language; without a name in English it is the French one."""
    chosen = select(Theme.id, Theme.title, Theme.title_en).where(Theme.id.in_(ids))
    return {key: {"fr": title, "en": english or title} for key, title, english in session.execute(chosen)}


def theme_titles(session: AnySession, programme_id: str) -> dict[uuid.UUID, str]:
    """What every theme of a programme is called at the desk."""
    return dict(session.execute(select(Theme.id, Theme.title).where(Theme.programme_id == programme_id)).all())


def ended_themes(session: AnySession, programme_id: str) -> Sequence[Theme]:
    """The themes of a programme that take no more needs, those that ended last first."""
    mine = select(Theme).where(Theme.programme_id == programme_id, Theme.ended_as.is_not(None))
    return session.scalars(mine.order_by(Theme.ended_at.desc(), Theme.id)).all()


def successors(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """What each of these themes was split into or merged into; those that were not are left out."""
    chosen = select(ThemeSuccessor.theme_id, ThemeSuccessor.successor_id).where(ThemeSuccessor.theme_id.in_(ids))
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for theme, successor in session.execute(chosen.order_by(ThemeSuccessor.successor_id)):
        found.setdefault(theme, []).append(successor)
    return found


def predecessors(session: AnySession, theme_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The themes that were split into, or merged into, this one."""
    chosen = select(ThemeSuccessor.theme_id).where(ThemeSuccessor.successor_id == theme_id)
    return session.scalars(chosen.order_by(ThemeSuccessor.theme_id)).all()


def delete_successors(session: AnySession, theme_id: uuid.UUID, successor_ids: Collection[uuid.UUID]) -> None:
    """The theme is not split into, or merged into, these any more."""
    mine = ThemeSuccessor.theme_id == theme_id, ThemeSuccessor.successor_id.in_(successor_ids)
    session.execute(delete(ThemeSuccessor).where(*mine))


def merged_into(session: AnySession, theme_id: uuid.UUID) -> uuid.UUID | None:
    """The theme in which all of this one is by now, when it was merged; None of any other."""
    last = theme_id
    for _ in range(LONGEST_LINE):
        theme = session.get(Theme, last)
        if theme is None or theme.ended_as != ThemeState.MERGED:
            break
        last = successors(session, [last])[last][0]
    return last if last != theme_id else None


def assigned_since(
    session: AnySession, programme_id: str, since: Mapping[uuid.UUID, dt.datetime]
) -> dict[uuid.UUID, tuple[uuid.UUID, uuid.UUID | None]]:
    """The theme and solution that people assigned records to last, of those who did so since a moment of each record
    (when it was accepted); the theme is the one in which theirs is by now. Records that are out of any are left out."""
    last: dict[uuid.UUID, Assignment] = {}
    if since:
        mine = Assignment.programme_id == programme_id, Assignment.record_id.in_(since)
        for one in session.scalars(select(Assignment).where(*mine).order_by(Assignment.at, Assignment.id)):
            last[one.record_id] = one
    found = {}
    for record, one in last.items():
        theme = _taking(session, one.theme_id) if one.at >= since[record] else None
        if theme is not None:
            found[record] = theme, one.solution_id
    return found


def _taking(session: AnySession, theme_id: uuid.UUID | None) -> uuid.UUID | None:
    """The theme that takes needs in place of this one: itself, or what it was merged into."""
    if theme_id is None:
        return None
    theme = session.get(Theme, merged_into(session, theme_id) or theme_id)
    return theme.id if theme and not theme.ended_as else None


def became(session: AnySession, theme_id: uuid.UUID) -> dict[uuid.UUID, Mapping[str, str]]:
    """What the published parts are called into which a published theme was split; none of any other."""
    theme = session.get(Theme, theme_id)
    if theme is None or not theme.published or theme.ended_as != ThemeState.SPLIT:
        return {}
    parts = successors(session, [theme_id]).get(theme_id, ())
    shown = select(Theme.id).where(Theme.id.in_(parts), Theme.published.is_(True))
    return theme_names(session, session.scalars(shown).all())


def is_of_a_line(session: AnySession, theme_id: uuid.UUID) -> bool:
    """Whether it was split or merged, or another one into it."""
    either = or_(ThemeSuccessor.theme_id == theme_id, ThemeSuccessor.successor_id == theme_id)
    return session.execute(select(exists().where(either))).scalar_one()


def reversals(session: AnySession, theme_id: uuid.UUID) -> Sequence[PortfolioChange]:
    """Every merge, split and retirement of a theme, and what undid one, the latest first."""
    mine = PortfolioChange.subject_id == theme_id, PortfolioChange.kind.in_(MOVES)
    chosen = select(PortfolioChange).where(*mine)
    return session.scalars(chosen.order_by(PortfolioChange.at.desc(), PortfolioChange.id.desc())).all()


def find_change(session: AnySession, theme: Theme, change_id: uuid.UUID | None) -> PortfolioChange | None:
    """One change of this theme."""
    found = session.get(PortfolioChange, change_id) if change_id else None
    return found if found and found.subject_id == theme.id else None


def needs_under(session: AnySession, theme: Theme) -> dict[uuid.UUID, uuid.UUID | None]:
    """Every need under a theme, with the solution of its own. By the index of themes: the order keeps to it."""
    mine = Item.programme_id == theme.programme_id, Item.theme_id == theme.id
    chosen = select(Item.record_id, Item.solution_id).where(*mine).order_by(Item.accepted_at, Item.record_id)
    return dict(session.execute(chosen).all())


def needs_moved(
    session: AnySession, programme_id: str, themes: Collection[uuid.UUID], at: dt.datetime
) -> dict[uuid.UUID, dict[uuid.UUID, uuid.UUID | None]]:
    """The needs that were moved to these themes at that moment and are there since, by theme."""
    newer = aliased(Assignment)
    again = exists().where(
        newer.programme_id == Assignment.programme_id, newer.record_id == Assignment.record_id,
        newer.at > Assignment.at,
    )  # fmt: skip
    chosen = (
        select(Item.theme_id, Item.record_id, Item.solution_id)
        .join(Assignment, (Assignment.programme_id == Item.programme_id) & (Assignment.record_id == Item.record_id))
        .where(
            Item.programme_id == programme_id, Item.theme_id.in_(themes), Assignment.theme_id == Item.theme_id,
            Assignment.at == at, ~again,
        )
    )  # fmt: skip
    found: dict[uuid.UUID, dict[uuid.UUID, uuid.UUID | None]] = {}
    for theme, record, solution in session.execute(chosen):
        if theme is not None:
            found.setdefault(theme, {})[record] = solution
    return found


def set_theme(session: AnySession, programme_id: str, records: Sequence[uuid.UUID], theme_id: uuid.UUID) -> None:
    """Puts these needs under a theme; each stays with the solution of its own."""
    for start in range(0, len(records), AT_ONCE):
        some = Item.record_id.in_(records[start : start + AT_ONCE])
        session.execute(update(Item).where(Item.programme_id == programme_id, some).values(theme_id=theme_id))
    session.expire_all()
