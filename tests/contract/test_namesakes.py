"""Two people whose records bear the same id, by chance or because one knew it: each has their own, on every store."""

from __future__ import annotations

import itertools
import json
import uuid
from typing import Any

import pytest

from feedback_app.base import ids
from sync.namesake import namesake_id
from tests import build
from tests.contract.stores import LedgerUnderTest
from tests.contract.test_ledger import outcomes, send

AWA, KOFFI, YAO = (f"018f0000-0000-7000-8000-00000000000{n}" for n in (1, 2, 3))


def says(author: str, record: str, rev: int = 1, words: str = "eau") -> dict[str, Any]:
    body = json.dumps({"author": author, "place": "V1", "answers": {"mots": words}, "recorded_at": "2026-11-23T09:00Z"})
    return {"id": record, "rev": rev, "digest": build.digest(body), "body": body}


def digests_of(ledger: LedgerUnderTest, record: str, author: str) -> list[str]:
    """Digests of the stored revisions of this author's record of this id."""
    name = uuid.UUID(record)
    with ledger.opened() as store:
        found = store.holdings({name, namesake_id(name, author)})
    (mine,) = [one for one in found.values() if one.owner == author]
    return [one.digest for one in mine.revisions]


@pytest.mark.parametrize("order", list(itertools.permutations([AWA, KOFFI, YAO])))
def test_whoever_sends_first_everybodys_record_is_stored_and_each_is_alone_in_it(
    ledger: LedgerUnderTest, order: tuple[str, ...]
) -> None:
    record = str(ids.new_id())
    first = {author: says(author, record) for author in order}
    second = {author: says(author, record, rev=2, words="eau, école") for author in order}
    for author in order:
        (ack,) = send(ledger, first[author])
        assert (ack.id, ack.outcome.value) == (record, "stored")
    assert outcomes(send(ledger, *second.values())) == ["stored"] * 3, "in one request too"
    assert outcomes(send(ledger, *first.values(), *second.values())) == ["known"] * 6
    for author in order:
        assert digests_of(ledger, record, author) == [first[author]["digest"], second[author]["digest"]]


def test_a_retry_gets_the_position_that_was_given_first(ledger: LedgerUnderTest) -> None:
    record = str(ids.new_id())
    send(ledger, says(KOFFI, record))
    stored, known = send(ledger, says(AWA, record), says(AWA, record))
    (again,) = send(ledger, says(AWA, record))
    assert stored.position == known.position == again.position is not None


def test_her_own_other_words_under_the_same_number_are_still_a_conflict(ledger: LedgerUnderTest) -> None:
    record = str(ids.new_id())
    send(ledger, says(KOFFI, record), says(AWA, record))
    assert outcomes(send(ledger, says(AWA, record, words="route"))) == ["conflict"]


def test_who_was_first_and_is_erased_takes_nobody_elses_words_along(ledger: LedgerUnderTest) -> None:
    record = str(ids.new_id())
    send(ledger, says(KOFFI, record))
    ledger.erase(uuid.UUID(record))
    assert outcomes(send(ledger, says(AWA, record), says(KOFFI, record))) == ["stored", "erased"]
    assert outcomes(send(ledger, says(AWA, record), says(AWA, record, rev=2))) == ["known", "stored"]


def test_who_was_second_and_is_erased_stays_erased_and_takes_nobody_elses_words_along(ledger: LedgerUnderTest) -> None:
    record = str(ids.new_id())
    send(ledger, says(KOFFI, record), says(AWA, record))
    ledger.erase(namesake_id(uuid.UUID(record), AWA))
    assert outcomes(send(ledger, says(AWA, record), says(AWA, record, rev=2))) == ["erased", "erased"]
    assert outcomes(send(ledger, says(KOFFI, record), says(KOFFI, record, rev=2))) == ["known", "stored"]


def test_nobody_can_file_under_an_id_that_was_derived(ledger: LedgerUnderTest) -> None:
    record = str(ids.new_id())
    send(ledger, says(KOFFI, record), says(AWA, record))
    derived = str(namesake_id(uuid.UUID(record), AWA))
    (ack,) = send(ledger, says(KOFFI, derived, rev=9))
    assert [fault.reason for fault in ack.faults] == ["not-a-uuid7"]
