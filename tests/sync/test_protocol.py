"""Four phones, a Lab and all that goes wrong between them: whatever the order, the protocol's promises hold.

Hypothesis plays the village: it picks what people do and what fails, step by step, and looks for a sequence that breaks
a promise (`promises.py`). The Lab is the true engine in a model of the server (`world.py`); the phones keep to the
protocol (`phone.py`). That the play can fail is shown in `test_planted_bugs.py`, with worlds that are broken on purpose.

The same examples are played each time; `FEEDBACK_EXPLORE=1 pytest tests/sync/test_protocol.py` plays a hundred times
more, new ones each time.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sync.store import Row, Scope
from tests.sync.phone import Ask, Phone
from tests.sync.promises import Judge, revision
from tests.sync.world import Device, Died, Lab, Refused, State, Visit

pytestmark = pytest.mark.timeout(
    300
)  # cut off in the middle of a play, it looks like a world that is not the same twice

PLACES = ["CI/", "CI/A/", "CI/A/1/", "CI/A/2/", "CI/B/"]
AWA, KOFFI, YAO = "Awa", "Koffi", "Yao"
PHONES = [
    ("Awa's phone", Scope("CI/A/1/", AWA)),
    ("Awa's old phone", Scope("CI/A/1/", AWA)),
    ("Koffi's phone", Scope("CI/A/", KOFFI)),
    ("Yao's phone", Scope("CI/B/", YAO, frozenset({"need"}))),
]
FAULTS = ["request lost", "request cut", "answer lost", "answer cut", "killed before commit", "killed after commit"]

phones, which, some = st.integers(0, len(PHONES) - 1), st.integers(0, 50), st.integers(1, 4)
places, parts = st.sampled_from(PLACES), st.floats(0, 0.99)


def cut(whole: bytes, part: float) -> bytes:
    """What got through before the line broke: never all of it."""
    return whole[: int(len(whole) * part)]


class Village(RuleBasedStateMachine):
    """What people do, and what goes wrong."""

    make_lab: Callable[[], Lab] = Lab
    make_phone: Callable[[str, str], Phone] = Phone

    def __init__(self) -> None:
        super().__init__()
        self.lab = type(self).make_lab()
        self.phones = [type(self).make_phone(name, scope.person) for name, scope in PHONES]
        self.judge = Judge(self.lab, self.phones)
        self.records: list[str] = []
        self.on_the_way: list[tuple[Phone, Ask]] = []
        """Requests that the network still has, whose phones wait no longer."""
        self.open: list[tuple[Phone, Ask, Visit, State]] = []
        """Requests that the server has read and is slow to answer; with the state at that moment."""
        self.waits: dict[str, str] = {}
        """The request whose answer each phone still waits for."""
        self.count = 0
        self.broken = True  # until the lab is open: a play that ends before has nothing to judge

    @initialize()
    def the_lab_opens_and_everyone_comes_with_a_record(self) -> None:
        self.lab.state.devices = {name: Device(scope) for name, scope in PHONES}
        rows = [self._row("programme", "village", "CI/"), self._row("instrument", "need", "CI/")]
        rows += [self._row("instrument", "idea", "CI/"), *(self._row("place", place, place) for place in PLACES)]
        self.lab.put(rows)
        self.a_backup_is_made()
        for n, (_, scope) in enumerate(PHONES):
            self.someone_finishes_a_record(n, scope.place_path, "water")
        self.broken = False

    def _row(self, kind: str, name: str, path: str, owner: str = "", **body: object) -> Row:
        self.count += 1
        return Row(0, kind, name, path, owner, json.dumps({"n": self.count, **body}))

    # People make records.

    @rule(n=phones, place=places, words=st.sampled_from(["water", "school", "road", ""]))
    def someone_finishes_a_record(self, n: int, place: str, words: str) -> None:
        record = str(uuid.UUID(f"018f0000-0000-7000-8000-{len(self.records):012x}"))
        self.records.append(record)
        self._finish(self.phones[n], record, 1, place, words)

    @precondition(lambda self: self.records)
    @rule(n=phones, pick=which, place=places)
    def someone_corrects_a_record(self, n: int, pick: int, place: str) -> None:
        phone, record = self.phones[n], self.records[pick % len(self.records)]
        mine = [rev for one, rev, _ in self.judge.finished if one == record and (record, rev) in phone.entries]
        self._finish(phone, record, max(mine, default=1) + 1, place, "corrected")

    def _finish(self, phone: Phone, record: str, rev: int, place: str, words: str) -> None:
        made = phone.finish(record, rev, place, words)
        self.judge.finished[revision(made)] = phone

    # They hand them over, and hear what is new.

    @rule(n=phones, most=some)
    def an_exchange_goes_well(self, n: int, most: int) -> None:
        ask = self._ask(self.phones[n], most)
        self._arrives(self.phones[n], ask)
        self.phones[n].delete_safe()  # as the app does when all went well

    @rule(n=phones, most=some, fault=st.sampled_from(FAULTS), part=parts)
    def an_exchange_goes_wrong(self, n: int, most: int, fault: str, part: float) -> None:
        ask = self._ask(self.phones[n], most)
        if fault != "request lost":
            self._arrives(self.phones[n], ask, fault=fault, part=part)

    @rule(n=phones, most=some)
    def an_exchange_reaches_the_server_twice(self, n: int, most: int) -> None:
        ask = self._ask(self.phones[n], most)
        self._arrives(self.phones[n], ask, fault="answer lost")
        self._arrives(self.phones[n], ask)

    @rule(n=phones, most=some)
    def a_request_is_delayed_on_the_way(self, n: int, most: int) -> None:
        self.on_the_way.append((self.phones[n], self._ask(self.phones[n], most)))

    @precondition(lambda self: self.on_the_way)
    @rule(pick=which, again=st.booleans())
    def a_request_arrives_late_and_out_of_order(self, pick: int, again: bool) -> None:
        phone, ask = self.on_the_way[pick % len(self.on_the_way)]
        if not again:
            self.on_the_way.remove((phone, ask))
        self._arrives(phone, ask)

    @rule(n=phones, most=some)
    def the_server_reads_a_request_and_is_slow(self, n: int, most: int) -> None:
        self._read(self.phones[n], self._ask(self.phones[n], most))

    @precondition(lambda self: self.open)
    @rule(pick=which, fault=st.sampled_from(["", "", "", *FAULTS[2:]]), part=parts)
    def the_slow_server_answers(self, pick: int, fault: str, part: float) -> None:
        self._answer(*self.open[pick % len(self.open)], fault=fault, part=part)

    def _ask(self, phone: Phone, most: int) -> Ask:
        ask = phone.ask(most)
        self.waits[phone.name] = ask.nonce
        return ask

    def _arrives(self, phone: Phone, ask: Ask, *, fault: str = "", part: float = 0) -> None:
        if fault == "request cut":
            ask = replace(ask, request=cut(ask.request, part))
        if self._read(phone, ask):
            assert fault != "request cut", "half a request was taken for a whole one"
            self._answer(*self.open[-1], fault=fault, part=part)

    def _read(self, phone: Phone, ask: Ask) -> bool:
        try:
            visit = self.lab.read(phone.name, ask.request)
        except Refused as why:
            phone.stopped = phone.stopped or (str(why) == "revoked" and self.waits.get(phone.name) == ask.nonce)
            return False
        self.open.append((phone, ask, visit, self.lab.state))
        return True

    def _answer(self, phone: Phone, ask: Ask, visit: Visit, before: State, *, fault: str, part: float) -> None:
        self.open.remove((phone, ask, visit, before))
        try:
            answer = self.lab.answer(visit, killed=fault.split(" ")[1] if fault.startswith("killed") else "")
        except Died:
            self.open.clear()
            return
        self.broken = True  # until this answer is found to be right
        self.judge.note_answer(visit.asked["entries"], answer)
        self.judge.nobody_is_shown_what_is_outside(visit.known_as, json.loads(answer)["changes"])
        if fault == "answer lost" or self.waits.get(phone.name) != ask.nonce:
            self.broken = False
            return
        del self.waits[phone.name]
        heard = phone.hear(ask, cut(answer, part) if fault == "answer cut" else answer)
        assert heard is None or fault != "answer cut", "half an answer was taken for a whole one"
        if heard and not heard["more"] and phone.arriving is None:
            self.judge.a_phone_that_has_pulled_all_has_its_scope(phone, before, visit.known_as.scope)
        self.broken = False

    @precondition(lambda self: any(one.arriving and one.arriving[1] for one in self.phones))
    @rule(lost=st.booleans())
    def a_phone_fetches_a_part_of_a_snapshot(self, lost: bool) -> None:
        phone = next(one for one in self.phones if one.arriving and one.arriving[1])
        self.waits.pop(phone.name, None)
        self._fetch(phone, lost=lost)

    def _fetch(self, phone: Phone, *, lost: bool = False) -> None:
        name = phone.arriving[1][0] if phone.arriving else ""
        text = self.lab.part(phone.name, name)
        if text is not None:
            known = self.lab.state.devices[phone.name]
            self.judge.nobody_is_shown_what_is_outside(known, json.loads(text))
        if not lost:
            phone.hear_part(name, text)

    @precondition(lambda self: self.lab.state.snapshots.wishes)
    @rule()
    def the_job_begins_a_snapshot(self) -> None:
        self.lab.begin_snapshot()

    @precondition(lambda self: self.lab.makings)
    @rule()
    def the_job_reads_on(self) -> None:
        self.lab.read_on()

    @precondition(lambda self: self.lab.makings)
    @rule()
    def the_job_stores_its_snapshot(self) -> None:
        self.lab.store_snapshot()

    @rule(n=phones)
    def a_phone_deletes_what_is_safe(self, n: int) -> None:
        self.phones[n].delete_safe()

    # They carry files for each other.

    @rule(giver=phones, taker=phones)
    def a_phone_gives_its_records_to_a_carrier(self, giver: int, taker: int) -> None:
        self.phones[taker].carried.append(self.phones[giver].write_file())

    @precondition(lambda self: any(one.carried for one in self.phones))
    @rule(pick=which, part=st.floats(0, 1), again=st.booleans())
    def a_carrier_reaches_the_lab(self, pick: int, part: float, again: bool) -> None:
        carriers = [one for one in self.phones if one.carried]
        carrier = carriers[pick % len(carriers)]
        file = carrier.carried[pick % len(carrier.carried)]
        if not again:
            carrier.carried.remove(file)
        self.lab.import_file(file[: int(len(file) * part)], {one.name: one.key for one in self.phones})

    # The Lab works, is killed, is restored.

    @rule(name=st.sampled_from(["pump", "bridge", "roof"]), place=places, slow=st.booleans())
    def the_desk_publishes_a_need(self, name: str, place: str, slow: bool) -> None:
        writing = self.lab.begin([self._row("need", name, place)])
        if not slow:
            self.lab.commit(writing)

    @precondition(lambda self: self.lab.state.ledger.entries)
    @rule(pick=which, place=places)
    def the_desk_publishes_a_record_as_a_need(self, pick: int, place: str) -> None:
        filed = self.lab.state.ledger.entries
        self.lab.put([self._row("need", str(filed[pick % len(filed)][1].entry.id), place)])

    @precondition(lambda self: self.records)
    @rule(pick=which, slow=st.booleans())
    def the_desk_publishes_the_status_of_a_record(self, pick: int, slow: bool) -> None:
        record = self.records[pick % len(self.records)]
        good = [one.entry for _, one in self.lab.state.ledger.entries if not one.faults]
        accepted = [one for one in good if record in (str(one.id), str(one.known_as))]
        if accepted:
            entry = accepted[pick % len(accepted)]
            row = self._row("record", str(entry.id), "", str(entry.author), id=record, state="accepted")
            writing = self.lab.begin([row])
            if not slow:
                self.lab.commit(writing)

    @precondition(lambda self: self.lab.writings)
    @rule(pick=which)
    def a_slow_transaction_of_the_desk_commits(self, pick: int) -> None:
        self.lab.commit(self.lab.writings[pick % len(self.lab.writings)])

    @rule()
    def a_reader_follows(self) -> None:
        self.judge.reader.follow(self.lab.state)

    @precondition(lambda self: self.lab.state.ledger.entries)
    @rule(pick=which)
    def a_record_is_erased_on_request(self, pick: int) -> None:
        filed = self.lab.state.ledger.entries
        entry = filed[pick % len(filed)][1].entry
        self.judge.erased.add((str(entry.known_as or entry.id), str(entry.author)))
        self.lab.erase(entry.id)

    @rule()
    def the_server_is_killed(self) -> None:
        self.lab.kill()
        self.open.clear()

    @rule()
    def a_backup_is_made(self) -> None:
        self.lab.copy()
        self.lab.prove(whole=True)

    @rule()
    def a_backup_is_copied(self) -> None:
        self.lab.copy()

    @precondition(lambda self: self.lab.copied)
    @rule(whole=st.booleans())
    def the_backup_is_read_back(self, whole: bool) -> None:
        self.lab.prove(whole=whole)

    @precondition(lambda self: self.lab.shelf)
    @rule()
    def the_server_is_restored_from_its_last_backup(self) -> None:
        self.lab.restore()
        self.open.clear()

    # Phones move, are taken away and given back; clocks jump; time passes.

    @rule(n=phones, place=places, forms=st.sampled_from([None, frozenset({"need"}), frozenset({"idea"})]))
    def a_phone_gets_another_scope(self, n: int, place: str, forms: frozenset[str] | None) -> None:
        known = self.lab.state.devices[self.phones[n].name]
        self._know(n, replace(known, scope=Scope(place, known.scope.person, forms)))

    @rule(n=phones)
    def a_phone_is_revoked(self, n: int) -> None:
        self._know(n, replace(self.lab.state.devices[self.phones[n].name], revoked=True))

    @precondition(lambda self: any(one.revoked for one in self.lab.state.devices.values()))
    @rule()
    def the_revoked_phones_are_enrolled_anew(self) -> None:
        for n, phone in enumerate(self.phones):
            known = self.lab.state.devices[phone.name]
            if known.revoked:
                self._know(n, Device(known.scope))
                phone.stopped = False

    def _know(self, n: int, known: Device) -> None:
        draft = self.lab.state.fork()
        draft.devices[self.phones[n].name] = known
        self.lab.state = draft

    @rule(n=phones, by=st.integers(-400, 400))
    def the_clock_of_a_phone_jumps(self, n: int, by: int) -> None:
        self.phones[n].clock += by

    @rule(by=st.sampled_from([1, 15, 200, -30]))
    def days_pass_and_the_lab_tidies_up(self, by: int) -> None:
        self.lab.day += by
        self.lab.tidy()

    # What must hold.

    @invariant()
    def exactly_once(self) -> None:
        self.judge.each_revision_is_in_the_ledger_once()

    @invariant()
    def acked_is_durable(self) -> None:
        self.judge.what_was_answered_for_is_in_the_ledger()

    @invariant()
    def nothing_vanishes(self) -> None:
        self.judge.whatever_was_finished_is_on_its_phone_or_in_the_ledger()

    @invariant()
    def erased_is_erased(self) -> None:
        self.judge.what_was_erased_does_not_come_back()
        self.judge.no_snapshot_holds_what_was_erased()

    @invariant()
    def each_has_their_own(self) -> None:
        self.judge.every_record_is_of_one_author()
        self.judge.nobodys_words_wait_because_another_used_their_id()

    @invariant()
    def no_gaps(self) -> None:
        self.judge.a_reader_has_seen_every_row_up_to_its_position()

    def teardown(self) -> None:
        """Unless a promise is broken already, the faults stop: everyone exchanges until it is quiet, a backup is proven,
        and all is where it belongs."""
        if self.broken:
            return
        for promise in (
            self.exactly_once,
            self.acked_is_durable,
            self.nothing_vanishes,
            self.erased_is_erased,
            self.no_gaps,
        ):
            promise()
        while self.lab.writings:
            self.lab.commit(self.lab.writings[0])
        for phone in self.phones:
            self._exchange_until_quiet(phone)
        self.lab.copy()
        self.lab.prove(whole=True)
        for phone in self.phones:
            self._exchange_until_quiet(phone)
            phone.delete_safe()
        self.judge.everyone_has_exactly_what_they_should()

    def _exchange_until_quiet(self, phone: Phone) -> None:
        for _ in range(100):
            if self.lab.state.devices[phone.name].revoked:
                return
            ask = self._ask(phone, 3)
            before = phone.cursor
            self._arrives(phone, ask)
            while phone.arriving and phone.arriving[1]:
                self._fetch(phone)
            if not phone.unsent and phone.arriving is None and phone.cursor == before:
                return
        raise AssertionError(f"{phone.name} never comes to rest")


LONG = bool(os.environ.get("FEEDBACK_EXPLORE"))
TestVillage = Village.TestCase
TestVillage.settings = settings(
    max_examples=100_000 if LONG else 800,
    stateful_step_count=60 if LONG else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def test_a_phone_deletes_its_revisions_of_a_record_that_was_erased() -> None:
    village = Village()
    village.the_lab_opens_and_everyone_comes_with_a_record()
    village.a_phone_is_revoked(n=1)
    for record in (2, 3):
        village.someone_corrects_a_record(n=0, pick=record, place="CI/")  # Awa, records of Koffi and Yao
    village.an_exchange_goes_well(most=1, n=2)
    village.an_exchange_goes_well(most=3, n=0)
    for _ in range(3):
        village.a_record_is_erased_on_request(pick=0)
    village.teardown()


def test_a_play_that_ends_before_the_lab_opens_is_not_taken_for_a_broken_promise() -> None:
    Village().teardown()
