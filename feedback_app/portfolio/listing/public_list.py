"""What is shown to anyone, gathered: the lines of the public list with their words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session

from feedback_app.base.geo import middle
from feedback_app.forms.engine.meaning import FormMeaning
from feedback_app.forms.rule_cache import forms_of_needs
from feedback_app.insight.disclosure import read_rule
from feedback_app.portfolio.listing import store
from feedback_app.portfolio.listing.count_store import CountsVersion, digest, read_version, stored_counts
from feedback_app.portfolio.listing.counts import PlaceCount, Published, lines
from feedback_app.portfolio.listing.groups import (
    ExactGroup,
    ListQuery,
    PlaceWords,
    SolutionWords,
    groups,
    most_voices_first,
)
from feedback_app.portfolio.listing.list_cache import Lines, LinesKey, ListCache
from feedback_app.portfolio.solutions.need import detail_label
from feedback_app.portfolio.solutions.theme_store import theme_names
from feedback_app.register.lookup_store import ProgrammeInfo, place_points, programmes
from feedback_app.register.store import shapes_of
from schemas.vocabulary import vocabulary

AnySession = Session | scoped_session[Session]


@dataclass(frozen=True, slots=True)
class LineWords:
    """The words that lines are written with."""

    places: Mapping[str, PlaceWords]
    themes: Mapping[uuid.UUID, Mapping[str, str]]
    """By language."""
    solutions: Mapping[uuid.UUID, SolutionWords]
    forms: Mapping[str, Sequence[FormMeaning]]
    """The forms that name the details, by programme."""
    made_up: frozenset[str] = frozenset()
    """The programmes in which nobody said what is shown."""


@dataclass(frozen=True, slots=True)
class PublicList:
    """The lines asked for, in order, and their words."""

    groups: Sequence[ExactGroup]
    words: LineWords

    def lines(self, start: int = 0, stop: int | None = None) -> list[dict[str, Any]]:
        """Some of the lines as they go over the wire (`schemas.portfolio.NeedSchema`)."""
        return [line(group, self.words) for group in self.groups[start:stop]]

    def only(self, asked: ListQuery) -> PublicList:
        """The lines that are asked for."""
        return replace(self, groups=[group for group in self.groups if _is_asked_for(group, asked)])


def _is_asked_for(group: ExactGroup, asked: ListQuery) -> bool:
    return (
        asked.programme in ("", group.programme)
        and asked.domain in ("", group.domain)
        and asked.theme in (None, group.theme)
        and (not asked.place or f"/{asked.place}/" in group.path)
    )


def public_programmes(session: AnySession) -> list[ProgrammeInfo]:
    """The programmes that show their portfolio."""
    return [one for one in programmes(session) if read_rule(one.settings).public]


def read(session: AnySession, asked: ListQuery) -> PublicList:
    """The lines asked for that anyone may see by their programme's rule of disclosure, with their words."""
    return gathered(session).only(asked)


def version(session: AnySession) -> str:
    """What the list is of: as long as this is the same, so are all lines and every word of them."""
    return read_version(session).token


_MADE: WeakKeyDictionary[Engine, ListCache[PublicList]] = WeakKeyDictionary()


def gathered(session: AnySession) -> PublicList:
    """All lines that anyone may see. Filters choose among these and divide none.

    It is made once in each process for each version of what it is of (`count_store.CountsVersion`), and changed by
    nobody.
    """
    made = _MADE.setdefault(session.connection().engine, ListCache())
    return made.of(read_version(session), lambda of, known: _made(session, of, known))


def _made(session: AnySession, version: CountsVersion, known: Lines) -> tuple[PublicList, Lines]:
    """The list, and its lines by programme and domain, of which those that are `known` are taken over."""
    shown = public_programmes(session)
    until = counted_until(session, shown)
    named = store.published(session, until)
    parts = {
        part: lines
        for one in shown
        if one.id in until
        for part, lines in _lines_of(session, one, until[one.id], named, version, known).items()
    }
    found = [group for lines in parts.values() for group in lines]
    words = _words(session, shown, found)
    return PublicList(most_voices_first(found, words.places), words), parts


def _lines_of(
    session: AnySession, programme: ProgrammeInfo, before: dt.datetime | None, named: Published, version: CountsVersion,
    known: Lines,
) -> Lines:  # fmt: skip
    """The lines of a programme by (programme, domain, version): known ones, those of stored counts, and, where
    something has changed since, those of counts of now."""
    rule, home = read_rule(programme.settings), programme.place_code
    applied = digest([rule, home, named.state])

    def key(domain: str) -> LinesKey:
        return programme.id, domain, f"{version.part((programme.id, domain))} {applied}"

    def made(counted: Mapping[str, Sequence[PlaceCount]]) -> Lines:
        return {
            key(domain): lines(programme.id, domain, some, named, rule=rule, home=home)
            for domain, some in counted.items()
        }

    changed = version.changed_domains(programme.id)
    stored = version.stored_domains(programme.id) - changed
    wanted = {domain for domain in stored if key(domain) not in known}
    counted = stored_counts(session, programme.id, wanted) if wanted else {}
    if version.is_all_changed(programme.id) or len(counted) < len(wanted):  # or stored anew since the version was read
        return made(store.count_places(session, programme.id, before=before))
    if changed:
        counted |= store.count_places(session, programme.id, before=before, domains=changed)
    return {**made(counted), **{key(domain): known[key(domain)] for domain in stored if key(domain) in known}}


def counted_until(session: AnySession, some: Iterable[ProgrammeInfo]) -> dict[str, dt.datetime | None]:
    """Until when what was accepted is counted, None for all of it, by programme; those of which nothing is counted are
    not there."""
    batches = store.batches(session)
    made_up = {one.id: None for one in some if read_rule(one.settings).made_up}
    return made_up | {one.id: batches[one.id] for one in some if one.id in batches and one.id not in made_up}


def figures_day(session: AnySession, *, today: dt.date) -> dt.date | None:
    """Of which day the figures are: that of the last batch, today where all that is accepted is counted at once. None
    where nothing is counted yet."""
    until = counted_until(session, public_programmes(session)).values()
    return max((moment.date() if moment else today for moment in until), default=None)


def gathered_anew(session: AnySession) -> PublicList:
    """What `gathered` says, made of every item, for tests and benches to compare."""
    shown = public_programmes(session)
    rules = {one.id: read_rule(one.settings) for one in shown}
    cells = store.cells(session, counted_until(session, shown))
    found = groups(cells, rules, {one.id: one.place_code for one in shown})
    words = _words(session, shown, found)
    return PublicList(most_voices_first(found, words.places), words)


def _words(session: AnySession, shown: Sequence[ProgrammeInfo], found: Sequence[ExactGroup]) -> LineWords:
    return LineWords(
        places=_places(session, {group.place for group in found}),
        themes=theme_names(session, {group.theme for group in found if group.theme}),
        solutions=store.solutions(session, {one for group in found for one in group.solutions}),
        forms={one.id: forms_of_needs(session, one.id) for one in shown},
        made_up=frozenset(one.id for one in shown if read_rule(one.settings).made_up),
    )


def _places(session: AnySession, codes: set[str]) -> dict[str, PlaceWords]:
    """A place without a point of its own gets the middle of its outline, when there is one."""
    places = {code: PlaceWords(*astuple(place)) for code, place in place_points(session, codes).items()}
    bare = {code for code, place in places.items() if place.latitude is None or place.longitude is None}
    for code, geometry in shapes_of(session, [*bare]).items():
        if at := middle(geometry):
            places[code] = replace(places[code], latitude=round(at[0], 5), longitude=round(at[1], 5))
    return places


def line(group: ExactGroup, words: LineWords) -> dict[str, Any]:
    """A line as it goes over the wire, figures rounded. No word in it was typed or said by who recorded a need."""
    forms = words.forms.get(group.programme, ())
    span = group.span
    answers = [_solution(words.solutions[one]) for one in group.solutions if one in words.solutions]
    return {
        "id": group.id,
        "programme": group.programme,
        "place": _place(words.places.get(group.place), group.place),
        "domain": {"code": group.domain, "label": _label("domains", group.domain)},
        "theme": _theme(group.theme, words.themes.get(group.theme, {})) if group.theme else None,
        "solution": answers[0] if answers else None,
        "solutions": answers,
        "voices": group.voices,
        "k": group.k,
        "details": [
            {"code": code, "label": dict(detail_label(forms, group.domain, code)) or {"fr": code}, "voices": voices}
            for code, voices in group.parts(group.details)
        ],
        "gravity": [
            {"code": code, "label": _label("severities", code), "voices": voices}
            for code, voices in group.parts(group.gravity)
        ],
        "first_month": span[0] if span else None,
        "last_month": span[1] if span else None,
        "gathered": group.is_gathered,
        "made_up": group.programme in words.made_up,
    }


def _theme(key: uuid.UUID, names: Mapping[str, str]) -> dict[str, str]:
    return {"id": str(key), "title": names.get("fr", ""), "title_en": names.get("en", "")}


def _label(name: str, code: str) -> dict[str, str]:
    term = vocabulary(name).get(code)
    return dict(term.label) if term else {"fr": code}


def _place(place: PlaceWords | None, code: str) -> dict[str, Any]:
    found = place or PlaceWords(code, code, code, "", None, None)
    return {
        "code": found.code,
        "name": found.name,
        "label": found.label,
        "level": found.level,
        "latitude": found.latitude,
        "longitude": found.longitude,
    }


def _solution(solution: SolutionWords) -> dict[str, Any]:
    project = solution.project
    return {
        "id": solution.id,
        "title": solution.title,
        "description": solution.description,
        "project": {
            "id": project.id,
            "title": project.title,
            "status": project.status,
            "funders": [{"id": one.id, "name": one.name, "share": one.share} for one in project.funders],
        }
        if project
        else None,
    }
