"""The play of `test_protocol.py` in worlds that are broken on purpose: each must be found out.

A bug is one overridden joint of the world or of the phone. A promise that no bug can break would prove nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from sync import engine
from sync.entry import Entry, Outcome
from sync.memory import MemoryLedger, MemorySnapshots
from sync.snapshot import share
from sync.store import Row, Scope
from tests.sync.phone import Phone, PhoneEntry
from tests.sync.test_protocol import Village
from tests.sync.world import Device, Lab, Making, State, Writing

# A search that is cut off in the middle of a play looks like a world that is not the same twice.
pytestmark = pytest.mark.timeout(300)

SEARCH = settings(
    max_examples=3000, stateful_step_count=40, deadline=None, derandomize=True, database=None,
    phases=[Phase.generate], report_multiple_bugs=False, suppress_health_check=list(HealthCheck),
)  # fmt: skip


class AcknowledgesBeforeTheCommit(Lab):
    """The answer leaves first: a kill in between, and it was a lie."""

    def _the_kill_before_commit(self, answer: dict[str, Any]) -> bytes:
        self.kill()
        return json.dumps(answer).encode()


class TakesPositionsFromASequence(Lab):
    """Positions are given out when a writer begins, as by a PostgreSQL sequence: who commits late is passed by."""

    def begin(self, rows: list[Row]) -> Writing:
        writing = super().begin(rows)
        for _ in rows:
            self.state.feed._last += 1
            writing.positions.append(self.state.feed._last)
        return writing

    def commit(self, writing: Writing) -> None:
        self.writings.remove(writing)
        draft = self.state.fork()
        for row, position in zip(writing.rows, writing.positions, strict=True):
            draft.feed.rows[row.kind, row.name, row.scope_path, row.owner] = replace(row, position=position)
        self.publish(draft, writing.rows)


class RestoresInTheSameLife(Lab):
    """Nothing shows that the server is another one."""

    def _the_next_life(self) -> str:
        return self.shelf[-1].epoch


class LosesErasuresWhenRestored(Lab):
    """A record is restored from the backup of before its erasure."""

    def restore(self) -> None:
        for one in (self.state, *self.shelf):
            one.ledger.erased = set()
        super().restore()


class CallsABackupSafeBeforeItIsProven(Lab):
    """It counts as soon as it is copied, though it may turn out to be damaged."""

    def copy(self) -> None:
        super().copy()
        self.state.safe = self.state.ledger._last


class ShowsEverythingToEveryone(Lab):
    """What goes down is not limited to the scope."""

    def _the_pull(self, known: Device, asked: dict[str, Any]) -> engine.FeedPage:
        return super()._the_pull(replace(known, scope=Scope("CI/", known.scope.person)), asked)


class IgnoresWhereAPhoneWas(Lab):
    """A phone that moved hears what came in, never what left: its cursor is taken for one of the new scope."""

    def _the_pull(self, known: Device, asked: dict[str, Any]) -> engine.FeedPage:
        parts = (asked["cursor"] or "").split(".")
        if len(parts) == 3:
            asked = asked | {"cursor": ".".join([*parts[:2], engine.fingerprint(known.scope)])}
        return super()._the_pull(known, asked)


class KnowsRecordsByTheirIdAlone(Lab):
    """A second revision is taken for a copy of the first."""

    def _the_filing(self, draft: State, examined: Sequence[engine.Checked]) -> list[engine.Ack]:
        acks = []
        for entry, faults in examined:
            holdings = draft.ledger.holdings({entry.id}) if isinstance(entry, Entry) else {}
            for holding in holdings.values():
                if holding.revisions:
                    acks.append(_known(entry, holding.revisions[0].position))
                    break
            else:
                acks += super()._the_filing(draft, [(entry, faults)])
        return acks


def _known(entry: Any, position: int) -> engine.Ack:
    return engine.Ack(str(entry.id), entry.rev, Outcome.KNOWN, position)


class NoMemory(MemoryLedger):
    """A ledger that knows nothing of its entries, or only nothing of erasures."""

    def __init__(self, ledger: MemoryLedger, *, of_erasures: bool) -> None:
        vars(self).update(vars(ledger))
        self._of_erasures = of_erasures

    def holdings(self, records: Any) -> Any:
        if not self._of_erasures:
            return {}
        return {name: replace(one, erased=frozenset()) for name, one in super().holdings(records).items()}


class FilesARetryAgain(Lab):
    """A retry is a new entry."""

    def _the_filing(self, draft: State, examined: Sequence[engine.Checked]) -> list[engine.Ack]:
        return _filed_in(draft, NoMemory(draft.ledger, of_erasures=False), examined)


class TakesErasedRecordsAgain(Lab):
    """The tombstone is not looked at."""

    def _the_filing(self, draft: State, examined: Sequence[engine.Checked]) -> list[engine.Ack]:
        return _filed_in(draft, NoMemory(draft.ledger, of_erasures=True), examined)


class GivesAnIdToItsFirstAuthor(Lab):
    """What another author says under an id waits in quarantine for ever."""

    def _the_filing(self, draft: State, examined: Sequence[engine.Checked]) -> list[engine.Ack]:
        with patch("sync.engine.under_stored_id", lambda entry, _: entry):
            return engine.file(draft.ledger, examined)


class ErasesAnIdForEveryone(Lab):
    """Whoever was first to use an id and asks for erasure takes the words of others along."""

    def _the_filing(self, draft: State, examined: Sequence[engine.Checked]) -> list[engine.Ack]:
        with patch("sync.store.Holding.is_erased_for", lambda holding, author: bool(holding.erased)):
            return engine.file(draft.ledger, examined)


class TakesThePositionOfASnapshotWhenItIsRead(Lab):
    """What changed while it was read is passed over."""

    def _the_storing(self, draft: State, made: Making) -> MemorySnapshots:
        made.packing.position = draft.feed.head()
        return draft.snapshots


class StoresASnapshotOfBeforeAnErasure(Lab):
    """Whether something was erased while it was made is not looked at."""

    def _the_storing(self, draft: State, made: Making) -> MemorySnapshots:
        draft.snapshots.wishes[share(made.wanted.scope)] = made.wanted
        return draft.snapshots


def _filed_in(draft: State, ledger: MemoryLedger, examined: Sequence[engine.Checked]) -> list[engine.Ack]:
    acks = engine.file(ledger, examined)
    draft.ledger.entries, draft.ledger._last = ledger.entries, ledger._last
    return acks


class DeletesWhatIsOnlySent(Phone):
    """Sent is taken for safe."""

    def _the_reason_to_delete(self, one: PhoneEntry) -> bool:
        return one.sent


class OverhearsTheEpoch(Phone):
    """A restored server is taken for the one of before."""

    def _the_epoch(self, epoch: str) -> None:
        self.epoch = epoch


class BelievesInWhatIsSafeBeforeItsAnswer(Phone):
    """A position of before is compared with the safe position of a restored server."""

    def _the_epoch(self, epoch: str) -> None:
        if self.epoch not in (None, epoch):
            self.entries = {name: replace(one, safe=False) for name, one in self.entries.items()}
        self.epoch = epoch


class TakesChangesWhilePartsAreMissing(Phone):
    """The cursor moves past a snapshot that is not here yet."""

    def _the_pages(self, answer: dict[str, Any]) -> None:
        if self.arriving and self.arriving[1] and not answer.get("reset"):
            self.arriving = (self.arriving[0], [])
        super()._the_pages(answer)


class KeepsOldRowsAfterAStartAnew(Phone):
    """What is not in a reset stays on the screen."""

    def _the_pages(self, answer: dict[str, Any]) -> None:
        before = dict(self.rows)
        super()._the_pages(answer)
        self.rows = before | self.rows if answer.get("reset") else self.rows


LABS = {
    AcknowledgesBeforeTheCommit: "was acknowledged and is lost",
    TakesPositionsFromASequence: "committed late|lacks|out of order",
    RestoresInTheSameLife: "acknowledged and is lost|neither on|passed by|lacks|still shows|never reached",
    LosesErasuresWhenRestored: "in the ledger again|erasure was lost",
    CallsABackupSafeBeforeItIsProven: "neither on",
    ShowsEverythingToEveryone: "was shown|still shows",
    IgnoresWhereAPhoneWas: "still shows|lacks",
    KnowsRecordsByTheirIdAlone: "acknowledged and is lost|neither on|never reached",
    FilesARetryAgain: "twice",
    TakesErasedRecordsAgain: "in the ledger again",
    GivesAnIdToItsFirstAuthor: "the words of two people|another used their id",
    ErasesAnIdForEveryone: "neither on|never reached",
    TakesThePositionOfASnapshotWhenItIsRead: "lacks|still shows",
}
PHONES = {
    DeletesWhatIsOnlySent: "neither on",
    OverhearsTheEpoch: "neither on|never reached",
    BelievesInWhatIsSafeBeforeItsAnswer: "neither on|never reached",
    TakesChangesWhilePartsAreMissing: "lacks",
    KeepsOldRowsAfterAStartAnew: "still shows",
}


@pytest.mark.parametrize(("lab", "expected"), LABS.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_lab_that_breaks_a_promise_is_found_out(lab: type[Lab], expected: str) -> None:
    broken = type("Broken", (Village,), {"make_lab": staticmethod(lab)})
    with pytest.raises(AssertionError, match=expected):
        run_state_machine_as_test(broken, settings=SEARCH)


@pytest.mark.parametrize(("phone", "expected"), PHONES.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_phone_that_breaks_the_protocol_is_found_out(phone: type[Phone], expected: str) -> None:
    broken = type("Broken", (Village,), {"make_phone": staticmethod(phone)})
    with pytest.raises(AssertionError, match=expected):
        run_state_machine_as_test(broken, settings=SEARCH)


@pytest.mark.parametrize("lab", [Lab, StoresASnapshotOfBeforeAnErasure])
def test_a_job_that_stores_what_was_erased_while_it_packed_is_found_out(lab: type[Lab]) -> None:
    """Played as it has to go: by chance it seldom happens."""
    village = type("Played", (Village,), {"make_lab": staticmethod(lab)})()
    village.the_lab_opens_and_everyone_comes_with_a_record()
    village.an_exchange_goes_well(n=2, most=4)  # Koffi, whose place has more than a page
    village.the_desk_publishes_a_record_as_a_need(pick=0, place="CI/A/")
    village.the_job_begins_a_snapshot()
    while village.lab.read_on():
        pass
    village.a_record_is_erased_on_request(pick=0)
    village.the_job_stores_its_snapshot()
    if lab is Lab:
        village.erased_is_erased()
        village.teardown()
    else:
        with pytest.raises(AssertionError, match="in a snapshot still"):
            village.erased_is_erased()
