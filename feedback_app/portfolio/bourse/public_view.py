"""What anyone sees of the project exchange: the list, and one project with where it comes from and how far it is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.insight.disclosure import read_rule
from feedback_app.insight.statistics import WeightedKappa
from feedback_app.portfolio.bourse import store
from feedback_app.portfolio.bourse.milestone_lines import MilestoneLine, least_of, milestone_lines
from feedback_app.portfolio.bourse.milestone_rate import MilestoneRate, milestone_rates
from feedback_app.portfolio.bourse.milestone_states import FIXED, MilestoneState
from feedback_app.portfolio.bourse.partners import store as partner_store
from feedback_app.portfolio.bourse.partners.funds import funds_of
from feedback_app.portfolio.bourse.partners.pledges import MoneyTrail, ProjectFunds, money_trails
from feedback_app.portfolio.bourse.progress import steps_of
from feedback_app.portfolio.bourse.project_words import ProjectWords, from_json, without_contact
from feedback_app.portfolio.bourse.regions import regions_around, regions_of
from feedback_app.portfolio.bourse.score_view import Ranked, Score, agreement_of, ranking, score_of
from feedback_app.portfolio.bourse.scorings import current
from feedback_app.portfolio.bourse.states import ROAD, SEEKS, ProjectState, ProjectStep
from feedback_app.portfolio.bourse.tables import BourseProject, BourseScoring
from feedback_app.portfolio.listing.groups import Figure, ListQuery, figure
from feedback_app.portfolio.listing.public_list import PublicList, gathered, public_programmes
from feedback_app.portfolio.solutions import store as solution_store
from feedback_app.register.lookup_store import place_labels, place_paths
from feedback_app.register.project_store import organisation_names
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class ProjectQuery:
    """What a visitor wants to see; empty fields want everything."""

    sector: str = ""
    place: str = ""
    state: str = ""
    theme: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class AnsweredTheme:
    """A theme that a project answers, with the voices that may be shown."""

    id: uuid.UUID
    names: Mapping[str, str]
    figure: Figure


@dataclass(frozen=True, slots=True)
class PublicProject:
    """A project as anyone sees it."""

    id: uuid.UUID
    programme: str
    state: ProjectState
    since: dt.date | None
    words: ProjectWords
    places: Sequence[str]
    paths: Sequence[str]
    themes: Sequence[AnsweredTheme]
    score: Score | None
    ranked: Ranked | None
    milestones: Sequence[MilestoneLine]
    funds: ProjectFunds

    @property
    def done(self) -> int:
        """How many milestones are done, and not contested."""
        return sum(one.state in FIXED for one in self.milestones)

    @property
    def contested(self) -> int:
        """Of how many its places say that they are not done."""
        return sum(one.state is MilestoneState.CONTESTED for one in self.milestones)


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """The list of projects."""

    asked: ProjectQuery
    projects: Sequence[PublicProject]
    sectors: Sequence[Choice]
    regions: Sequence[Choice]
    states: Sequence[ProjectState]
    themes: Sequence[Choice]
    agreement: WeightedKappa
    all_projects: int
    by_holder: Sequence[MilestoneRate]
    by_region: Sequence[MilestoneRate]

    @property
    def sought(self) -> int:
        """What the projects shown that seek funding still seek."""
        return sum(one.funds.sought for one in self.projects if one.state is SEEKS)

    @property
    def seeking(self) -> int:
        """How many of those shown seek funding."""
        return sum(one.state is SEEKS for one in self.projects)


def exchange(session: AnySession, asked: ProjectQuery, *, today: dt.date, lang: str) -> ExchangeView:
    """The list that is asked for, the best of those that seek funding first. What may be chosen is what there is."""
    rows, scored = _stored(session)
    shown = [one for one in _gathered(session, rows, scored, today=today) if one.state is not ProjectState.WITHDRAWN]
    known = regions_around(session, (path for one in shown for path in one.paths))
    labels, sectors = place_labels(session, known), vocabulary("sectors")
    themes = {theme.id: label(theme.names, lang) for one in shown for theme in one.themes}
    return ExchangeView(
        asked=asked,
        projects=sorted((one for one in shown if _is_asked_for(one, asked)), key=_order),
        sectors=_choices({code: sectors.label(code, lang) for one in shown if (code := one.words.sector)}),
        regions=_choices(labels),
        states=[state for state in ROAD if any(one.state is state for one in shown)],
        themes=_choices({str(key): title for key, title in themes.items()}),
        agreement=agreement_of(scored),
        all_projects=len(shown),
        by_holder=milestone_rates((one.words.holder, state) for one in shown for state in _states(one)),
        by_region=milestone_rates(
            (labels.get(code, code), state)
            for one in shown
            for code in regions_of(one.paths, known)
            for state in _states(one)
        ),
    )


def _states(one: PublicProject) -> Iterator[MilestoneState]:
    """Where each milestone is; none is due before the project is funded."""
    if one.state is not SEEKS:
        yield from (line.state for line in one.milestones)


def _choices(labels: Mapping[str, str]) -> list[Choice]:
    return sorted((Choice(value, text) for value, text in labels.items()), key=lambda one: one.label)


def _is_asked_for(one: PublicProject, asked: ProjectQuery) -> bool:
    return (
        asked.sector in ("", one.words.sector)
        and asked.state in ("", one.state)
        and (not asked.place or any(f"/{asked.place}/" in path for path in one.paths))
        and (asked.theme is None or asked.theme in {theme.id for theme in one.themes})
    )


def _order(one: PublicProject) -> tuple[int, int, str]:
    return ROAD.index(one.state), one.ranked.rank if one.ranked else 10_000, one.words.title


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """One project, with what it carries out, its reasons that may be read, and its neighbours in the ranking."""

    project: PublicProject
    solutions: Sequence[str]
    steps: Sequence[ProjectStep]
    scorings: Sequence[BourseScoring]
    neighbours: Mapping[uuid.UUID, str]
    programme_name: str
    trails: Sequence[MoneyTrail]
    """What organisations promised and paid, as the Lab confirmed."""
    organisations: Mapping[str, str]


def project_page(session: AnySession, project_id: uuid.UUID, *, today: dt.date, lang: str) -> ProjectPage | None:
    """The page of a project that anyone may see; None where there is none."""
    rows, scored = _stored(session)
    row = next((one for one in rows if one.id == project_id), None)
    if row is None:
        return None
    found = {one.id: one for one in _gathered(session, rows, scored, today=today)}
    mine, names = found[project_id], {one.id: one.name for one in public_programmes(session)}
    carried_out = [
        one.title
        for one in solution_store.solutions(session, row.programme_id)
        if one.published and one.id in mine.words.solutions
    ]
    trails = money_trails(partner_store.pledges(session, [project_id]).get(project_id, []))
    return ProjectPage(
        project=mine,
        solutions=carried_out,
        steps=steps_of(session, row),
        scorings=current(scored.get(project_id, [])) if mine.score else [],
        neighbours={one.project: found[one.project].words.title for one in mine.ranked.neighbours}
        if mine.ranked
        else {},
        programme_name=label(names[row.programme_id], lang),
        trails=trails,
        organisations=organisation_names(session, [one.organisation for one in trails]),
    )


Scored = Mapping[uuid.UUID, Sequence[BourseScoring]]


def _stored(session: AnySession) -> tuple[Sequence[BourseProject], Scored]:
    rows = store.public_projects(session, [one.id for one in public_programmes(session)])
    return rows, store.scorings(session, [one.id for one in rows])


def _gathered(
    session: AnySession, rows: Sequence[BourseProject], scored: Scored, *, today: dt.date
) -> list[PublicProject]:
    """All that anyone may see, with as many statements for many as for one."""
    words = {one.id: without_contact(from_json(one.words)) for one in rows}
    codes = {code for one in words.values() for code in one.places}
    labels, paths = place_labels(session, codes), place_paths(session, codes)
    ranks, heard = _ranks(rows, scored), gathered(session)
    lines, funds = _milestones(session, rows, words, today), funds_of(session, words)
    return [
        PublicProject(
            id=one.id,
            programme=one.programme_id,
            state=ProjectState(one.state),
            since=one.since,
            words=words[one.id],
            places=[labels.get(code, code) for code in words[one.id].places],
            paths=[paths[code] for code in words[one.id].places if code in paths],
            themes=_themes(heard, one.programme_id, words[one.id].themes),
            score=score_of(scored.get(one.id, [])),
            ranked=ranks.get(one.id),
            milestones=lines[one.id],
            funds=funds[one.id],
        )
        for one in rows
    ]


def _ranks(rows: Sequence[BourseProject], scored: Scored) -> dict[uuid.UUID, Ranked]:
    """The rank of each project that seeks funding, among those of its programme."""
    found: dict[uuid.UUID, Ranked] = {}
    for programme in sorted({one.programme_id for one in rows}):
        mine = [one.id for one in rows if one.programme_id == programme and one.state == SEEKS]
        found |= ranking({key: scored.get(key, []) for key in mine})
    return found


def _themes(heard: PublicList, programme: str, ids: Sequence[uuid.UUID]) -> list[AnsweredTheme]:
    """Those of these themes of which the public list has lines, with the figures that it shows."""
    found = []
    for key in ids:
        lines = heard.only(ListQuery(programme=programme, theme=key)).groups
        if lines and key in heard.words.themes:
            found.append(AnsweredTheme(key, heard.words.themes[key], figure(lines)))
    return found


def _milestones(
    session: AnySession, rows: Sequence[BourseProject], words: Mapping[uuid.UUID, ProjectWords], today: dt.date
) -> dict[uuid.UUID, list[MilestoneLine]]:
    found: dict[uuid.UUID, list[MilestoneLine]] = {}
    for programme in public_programmes(session):
        mine = {one.id: words[one.id] for one in rows if one.programme_id == programme.id}
        least = least_of(read_rule(programme.settings))
        found |= milestone_lines(session, programme.id, mine, today=today, least=least) if mine else {}
    return found
