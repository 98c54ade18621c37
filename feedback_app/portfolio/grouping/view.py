"""What the page of suggested themes shows: one suggestion after the other."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.enrol.permissions import Area
from feedback_app.forms.rule_cache import current_forms
from feedback_app.portfolio.grouping import deciding, store
from feedback_app.portfolio.grouping.deciding import OpenSuggestion
from feedback_app.portfolio.grouping.kinds import SuggestionKind
from feedback_app.portfolio.grouping.naming import name_of_choice, name_of_words, spellings
from feedback_app.portfolio.grouping.need_groups import record_of
from feedback_app.portfolio.grouping.texts import TEXTS
from feedback_app.portfolio.solutions import store as solution_store
from feedback_app.portfolio.solutions import view as desk_view
from feedback_app.portfolio.solutions.need import detail_label
from feedback_app.portfolio.solutions.tables import Theme
from feedback_app.portfolio.texts import voices_words
from feedback_app.register.lookup_store import place_labels
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class SuggestedNeed:
    """A need with what speaks for it."""

    row: desk_view.Row
    reason: str


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """One suggestion in words."""

    key: str
    theme: Theme | None
    """The theme that it names; None: it would be a new one."""
    why: str
    domain: str
    place: str
    """Its code."""
    place_label: str
    title: str
    title_en: str
    needs: Sequence[SuggestedNeed]


@dataclass(frozen=True, slots=True)
class SuggestedPage:
    """A suggestion and where it is among all; None: there is none."""

    one: SuggestionView | None
    number: int
    total: int
    next_key: str
    """After which one the next page begins; empty: there is none after it."""
    places: Sequence[desk_view.Option]


def suggested_page(session: AnySession, area: Area, *, after: str, lang: str) -> SuggestedPage:
    """The suggestion after one, or the first."""
    found = deciding.open_suggestions(session, area)
    keys = [one.row.key for one in found]
    at = keys.index(after) + 1 if after in keys else 0
    if at >= len(found):
        return SuggestedPage(None, 0, len(found), "", ())
    places = desk_view.places_of_themes(session, area.programme_id)
    shown = _Words(session, area, places, lang).view(found[at])
    return SuggestedPage(shown, at + 1, len(found), keys[at] if at + 1 < len(found) else "", places)


def page_of(session: AnySession, area: Area, key: str, *, lang: str) -> SuggestedPage:
    """The page of one suggestion, as long as it is there; else the first."""
    keys = [one.row.key for one in deciding.open_suggestions(session, area)]
    at = keys.index(key) if key in keys else 0
    return suggested_page(session, area, after=keys[at - 1] if at else "", lang=lang)


class _Words:
    """The words of a suggestion, in the reader's language."""

    def __init__(self, session: AnySession, area: Area, places: Sequence[desk_view.Option], lang: str) -> None:
        self._session, self._area, self._lang = session, area, lang
        self._offered = {one.value for one in places}

    def view(self, one: OpenSuggestion) -> SuggestionView:
        row, programme = one.row, self._area.programme_id
        ids = [record_of(name) for name in one.names]
        lines = solution_store.need_lines(self._session, self._area, ids)
        rows = {it.line.item.record_id: it for it in desk_view.rows(self._session, programme, lines, self._lang)}
        place = row.place_path.strip("/").rpartition("/")[2]
        where = place_labels(self._session, [place]).get(place, "") if place else ""
        detail = detail_label(current_forms(self._session, programme), row.domain, row.detail) if row.detail else {}
        names = self._names(one, ids, [it.line.summary for it in rows.values()], detail, where)
        return SuggestionView(
            row.key, solution_store.find_theme(self._session, programme, row.theme_id), self._why(one, detail),
            row.domain, place if place in self._offered else "", where, names.get("fr", ""), names.get("en", ""),
            [SuggestedNeed(rows[key], self._reason(one, name)) for key, name in zip(ids, one.names, strict=True)
             if key in rows],
        )  # fmt: skip

    def _names(
        self, one: OpenSuggestion, ids: Sequence[uuid.UUID], summaries: Sequence[str], detail: Mapping[str, str],
        where: str,
    ) -> Mapping[str, str]:  # fmt: skip
        if one.row.kind == SuggestionKind.CHOICE:
            return name_of_choice(detail, where)
        if one.row.kind == SuggestionKind.NEAR:
            return {}
        texts = [*store.typed_texts(self._session, self._area.programme_id, ids).values()]
        topic = vocabulary("domains").label(one.row.domain, "fr")
        return {"fr": name_of_words(topic, texts, place=where, written_as=spellings(summaries))}

    def _why(self, one: OpenSuggestion, detail: Mapping[str, str]) -> str:
        low = min((int(100 * one.row.needs[name][0]) for name in one.names), default=0)
        return TEXTS.say(
            f"why.{one.row.kind}", voices=voices_words(one.row.voices, 1), detail=label(detail, self._lang), low=low
        )

    def _reason(self, one: OpenSuggestion, name: str) -> str:
        alike, same = one.row.needs[name]
        words = TEXTS.say("reason.words", percent=round(100 * alike)) if alike else ""
        choice = TEXTS.say("reason.same.one" if same == 1 else "reason.same", n=int(same)) if same else ""
        return " · ".join(part for part in (words, choice) if part)
