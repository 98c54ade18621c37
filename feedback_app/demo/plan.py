"""A plausible pilot of half a year, worked out beforehand: the same seed, places and moment make the same records.

Every record is recorded and arrives somewhere in those months; what the desk does with it follows the roads in
`desk.json`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from feedback_app.demo.answers import Answered, Setting, answer, name_media
from feedback_app.demo.pictures import Medium, seeded
from feedback_app.demo.portfolio_plan import portfolio_steps
from feedback_app.demo.record_ids import name_at
from feedback_app.demo.roads import Road, special_roads, usual_road
from feedback_app.demo.staged import accepted_road, staged_records
from feedback_app.demo.steps import Deciding, Plan, Sending, Step, Suspending
from feedback_app.demo.words import read_words, recorded_instruments
from feedback_app.forms.engine.definition import Definition
from feedback_app.forms.engine.meaning import FormMeaning

WEEKS = 26
SPEAKS_FRENCH = 0.8


@dataclass(frozen=True, slots=True)
class Village:
    """A place that records come from."""

    code: str
    name: str
    lat: float
    lng: float


@dataclass(frozen=True, slots=True)
class FieldPhone:
    """A phone of a persona, and the villages that it goes to."""

    id: uuid.UUID
    person: uuid.UUID
    villages: Sequence[Village]


@dataclass(frozen=True, slots=True)
class ProjectPlace:
    """A project of the programme, where it is, and what it is about."""

    id: str
    sector: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Form:
    """A form as the programme has it now."""

    definition: Definition
    meaning: FormMeaning


@dataclass(frozen=True, slots=True)
class Scene:
    """What a pilot is made up for."""

    seed: int
    until: dt.datetime
    programme: str
    consent: str
    """The version of its promise."""
    uses: Sequence[str]
    phones: Sequence[FieldPhone]
    projects: Sequence[ProjectPlace]
    forms: Mapping[str, Form]
    media: Mapping[str, Sequence[Medium]]
    share: int = 100
    """How many percent of the records are made up."""

    @property
    def since(self) -> dt.datetime:
        """When the pilot began."""
        return self.until - dt.timedelta(weeks=WEEKS)


@dataclass(slots=True)
class Draft:
    """A record while it is planned."""

    record: uuid.UUID
    phone: int
    arrives: dt.datetime
    body: dict[str, Any]
    media: Sequence[Medium]


def make_plan(scene: Scene) -> Plan:
    """All that happens in the pilot."""
    chance = seeded(scene.seed)
    steps: list[Step] = []
    media: dict[int, set[str]] = defaultdict(set)
    drafts = [draft for name in recorded_instruments() for draft in _drafts(scene, name, chance)]
    special, staged = special_roads(chance), list(_staged(scene))
    accepted: list[tuple[dt.datetime, Draft]] = []
    needs = [one for one in drafts if one.body["instrument"] == _MOST]
    odd = dict(zip((one.record for one in chance.sample(needs, k=len(special))), special, strict=True))
    odd |= {one.record: accepted_road(scene.until, _moment(one)) for one in staged}
    for draft in [*drafts, *staged]:
        road, own_chance = odd.get(draft.record), _chance_of(draft.record)
        if road is not None and road.days is not None:
            _move(draft, scene.until - road.days, own_chance)
        road = road or usual_road(scene.until - draft.arrives, own_chance)
        own = list(_life(scene, draft, road))
        steps += own
        if not road.loses_media:
            media[draft.phone] |= {one.sha256 for one in draft.media}
        if (at := _accepted_at(own, road)) and draft.body["instrument"] == _MOST:
            accepted.append((at, draft))
    steps += portfolio_steps(scene, [(at, one.record, _topic(scene, one)) for at, one in accepted])
    steps = [one for one in steps if one.at < scene.until]
    return Plan(
        _by_weeks(scene, steps), len(drafts) + len(staged), {phone: sorted(some) for phone, some in media.items()}
    )


_MOST = max(recorded_instruments(), key=lambda name: read_words(f"records/{name}")["count"])
"""The instrument of which there are most records: needs."""


def _chance_of(record: uuid.UUID) -> Random:
    """A generator of a record's own: what another one draws, which may depend on the hour, changes nothing for it."""
    return seeded(record.int % 2**62)


def _topic(scene: Scene, draft: Draft) -> tuple[str, str]:
    """Domain and detail of a need, by what the questions of its form mean."""
    answers = draft.body["answers"]
    found = scene.forms[draft.body["instrument"]].meaning.facts(answers)
    codes = {one.meaning: str(one.code) for one in reversed(found) if one.code}
    return codes.get("domain", ""), codes.get("detail", "")


def _by_weeks(scene: Scene, steps: Sequence[Step]) -> list[list[Step]]:
    weeks: list[list[Step]] = [[] for _ in range(WEEKS)]
    for one in sorted(steps, key=lambda step: step.at):
        weeks[min(WEEKS - 1, max(0, (one.at - scene.since).days // 7))].append(one)
    return weeks


def _drafts(scene: Scene, instrument: str, chance: Random) -> Iterator[Draft]:
    words = read_words(f"records/{instrument}")
    templates = [one for one in words["templates"] if _project(scene, one, chance) or "sector" not in one]
    for n in range(-(-words["count"] * scene.share // 100) if templates else 0):
        if n % len(templates) == 0:
            chance.shuffle(templates)
        yield _draft(scene, instrument, words, templates[n % len(templates)], chance)


def _staged(scene: Scene) -> Iterator[Draft]:
    """Records that a first look needs."""
    chance = seeded(scene.seed + 2)
    for one in staged_records(scene.seed, scene.until, len(scene.phones)):
        words, phone = read_words(f"records/{one.instrument}"), scene.phones[one.phone]
        there = replace(scene, phones=[phone])
        draft = _draft(there, one.instrument, words, one.template, chance)
        draft.phone, draft.body["mode"], draft.body["recorded_at"] = one.phone, "assisted", _text(one.at)
        yield draft


def _moment(draft: Draft) -> dt.datetime:
    return dt.datetime.fromisoformat(draft.body["recorded_at"])


def _project(scene: Scene, template: Mapping[str, Any], chance: Random) -> ProjectPlace | None:
    """A project that the template may be about."""
    sector = template.get("sector")
    some = [one for one in scene.projects if sector in ("any", one.sector)]
    return chance.choice(some) if sector and some else None


def _draft(
    scene: Scene, instrument: str, words: Mapping[str, Any], template: Mapping[str, Any], chance: Random
) -> Draft:
    project = _project(scene, template, chance)
    phone, village = _where(scene, project, chance)
    recorded = _daytime(scene.until - dt.timedelta(weeks=WEEKS) * chance.random() ** 1.15, scene, chance)
    setting = Setting(village.name, recorded.date(), project.id if project else None)
    found = Answered(answer(template, words["common"], chance, setting))
    name_media(found, chance, template, scene.media)
    location = _location(village, chance) if template.get("spot") and chance.random() < 0.8 else None
    if location:
        found.answers |= {"a_un_lieu": "oui", "point": location}
    uses = _uses(scene, chance)
    found = _without_refused(found, uses).settle(scene.forms[instrument].definition, recorded.date())
    body = {
        "instrument": instrument,
        "instrument_version": scene.forms[instrument].definition["version"],
        "programme": scene.programme,
        "place": village.code,
        "project": project.id if project else None,
        "author": str(scene.phones[phone].person),
        "recorded_at": _text(recorded),
        "duration_ms": chance.randint(70_000, 540_000),
        "mode": words.get("mode") or chance.choice(("assisted", "assisted", "assisted", "alone", "group")),
        "location": {**location, "source": "gps"} if location else None,
        "consent": {
            "version": scene.consent,
            "language": "fr" if chance.random() < SPEAKS_FRENCH else "dyu",
            "given_by": "group" if words.get("mode") else chance.choice(("oral", "oral", "tick")),
            "attribution": "anonymous",
            "uses": uses,
        },
        "answers": found.answers,
        "media": [
            {"sha256": one.sha256, "type": one.type, "bytes": one.size, "question": name}
            for name, one in found.media.items()
        ],
        "reply_to": None,
    }
    arrives = recorded + dt.timedelta(hours=chance.choice((0.1, 0.3, 2, 9, 26, 60)) * chance.uniform(0.7, 1.3))
    return Draft(name_at(recorded, chance), phone, arrives, body, list(found.media.values()))


def _where(scene: Scene, project: ProjectPlace | None, chance: Random) -> tuple[int, Village]:
    """Who records, and in which village: where the project is, for one that is about a project."""
    there = [
        (n, village)
        for n, phone in enumerate(scene.phones)
        for village in phone.villages
        if project and village.code == project.place
    ]
    phone = chance.randrange(len(scene.phones))
    return chance.choice(there) if there else (phone, chance.choice(list(scene.phones[phone].villages)))


def _daytime(at: dt.datetime, scene: Scene, chance: Random) -> dt.datetime:
    """A moment of that day at which people are up; never after the end."""
    moment = at.replace(hour=chance.randint(7, 17), minute=chance.randint(0, 59), second=chance.randint(0, 59))
    return min(moment, scene.until - dt.timedelta(minutes=chance.randint(30, 600)))


def _text(at: dt.datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _location(village: Village, chance: Random) -> dict[str, float]:
    """A spot within some hundred metres of a village."""
    lat, lon = (round(value + chance.uniform(-0.006, 0.006), 5) for value in (village.lat, village.lng))
    return {"lat": lat, "lon": lon, "accuracy_m": chance.randint(4, 30)}


REFUSED = 0.08
"""How often somebody says no to a photo or a voice."""


def _uses(scene: Scene, chance: Random) -> dict[str, bool]:
    first, *others = scene.uses
    return {first: True} | {name: chance.random() >= REFUSED for name in others}


def _without_refused(found: Answered, uses: Mapping[str, bool]) -> Answered:
    """Without the photos or voices that somebody refused: a phone throws them away."""
    refused = [kind for name, kind in (("photo", "image/"), ("voice", "audio/")) if not uses.get(name, True)]
    for question, one in list(found.media.items()):
        if one.type.startswith(tuple(refused)):
            del found.media[question]
            found.answers.pop(question.partition("[")[0], None)
    return found


def _move(draft: Draft, at: dt.datetime, chance: Random) -> None:
    """Lets a record be made at another moment."""
    draft.body["recorded_at"], draft.record = _text(at), name_at(at, chance)
    draft.arrives = at + dt.timedelta(minutes=chance.randint(5, 90))


def _life(scene: Scene, draft: Draft, road: Road) -> Iterator[Step]:
    """What happens to a record, from its first arrival on."""
    body = _changed(scene, draft, road)
    sent = Sending(
        at=draft.arrives, phone=draft.phone, record=draft.record, rev=1, body=body, offset=road.offset,
    )  # fmt: skip
    yield sent
    at, rev = draft.arrives, 1
    if road.is_sent_twice:
        again = {**body, "duration_ms": body["duration_ms"] + 41_000}
        yield _again(sent, at=at + dt.timedelta(hours=5), body=again)
    if road.is_damaged:
        yield _again(sent, at=at + dt.timedelta(hours=2), body=body, rev=2, is_damaged=True)
    for one in road.steps:
        at += one.after
        if one.is_taken_back:
            consent = {**body["consent"], "uses": {scene.uses[0]: False}}
            rev += 1
            yield _again(sent, at=at, rev=rev, body={**body, "answers": {}, "media": [], "consent": consent})
        elif one.reply:
            rev += 1
            yield _again(sent, at=at, rev=rev, body=body, reply=one.reply)
        elif one.action:
            yield Deciding(at=at, record=draft.record, action=one.action, reason=one.reason, message=one.message)
        else:
            yield Suspending(at=at, record=draft.record, asked_by=one.asked_by)


def _again(sent: Sending, *, at: dt.datetime, body: Mapping[str, Any], rev: int = 1, **more: Any) -> Sending:
    return Sending(at=at, phone=sent.phone, record=sent.record, rev=rev, body=body, **more)


def _changed(scene: Scene, draft: Draft, road: Road) -> dict[str, Any]:
    """The body of a record, with what is wrong or special about it."""
    body = {**draft.body, **road.change}
    if body["place"] == "elsewhere":
        mine = {one.code for one in scene.phones[draft.phone].villages}
        others = [one.code for phone in scene.phones for one in phone.villages if one.code not in mine]
        body["place"] = others[0] if others else "inconnu"
    if road.without:
        body["answers"] = {name: value for name, value in body["answers"].items() if name != road.without}
    if road.door:
        uses = {**body["consent"], "uses": {scene.uses[0]: True}}
        body |= {"answers": {}, "media": [], "location": None, "danger": road.door, "consent": uses}
    if road.door or road.is_damaged:
        draft.media = []
        body["media"] = []
    return body


def _accepted_at(steps: Sequence[Step], road: Road) -> dt.datetime | None:
    """When a record was accepted for good; None for one that was not, or that somebody takes back."""
    last = steps[-1]
    stays = isinstance(last, Deciding) and road.ends_accepted and not road.door
    return last.at if stays else None
