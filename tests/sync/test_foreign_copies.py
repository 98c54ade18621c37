"""A stranger's copy of an entry settles nothing for its author, whoever comes first; what cannot be read has a place too."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from sync import engine
from sync.entry import Entry, Fault, Outcome
from sync.memory import MemoryLedger
from tests import build

AWA, KOFFI = "awa", "koffi"


def checks(person: str) -> engine.Check:
    """As the server does: an entry counts from its author's phone only."""

    def check(entry: Entry) -> Sequence[Fault]:
        return [] if entry.author == person else [Fault("author", "not-this-phone")]

    return check


def sends(ledger: MemoryLedger, person: str, *entries: object) -> list[engine.Ack]:
    return engine.push(ledger, list(entries), checks(person))


@pytest.mark.parametrize("order", list(itertools.permutations([AWA, KOFFI, AWA, KOFFI])))
def test_the_same_entry_of_two_phones_is_its_authors_whoever_comes_first(order: tuple[str, ...]) -> None:
    ledger, entry = MemoryLedger(), build.entry(author=AWA)
    outcomes = [sends(ledger, person, entry)[0].outcome for person in order]
    of_awa = [outcome for person, outcome in zip(order, outcomes, strict=True) if person == AWA]
    assert of_awa == [Outcome.STORED, Outcome.KNOWN]
    assert [filing.faults for _, filing in ledger.entries] == [()], "one copy, and it counts"


def test_both_copies_in_one_request_of_the_author_count_once() -> None:
    ledger, entry = MemoryLedger(), build.entry(author=AWA)
    (foreign,) = sends(ledger, KOFFI, entry)
    first, second = sends(ledger, AWA, entry, entry)
    assert [first.outcome, second.outcome] == [Outcome.STORED, Outcome.KNOWN]
    assert first.position == second.position != foreign.position


def test_a_strangers_revision_does_not_take_up_the_authors_number() -> None:
    ledger, first = MemoryLedger(), build.entry(author=AWA)
    sends(ledger, AWA, first)
    squats = [build.entry(id=first["id"], rev=rev, author=AWA) for rev in (2, 3)]
    assert {ack.outcome for ack in sends(ledger, KOFFI, *squats)} == {Outcome.QUARANTINED}
    own = [build.entry(id=first["id"], rev=rev, author=KOFFI) for rev in (2, 3)]
    assert {ack.outcome for ack in sends(ledger, KOFFI, *own)} == {Outcome.STORED}, "as a record of his own"
    true = build.entry(id=first["id"], rev=2, author=AWA, duration_ms=7)
    assert sends(ledger, AWA, true)[0].outcome is Outcome.STORED
    other = build.entry(id=first["id"], rev=2, author=AWA, duration_ms=8)
    assert sends(ledger, AWA, other)[0].outcome is Outcome.CONFLICT, "her own second one still is one"


def test_what_cannot_be_an_entry_has_a_position_and_the_same_one_again() -> None:
    ledger = MemoryLedger()
    acks = sends(ledger, AWA, {"id": "x"}, build.entry(author=AWA), {"id": "x"}, [1])
    positions = [ack.position for ack in acks]
    assert None not in positions
    assert positions[0] == positions[2]
    assert len({*positions}) == 3
    (again,) = sends(ledger, AWA, {"id": "x"})
    assert again.position == positions[0]
