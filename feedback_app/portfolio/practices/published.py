"""What anyone may see of solutions: their words in coarse places, what shows that they work, why each is here."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.insight.accepted.places import coarse_places
from feedback_app.insight.disclosure import Rule, read_rule
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.practices import store
from feedback_app.portfolio.practices.chain import PublicStep, public_chain
from feedback_app.portfolio.practices.change_kinds import ChangeKind
from feedback_app.portfolio.practices.proof import counting, proofs
from feedback_app.portfolio.practices.stages import ORDER, PracticeStage, shown_stage
from feedback_app.portfolio.practices.tables import Practice, PracticeEvidence
from feedback_app.portfolio.practices.visibility import HolderConsent, credit, hidden_because
from feedback_app.portfolio.replies.store import theme_titles
from feedback_app.portfolio.solutions.theme_store import theme_names
from feedback_app.register.lookup_store import PlacePoint, place_paths, place_points


@dataclass(frozen=True, slots=True)
class PracticeQuery:
    """What a reader asks for; empty: all."""

    domain: str = ""
    stage: str = ""
    place: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class PublicEvidence:
    """Something that shows whether it works. `place` is a coarse one."""

    kind: str
    source: str
    day: dt.date
    shows: str
    place: str | None


@dataclass(frozen=True, slots=True)
class PublicPractice:
    """A solution that people found, as anyone sees it."""

    id: uuid.UUID
    programme: str
    made_up: bool
    stage: PracticeStage
    words: Mapping[str, Any]
    places: tuple[str, ...]
    tried_in: tuple[str, ...]
    """Coarse, as `places`."""
    credit: str
    agreed_on: str | None
    """The day on which the holders of the knowledge agreed, where there are any."""
    evidence: Sequence[PublicEvidence]
    themes: Sequence[tuple[str, Mapping[str, str]]]
    chain: Sequence[PublicStep]
    published_on: dt.date | None

    def title(self, lang: str) -> str:
        """In a language, else in French."""
        return str((lang == "en" and self.words.get("title_en")) or self.words["title"])

    def summary(self, lang: str) -> str:
        """In a language, else in French."""
        return str((lang == "en" and self.words.get("summary_en")) or self.words["summary"])


@dataclass(frozen=True, slots=True)
class PublicPractices:
    """All that anyone may see, those that came furthest first."""

    practices: Sequence[PublicPractice] = ()
    points: Mapping[str, PlacePoint] = field(default_factory=dict)
    """The places that are named, and where they are."""
    paths: Mapping[str, str] = field(default_factory=dict)

    def name(self, code: str | None) -> str:
        """What a place is called."""
        at = self.points.get(code or "")
        return at.name if at else str(code or "")

    def asked_for(self, asked: PracticeQuery) -> list[PublicPractice]:
        """Those that fit."""
        return [one for one in self.practices if self._fits(one, asked)]

    def _fits(self, one: PublicPractice, asked: PracticeQuery) -> bool:
        paths = [self.paths.get(code, "") for code in (*one.places, *one.tried_in)]
        return (
            asked.programme in ("", one.programme)
            and asked.stage in ("", one.stage)
            and (not asked.domain or asked.domain in one.words.get("domains", ()))
            and (not asked.place or any(f"/{asked.place}/" in path for path in paths))
        )


def version(session: AnySession) -> str:
    """What solutions are of: as long as this is the same, so is every word of them."""
    return f"{store.version(session)} {public_list.version(session)}"


def public_practices(session: AnySession) -> PublicPractices:
    """The solutions of programmes that show their portfolio that a second person published, whose holders agreed where
    there are any, and whose records are all accepted."""
    programmes = {one.id: read_rule(one.settings) for one in public_list.public_programmes(session)}
    shown = _shown(session, store.practices(session, list(programmes)))
    if not shown:
        return PublicPractices()
    evidence = counting(session, shown)
    coarse = _coarse(session, programmes, shown, evidence)
    gathered = _Gathered(session, programmes, shown, evidence, coarse)
    codes = set(coarse.values())
    found = sorted((gathered.public(one) for one in shown), key=_furthest_first)
    return PublicPractices(found, place_points(session, codes), place_paths(session, codes))


def _furthest_first(one: PublicPractice) -> tuple[int, str, str]:
    return -ORDER.index(one.stage), str(one.words["title"]).casefold(), str(one.id)


def _shown(session: AnySession, found: Sequence[Practice]) -> list[Practice]:
    accepted: dict[str, dict[str, int]] = {}
    for programme in {one.programme_id for one in found}:
        ids = {uuid.UUID(key) for one in found if one.programme_id == programme for key in one.rests_on}
        accepted[programme] = store.accepted_revisions(session, programme, ids)
    return [one for one in found if hidden_because(one, accepted[one.programme_id]) is None]


def _coarse(
    session: AnySession, programmes: Mapping[str, Rule], shown: Sequence[Practice],
    evidence: Mapping[uuid.UUID, Sequence[PracticeEvidence]],
) -> dict[tuple[str, str], str]:  # fmt: skip
    """The place to show for each place that a programme's solutions name; none where it is not in the register."""
    named: dict[str, set[str]] = {}
    for one in shown:
        own = (*one.words.get("places", ()), *one.words.get("tried_in", ()))
        seen_in = (each.place_code for each in evidence[one.id] if each.place_code)
        named.setdefault(one.programme_id, set()).update(own, seen_in)
    paths = place_paths(session, set[str]().union(*named.values()))
    found: dict[tuple[str, str], str] = {}
    for programme, codes in named.items():
        known = {code: paths[code] for code in codes if code in paths}
        for code, step in coarse_places(session, programmes[programme], known).items():
            found[programme, code] = step.code
    return found


class _Gathered:
    """What several solutions need, read at once."""

    def __init__(
        self, session: AnySession, programmes: Mapping[str, Rule], shown: Sequence[Practice],
        evidence: Mapping[uuid.UUID, Sequence[PracticeEvidence]], coarse: Mapping[tuple[str, str], str],
    ) -> None:  # fmt: skip
        self._programmes, self._evidence, self._coarse = programmes, evidence, coarse
        self._proofs = proofs(session, shown)
        self._changes = store.public_changes(session, [one.id for one in shown])
        ids = {uuid.UUID(key) for one in shown for key in one.words.get("themes", ())}
        self._themes = {str(key): names for key, names in theme_names(session, theme_titles(session, ids)).items()}

    def public(self, one: Practice) -> PublicPractice:
        words = one.words
        chain = public_chain(self._changes.get(one.id, ()))
        return PublicPractice(
            id=one.id,
            programme=one.programme_id,
            made_up=self._programmes[one.programme_id].made_up,
            stage=shown_stage(one.stage, self._proofs[one.id]),
            words=words,
            places=self._places(one, words.get("places", ())),
            tried_in=self._places(one, words.get("tried_in", ())),
            credit=credit(words),
            agreed_on=one.consent.get("day") if one.consent.get("state") == HolderConsent.GIVEN else None,
            evidence=[self._public(one, each) for each in self._evidence[one.id]],
            themes=[(key, self._themes[key]) for key in words.get("themes", ()) if key in self._themes],
            chain=chain,
            published_on=max((step.day for step in chain if step.kind == ChangeKind.PUBLISHED), default=None),
        )

    def _places(self, one: Practice, codes: Collection[str]) -> tuple[str, ...]:
        found = (self._coarse.get((one.programme_id, code), "") for code in codes)
        return tuple(dict.fromkeys(code for code in found if code))

    def _public(self, one: Practice, each: PracticeEvidence) -> PublicEvidence:
        place = self._coarse.get((one.programme_id, each.place_code or "")) or None
        return PublicEvidence(each.kind, each.source, each.day, each.shows, place)
