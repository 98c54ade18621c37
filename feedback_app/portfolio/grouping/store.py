"""Selects of needs that wait, of suggestions, and of what people answered."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import and_, delete, false, func, or_, select

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.grouping.need_groups import NeedGroup, WaitingNeed, need_name, record_of
from feedback_app.portfolio.grouping.tables import SuggestionDecision, ThemeSuggestion
from feedback_app.portfolio.solutions.tables import Item, UnassignedNeed
from feedback_app.review.lookup_store import written_of

AT_ONCE = 500


def waiting_needs(session: AnySession, programme_id: str, *, limit: int) -> list[tuple[Item, WaitingNeed]]:
    """The needs that wait to be sorted, the latest accepted; none that somebody asked to take back."""
    latest = UnassignedNeed.accepted_at.desc(), UnassignedNeed.record_id.desc()
    mine = select(UnassignedNeed.record_id).where(UnassignedNeed.programme_id == programme_id)
    ids = session.scalars(mine.order_by(*latest).limit(limit)).all()
    return [
        pair
        for start in range(0, len(ids), AT_ONCE)
        for pair in _read(session, programme_id, ids[start : start + AT_ONCE])
    ]


def _read(session: AnySession, programme_id: str, ids: Sequence[uuid.UUID]) -> list[tuple[Item, WaitingNeed]]:
    written = dict(session.execute(written_of(programme_id, ids)).all())
    waits = Item.theme_id.is_(None), Item.hidden.is_(False), Item.place_code != ""
    chosen = select(Item).where(Item.programme_id == programme_id, Item.record_id.in_(ids), *waits)
    found = session.scalars(chosen.execution_options(populate_existing=True)).all()
    return [(one, _need(one, written.get(one.record_id))) for one in found]


def _need(item: Item, written: str | None) -> WaitingNeed:
    return WaitingNeed(
        item.record_id, item.rev, item.domain, item.subcategory, item.place_path, item.voice, written or ""
    )  # fmt: skip


def waiting_names(session: AnySession, area: Area, ids: Collection[uuid.UUID]) -> set[str]:
    """The names of those of these needs that still wait, in an area."""
    here = or_(false(), *(func.substr(UnassignedNeed.place_path, 1, len(path)) == path for path in area.paths))
    same = and_(UnassignedNeed.programme_id == Item.programme_id, UnassignedNeed.record_id == Item.record_id)
    asked, found = sorted(ids), set[str]()
    for start in range(0, len(asked), AT_ONCE):
        mine = Item.programme_id == area.programme_id, Item.record_id.in_(asked[start : start + AT_ONCE])
        chosen = select(Item.record_id, Item.rev).join(UnassignedNeed, same).where(*mine, here, Item.hidden.is_(False))
        found |= {need_name(record, rev) for record, rev in session.execute(chosen)}
    return found


def suggestions(session: AnySession, programme_id: str) -> Sequence[ThemeSuggestion]:
    """Those of the last run, what most voices say first."""
    mine = select(ThemeSuggestion).where(ThemeSuggestion.programme_id == programme_id)
    return session.scalars(mine.order_by(ThemeSuggestion.voices.desc(), ThemeSuggestion.key)).all()


def find_suggestion(session: AnySession, programme_id: str, key: str) -> ThemeSuggestion | None:
    """A suggestion of the last run."""
    return session.get(ThemeSuggestion, (programme_id, key))


def stored_keys(session: AnySession, programme_id: str) -> set[str]:
    """The keys of the suggestions of the last run."""
    return set(session.scalars(select(ThemeSuggestion.key).where(ThemeSuggestion.programme_id == programme_id)))


def replace_suggestions(session: AnySession, programme_id: str, groups: Iterable[NeedGroup]) -> None:
    """These are the suggestions now, and no others."""
    session.execute(delete(ThemeSuggestion).where(ThemeSuggestion.programme_id == programme_id))
    rows = [_row(programme_id, one) for one in groups]
    if rows:
        insert_many(session, {ThemeSuggestion: rows})
    session.expire_all()


def _row(programme_id: str, one: NeedGroup) -> dict[str, object]:
    return {
        "programme_id": programme_id, "key": one.key, "kind": one.kind, "theme_id": one.theme_id,
        "domain": one.domain, "detail": one.detail, "place_path": one.place_path, "voices": one.voices,
        "needs": needs_column(one),
    }  # fmt: skip


def needs_column(one: NeedGroup) -> dict[str, list[float]]:
    """What is stored of the needs of a group."""
    return {need.name: [why.alike, why.same] for need, why in zip(one.needs, one.reasons, strict=True)}


def decisions(session: AnySession, programme_id: str, *, limit: int | None = None) -> Sequence[SuggestionDecision]:
    """What was answered and not undone, the latest first."""
    mine = SuggestionDecision.programme_id == programme_id, SuggestionDecision.undone_at.is_(None)
    chosen = select(SuggestionDecision).where(*mine).order_by(SuggestionDecision.id.desc())
    return session.scalars(chosen if limit is None else chosen.limit(limit)).all()


def find_decision(session: AnySession, programme_id: str, key: uuid.UUID | None) -> SuggestionDecision | None:
    """A decision of a programme."""
    found = session.get(SuggestionDecision, key) if key else None
    return found if found is not None and found.programme_id == programme_id else None


def put_there(session: AnySession, decision: SuggestionDecision) -> list[uuid.UUID]:
    """The needs that it put under its theme and that are still there."""
    records = [record_of(name) for name in decision.chosen]
    mine = Item.programme_id == decision.programme_id, Item.theme_id == decision.theme_id, Item.record_id.in_(records)
    return list(session.scalars(select(Item.record_id).where(*mine).order_by(Item.accepted_at, Item.record_id)))


def typed_texts(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """What somebody typed of each need, folded."""
    found = session.execute(written_of(programme_id, ids)).all()
    return {record: written for record, written in found if written}
