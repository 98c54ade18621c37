"""What every ledger must do, whatever stores it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sync import engine
from sync.engine import Ack
from sync.entry import Entry, Fault
from tests.contract.stores import LedgerUnderTest, a_need
from tests.people import World


def nothing_wrong(entry: Entry) -> Sequence[Fault]:
    return []


def too_short(entry: Entry) -> Sequence[Fault]:
    return [Fault("answers.mots", "too-short")] if entry.content["answers"]["mots"] == "" else []


def send(ledger: LedgerUnderTest, *entries: object, check: engine.Check = nothing_wrong) -> list[Ack]:
    with ledger.opened() as store:
        return engine.push(store, list(entries), check)


def outcomes(acks: list[Ack]) -> list[str]:
    return [ack.outcome.value for ack in acks]


def test_awas_need_is_stored_once_however_often_she_sends_it(ledger: LedgerUnderTest, sql_world: World | None) -> None:
    need = a_need(sql_world)
    first, again = send(ledger, need, need)
    (later,) = send(ledger, need)
    assert outcomes([first, again, later]) == ["stored", "known", "known"]
    assert first.position == again.position == later.position is not None


def test_positions_follow_the_order_sent(ledger: LedgerUnderTest, sql_world: World | None) -> None:
    acks = send(ledger, *(a_need(sql_world) for _ in range(5)))
    positions = [ack.position for ack in acks]
    assert positions == sorted(positions, key=lambda position: position or 0) and len(set(positions)) == 5


def test_what_was_known_already_leaves_no_hole_between_positions(
    ledger: LedgerUnderTest, sql_world: World | None
) -> None:
    known = [a_need(sql_world) for _ in range(3)]
    *_, before = send(ledger, *known)
    send(ledger, *known)
    *_, after = send(ledger, *known, {"id": 7}, a_need(sql_world))
    assert before.position is not None and after.position == before.position + 1


def test_a_bad_entry_never_stops_its_neighbours(ledger: LedgerUnderTest, sql_world: World | None) -> None:
    acks = send(ledger, a_need(sql_world), {"id": 7}, None, a_need(sql_world), check=nothing_wrong)
    assert outcomes(acks) == ["stored", "quarantined", "quarantined", "stored"]


def test_what_fails_the_instrument_is_quarantined_and_a_fix_is_stored(
    ledger: LedgerUnderTest, sql_world: World | None
) -> None:
    bad = a_need(sql_world, text="")
    (ack,) = send(ledger, bad, check=too_short)
    assert (ack.outcome.value, ack.faults[0].reason) == ("quarantined", "too-short")
    (fixed,) = send(ledger, a_need(sql_world, record=bad["id"], rev=2, text="eau"), check=too_short)
    assert fixed.outcome.value == "stored"


def test_a_retry_of_a_quarantined_entry_gets_the_answer_that_was_lost(
    ledger: LedgerUnderTest, sql_world: World | None
) -> None:
    bad = a_need(sql_world, text="")
    first, second = send(ledger, bad, check=too_short), send(ledger, bad, check=too_short)
    assert first == second


def test_another_text_under_the_same_revision_is_a_conflict_and_both_are_stored(
    ledger: LedgerUnderTest, sql_world: World | None
) -> None:
    one = a_need(sql_world, text="eau")
    other = a_need(sql_world, record=one["id"], text="école")
    assert outcomes(send(ledger, one, other)) == ["stored", "conflict"]
    assert outcomes(send(ledger, other, one)) == ["conflict", "known"]
    with ledger.opened() as store:
        stored = store.holdings({uuid.UUID(one["id"])})[uuid.UUID(one["id"])]
    assert sorted(one.digest for one in stored.revisions) == sorted([one["digest"], other["digest"]])


def test_revisions_may_arrive_in_any_order(ledger: LedgerUnderTest, sql_world: World | None) -> None:
    first = a_need(sql_world)
    second = a_need(sql_world, record=first["id"], rev=2)
    third = a_need(sql_world, record=first["id"], rev=3)
    assert outcomes(send(ledger, third)) == ["stored"]
    assert outcomes(send(ledger, first, second)) == ["stored", "stored"]


def test_a_stranger_cannot_revise_awas_need(ledger: LedgerUnderTest, sql_world: World | None) -> None:
    mine = a_need(sql_world)
    send(ledger, mine)
    forged = a_need(None, record=mine["id"], rev=2, text="rien")
    forged_body = forged["body"].replace("000000000001", "0000000000ff") if sql_world is None else forged["body"]
    forged |= {"body": forged_body, "digest": __import__("hashlib").sha256(forged_body.encode()).hexdigest()}
    (ack,) = send(ledger, forged)
    with ledger.opened() as store:
        stored = store.holdings({uuid.UUID(mine["id"])})[uuid.UUID(mine["id"])]
    assert [(one.rev, one.digest) for one in stored.revisions] == [(1, mine["digest"])]
    assert ack.outcome.value == "stored", "as a record of the stranger's own"


def test_an_erased_record_stays_erased(ledger: LedgerUnderTest, sql_world: World | None) -> None:
    need = a_need(sql_world)
    send(ledger, need)
    ledger.erase(uuid.UUID(need["id"]))
    assert outcomes(send(ledger, need, a_need(sql_world, record=need["id"], rev=2))) == ["erased", "erased"]
