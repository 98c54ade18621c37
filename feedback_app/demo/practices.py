"""Made-up local solutions, by `solutions.json`: made from accepted made-up records by one person, published by another,
each as far as its evidence carries it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.demo.state import DemoFill
from feedback_app.demo.words import read_words
from feedback_app.enrol.permissions import EVERY_PLACE, Area
from feedback_app.portfolio.practices import consent, evidence, lift, step, store, words
from feedback_app.portfolio.practices.kind import CREDIT_NAME
from feedback_app.portfolio.practices.refusals import PracticeRefusal
from feedback_app.portfolio.practices.stages import ORDER, PracticeStage
from feedback_app.portfolio.practices.visibility import HolderConsent
from feedback_app.portfolio.solutions.history import Author
from schemas.vocabulary import vocabulary

DAY = dt.timedelta(days=1)
MOST = 500
GROUP = "Le groupement du village (exemple)"


@dataclass(frozen=True, slots=True)
class DemoPractice:
    """One of them: its words, where it is from, by whom it is written and published, and when."""

    words: Mapping[str, Any]
    home: str
    other: str
    writer: uuid.UUID
    reader: uuid.UUID
    until: dt.datetime

    def by(self, person: uuid.UUID, days_ago: int) -> Author:
        """Who does something so many days ago."""
        return Author(person, self.until - DAY * days_ago)


def add_practices(session: AnySession, programme_id: str, fill: DemoFill, places: Sequence[str]) -> None:
    """Adds as many as there are accepted records that nobody has lifted, each of a record of its subject where there is
    one."""
    area = Area(programme_id, (EVERY_PLACE,))
    waiting = store.candidates(session, area, limit=MOST)
    subjects = {one.record_id: words_of(session, programme_id, one).get("domains", [""])[0] for one in waiting}
    writer, reader = uuid.UUID(fill.desk[0]), uuid.UUID(fill.desk[-1])
    for given in read_words("solutions")["solutions"]:
        found = next((one for one in waiting if subjects[one.record_id] == given["domain"]), None) or (
            waiting[0] if waiting else None
        )
        if found is None:
            return
        waiting.remove(found)
        other = next((code for code in places if code != found.place_code), found.place_code)
        _add(session, area, found, DemoPractice(given, found.place_code, other, writer, reader, fill.until))


def words_of(session: AnySession, programme_id: str, record: store.LiftableRecord) -> Mapping[str, Any]:
    """What the answers of a record fill in."""
    return lift.words_of_record(session, programme_id, record)


def _add(session: AnySession, area: Area, record: store.LiftableRecord, one: DemoPractice) -> None:
    age = one.words["age"]
    made = lift.lift(session, area, record.record_id, one.words["title"], author=one.by(one.writer, age))
    if isinstance(made, PracticeRefusal):
        return
    written = _words(made.proposed, one.words)
    words.propose(session, made, written, seen=made.version, author=one.by(one.writer, age - 1))
    if holders := one.words.get("consent"):
        day = (one.until - DAY * (age - 2)).date().isoformat()
        form = consent.ConsentForm(HolderConsent.GIVEN, holders, "À voix haute, en assemblée", day)
        consent.note_consent(session, made, form, author=one.by(one.writer, age - 2))
    words.publish(session, made, seen=made.version, author=one.by(one.reader, age - 3))
    for n, row in enumerate(one.words["evidence"]):
        _show(session, made, row, one, n)
    for stage in ORDER[1 : ORDER.index(PracticeStage(one.words["stage"])) + 1]:
        step.take_step(session, made, stage, "", seen=made.version, author=one.by(one.reader, 10))


def _show(session: AnySession, made: Any, row: Sequence[Any], one: DemoPractice, n: int) -> None:
    kind, source, days_ago, shows, where = row
    day = (one.until - DAY * days_ago).date().isoformat()
    place = one.home if where == "home" else one.other
    form = evidence.EvidenceForm(kind=kind, source=source, day=day, shows=shows, place=place)
    writer, reader = (one.writer, one.reader) if n % 2 == 0 else (one.reader, one.writer)
    noted = evidence.add(session, made, form, author=one.by(writer, days_ago - 1))
    if not isinstance(noted, Mapping | PracticeRefusal):
        evidence.publish(session, made, noted, author=one.by(reader, days_ago - 2))


def _words(from_record: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    names = ("title", "title_en", "summary", "summary_en", "how", "makers", "copying", "conditions", "seeds", "hands",
             "risks")  # fmt: skip
    low, high, unit, year = given.get("cost", (None, None, None, None))
    found = {
        **from_record, **{name: given[name] for name in names if name in given}, "domains": [given["domain"]],
        "traditional": given.get("traditional", "no"), "cost_low": low or None, "cost_high": high, "cost_unit": unit,
        "cost_year": year,
    }  # fmt: skip
    credit = vocabulary("practice_credits").get(found.get("credit")) or vocabulary("practice_credits").terms[0]
    found |= {"credit": credit.code, CREDIT_NAME: GROUP if credit.flag("named") else None}
    return {name: value for name, value in found.items() if value is not None}


def remove_practices(session: AnySession, programme_id: str, fill: DemoFill) -> None:
    """Removes the solutions that a fill added, with all that was noted of them; those of others stay."""
    mine = [one.id for one in store.practices(session, [programme_id]) if str(one.created_by) in fill.desk]
    store.delete_practices(session, mine)
