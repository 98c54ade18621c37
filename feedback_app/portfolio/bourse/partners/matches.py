"""What matches the offers of organisations: projects that seek funding, and needs that anyone may see."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label, language
from feedback_app.portfolio.bourse import store as project_store
from feedback_app.portfolio.bourse.partners import store
from feedback_app.portfolio.bourse.partners.funds import funds_of
from feedback_app.portfolio.bourse.partners.matching import Candidate, Match, match
from feedback_app.portfolio.bourse.partners.offer_history import OfferChange, offer_history
from feedback_app.portfolio.bourse.partners.offer_words import MONEY, OfferWords, offer_from_json
from feedback_app.portfolio.bourse.partners.pledges import ProjectFunds
from feedback_app.portfolio.bourse.partners.tables import Offer
from feedback_app.portfolio.bourse.project_words import ProjectWords, from_json, without_contact
from feedback_app.portfolio.bourse.regions import regions_around
from feedback_app.portfolio.bourse.states import SEEKS
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.listing.groups import ExactGroup, ListQuery
from feedback_app.register.lookup_store import place_labels, place_paths
from feedback_app.register.project_store import organisation_names
from schemas.vocabulary import vocabulary

MOST_NEEDS = 10
"""Needs that are shown of those that match an offer, the best first."""


@dataclass(frozen=True, slots=True)
class ProjectMatch:
    """A project that seeks funding and matches an offer."""

    id: uuid.UUID
    words: ProjectWords
    funds: ProjectFunds
    match: Match
    is_interest: bool
    """Whether the organisation has noted its interest already."""


@dataclass(frozen=True, slots=True)
class NeedMatch:
    """A line of the public list that matches an offer."""

    theme: uuid.UUID | None
    title: str
    place: str
    voices: int
    k: int
    match: Match


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer with all that matches it."""

    offer: Offer
    words: OfferWords
    organisation: str
    projects: Sequence[ProjectMatch]
    needs: Sequence[NeedMatch]
    labels: Mapping[str, str]
    """What the places that are named are called."""
    history: Sequence[OfferChange]


def offer_views(session: AnySession, programme_id: str, some: Sequence[Offer]) -> list[OfferView]:
    """These offers with what matches them; what is closed matches nothing."""
    words = {one.id: offer_from_json(one.words) for one in some}
    names = organisation_names(session, {one.organisation_id for one in some})
    rows = [one for one in project_store.public_projects(session, [programme_id]) if one.state == SEEKS]
    projects = {row.id: without_contact(from_json(row.words)) for row in rows}
    lines = public_list.gathered(session).only(ListQuery(programme=programme_id)) if some else None
    groups = lines.groups if lines else []
    codes = {code for offer in words.values() for code in offer.places}
    codes |= {code for project in projects.values() for code in project.places}
    labels = place_labels(session, codes | {group.place for group in groups})
    paths, funds, noted = place_paths(session, codes), funds_of(session, projects), _noted(session, programme_id)
    themes: Mapping[uuid.UUID, Mapping[str, str]] = lines.words.themes if lines else {}
    regions = regions_around(session, paths.values())
    changes = offer_history(session, words.keys())

    def view(one: Offer) -> OfferView:
        offered = [paths[code] for code in words[one.id].places if code in paths]
        candidates = {key: _candidate(project, funds[key], paths) for key, project in projects.items()}
        found = {key: match(words[one.id], offered, other, regions=regions) for key, other in candidates.items()}
        matched = [
            ProjectMatch(key, projects[key], funds[key], how, (one.organisation_id, key) in noted)
            for key, how in found.items()
            if how.is_one and one.closed_at is None
        ]
        needs = [
            _need(group, themes, labels, match(words[one.id], offered, _needed(group), regions=regions))
            for group in groups
            if one.closed_at is None
        ]
        return OfferView(
            one, words[one.id], names.get(one.organisation_id, one.organisation_id),
            sorted(matched, key=lambda it: (-it.match.points, it.words.title)),
            sorted((it for it in needs if it.match.is_one), key=lambda it: (-it.match.points, -it.voices, it.title))[
                :MOST_NEEDS
            ],
            labels, changes.get(one.id, []),
        )  # fmt: skip

    return [view(one) for one in some]


def _noted(session: AnySession, programme_id: str) -> set[tuple[str, uuid.UUID]]:
    return {
        (one.organisation_id, one.project_id) for one in store.pledges_of(session, programme_id) if not one.withdrawn_at
    }


def _candidate(words: ProjectWords, funds: ProjectFunds, paths: Mapping[str, str]) -> Candidate:
    return Candidate(
        sectors=(words.sector,), paths=tuple(paths[code] for code in words.places if code in paths),
        sought=funds.sought, kinds=words.wants or (MONEY,), goals=words.goals, subjects=words.subjects,
    )  # fmt: skip


def _needed(group: ExactGroup) -> Candidate:
    """A line of the public list, as offers are compared with it."""
    sectors = tuple(term.code for term in vocabulary("sectors").terms if group.domain in term.many("domains"))
    return Candidate(sectors, (group.path,))


def _need(
    group: ExactGroup, themes: Mapping[uuid.UUID, Mapping[str, str]], labels: Mapping[str, str], how: Match
) -> NeedMatch:  # fmt: skip
    title = label(themes.get(group.theme, {})) if group.theme else ""
    return NeedMatch(
        group.theme if title else None, title or vocabulary("domains").label(group.domain, language()),
        labels.get(group.place, group.place), group.voices or 0, group.k, how,
    )  # fmt: skip
