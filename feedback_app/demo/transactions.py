"""Filling a demo programme with made-up records, and taking them away: in transactions of a week or some records each,
so that a server may serve meanwhile, and what was cut off goes on from there."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession, reading, transaction
from feedback_app.demo import actions, cast, company, confided, csr_sheets, learning, sorting
from feedback_app.demo.cast import CannotFill
from feedback_app.demo.exchange import add_projects, remove_projects
from feedback_app.demo.plan import WEEKS, Scene, make_plan
from feedback_app.demo.practices import add_practices, remove_practices
from feedback_app.demo.staged import pilot_phones
from feedback_app.demo.state import KEY, PROTECTION_KEY, DemoFill, read_fill
from feedback_app.demo.steps import Plan
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.lookup_store import find_record
from feedback_app.ledger.record_store import records_sent_by
from feedback_app.media.actions import Sender
from feedback_app.media.files import MediaFiles
from feedback_app.media.transactions import take_whole
from feedback_app.media.tus import Announced
from feedback_app.portfolio.grouping.transactions import suggest
from feedback_app.portfolio.listing.transactions import store_all
from feedback_app.portfolio.signals.transactions import compare_again
from feedback_app.portfolio.solutions import actions as portfolio
from feedback_app.register.actions import note_setting
from feedback_app.register.demonstration import is_made_up
from feedback_app.register.lookup_store import ProgrammeInfo, programme_now
from feedback_app.review import actions as review

log = logging.getLogger(__name__)
ERASED_AT_ONCE = 20
REASON = "author"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: so many parts of so many."""

    done: int
    of: int


def _programme(session: AnySession, programme_id: str) -> ProgrammeInfo:
    found = programme_now(session, programme_id)
    if found is None:
        raise CannotFill(f"there is no programme {programme_id}")
    if not is_made_up(found.settings):
        raise CannotFill(f"{programme_id} is not a demonstration: nothing made up is put into it or taken out of it")
    return found


def is_filled(programme_id: str) -> bool:
    """Whether all made-up records are there. Raises `CannotFill` for what is no demonstration."""
    with reading() as session:
        found = read_fill(_programme(session, programme_id).settings)
    return found is not None and found.weeks >= WEEKS


def is_half_filled(programme_id: str) -> bool:
    """Whether some of them are there, because filling was cut off."""
    with reading() as session:
        found = read_fill(_programme(session, programme_id).settings)
    return found is not None and found.weeks < WEEKS


def open_channel(programme_id: str, *, now: dt.datetime) -> str | None:
    """Makes a key for made-up protection reports; the passphrase of the programme's officer, which is shown this once.
    None where there is a key, or no officer. Raises `CannotFill`."""
    with transaction() as session:
        _programme(session, programme_id)
        made = confided.make_key(session, programme_id, now=now)
        if made is None:
            return None
        key, passphrase = made
        note_setting(session, programme_id, PROTECTION_KEY, key)
    return passphrase


def fill(programme_id: str, files: MediaFiles, *, seed: int, now: dt.datetime, share: int = 100) -> Iterator[Progress]:
    """Adds the made-up records that are not there yet (`share` percent of them), by weeks. Raises `CannotFill`."""
    state = _begin(programme_id, seed=seed, now=now, share=share)
    if state.weeks >= WEEKS:
        return
    with reading() as session:
        scene = cast.scene_of(session, _programme(session, programme_id), state)
    plan = make_plan(scene)
    yield Progress(0, WEEKS)
    _send_media(scene, plan, files, now=now)
    for week in range(state.weeks, WEEKS):
        with transaction() as session:
            state = read_fill(_programme(session, programme_id).settings) or state
            if state.weeks != week:
                raise CannotFill("somebody else is filling or emptying this programme")
            player = actions.Player(session, programme_id, state)
            player.play(plan.weeks[week])
            for one in player.refused:
                log.warning("not as planned: %s", one)
            state.weeks = week + 1
            if state.weeks == WEEKS:
                places = sorted({one.code for phone in scene.phones for one in phone.villages})
                add_projects(session, programme_id, state, places, player)
                home = _programme(session, programme_id).place_code
                company.add_company(session, programme_id, state, home)
                confided.add_reports(session, programme_id, state)
                add_practices(session, programme_id, state, places)
                learning.add_plan(
                    session, programme_id, state, cast.homes(session, state, pilot_phones(len(state.phones)))
                )
                csr_sheets.add_sheets(session, programme_id, state, now=now)
                note_event(session, "demo_filled", about=("programme", programme_id), programme=programme_id,
                           records=plan.records)  # fmt: skip
            note_setting(session, programme_id, KEY, state.as_setting())
        yield Progress(week + 1, WEEKS)
    _follow(programme_id, now=now)
    _sort_themes(programme_id, state, now=now)


def _begin(programme_id: str, *, seed: int, now: dt.datetime, share: int) -> DemoFill:
    with transaction() as session:
        programme = _programme(session, programme_id)
        found = read_fill(programme.settings)
        if found is not None:
            return found
        since = now - dt.timedelta(weeks=WEEKS, days=3)
        phones, desk = cast.make_cast(session, programme, since=since)
        found = DemoFill(seed=seed, until=now, phones=phones, desk=desk, share=share)
        cast.scene_of(session, programme, found)
        note_setting(session, programme_id, KEY, found.as_setting())
        return found


def _send_media(scene: Scene, plan: Plan, files: MediaFiles, *, now: dt.datetime) -> None:
    """Hands over each photo and voice once, by the first phone that has it."""
    known = {one.sha256: one for some in scene.media.values() for one in some}
    senders = {sha256: phone for phone, some in reversed(list(plan.media.items())) for sha256 in some}
    for sha256, phone in senders.items():
        one = known[sha256]
        sender = Sender(scene.phones[phone].id, scene.programme)
        take_whole(files, Announced(sha256, one.type), one.content, sender=sender, now=now)


def _follow(programme_id: str, *, now: dt.datetime) -> None:
    """What the jobs do next, at once: nobody's first look is at figures of before."""
    with transaction() as session:
        actions.follow(session, programme_id, now=now)
        portfolio.catch_up(session, programme_id)
    store_all()
    compare_again(programme_id, now=now)


def _sort_themes(programme_id: str, state: DemoFill, *, now: dt.datetime) -> None:
    """A theme is merged into another, others are suggested, and one suggestion is dismissed."""
    with transaction() as session:
        sorting.merge_second(session, programme_id, state, now=now)
        note_setting(session, programme_id, KEY, state.as_setting())
    suggest(programme_id)
    with transaction() as session:
        sorting.dismiss_last(session, programme_id, state, now=now)
    suggest(programme_id)
    store_all()


def empty(programme_id: str, files: MediaFiles, *, now: dt.datetime) -> Iterator[Progress]:
    """Takes the made-up records away, and nothing else. Raises `CannotFill`."""
    with reading() as session:
        state = read_fill(_programme(session, programme_id).settings)
        phones = [uuid.UUID(one) for one in state.phones] if state else []
        found = records_sent_by(session, programme_id, phones)
    if state is None:
        return
    for start in range(0, len(found), ERASED_AT_ONCE):
        for sha256 in _erase(programme_id, found[start : start + ERASED_AT_ONCE], now=now):
            files.delete(programme_id, sha256)
        yield Progress(min(start + ERASED_AT_ONCE, len(found)), len(found))
    _follow(programme_id, now=now)
    with transaction() as session:
        company.remove_company(session, state)
        confided.remove_reports(session, state, _programme(session, programme_id).settings.get(PROTECTION_KEY))
        note_setting(session, programme_id, PROTECTION_KEY, None)
        remove_projects(session, programme_id, state, now=now)
        remove_practices(session, programme_id, state)
        learning.remove_plan(session, programme_id, state)
        actions.remove_portfolio(session, programme_id, state, now=now)
        csr_sheets.remove_sheets(session, programme_id, state, now=now)
        cast.end_cast(session, state, now=now)
        note_event(
            session, "demo_emptied", about=("programme", programme_id), programme=programme_id, records=len(found)
        )
        note_setting(session, programme_id, KEY, None)


def _erase(programme_id: str, some: list[uuid.UUID], *, now: dt.datetime) -> list[str]:
    orphans: list[str] = []
    with transaction() as session:
        for id in some:
            record = find_record(session, programme_id, id)
            if record is not None:
                orphans += erase(session, record, now=now, reason=REASON, by="demo")
        review.catch_up(session, programme_id, most=0)
    return orphans
