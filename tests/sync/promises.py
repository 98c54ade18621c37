"""Invariants (docs/protocol.md), as checks on the model world: one method a promise.

A judge remembers what happened, from outside: what was finished, what was answered, what was erased. It never asks the
engine what is right.
"""

from __future__ import annotations

import gzip
import json
import uuid
from typing import Any

from sync.store import Row, Scope
from tests.sync.phone import Phone
from tests.sync.world import Device, Lab, State, last_position, may_see, view

Revision = tuple[str, int, str]
"""Record, number, digest: what is in the ledger once."""


def revision(entry: dict[str, Any]) -> Revision:
    """What an entry is called."""
    return entry["id"], entry["rev"], entry["digest"]


def ledger_of(state: State) -> list[tuple[int, Revision]]:
    """Every position with what is there, in the order in which it was written."""
    entries = [(position, one.entry) for position, one in state.ledger.entries]
    return [(position, (str(one.known_as or one.id), one.rev, one.digest)) for position, one in entries]


class Reader:
    """Follows the ledger and the feed, as the desk and a webhook do: from the last position it has read."""

    def __init__(self) -> None:
        self.epoch = ""
        self._start()

    def _start(self) -> None:
        self.ledger_at = self.feed_at = 0
        self.entries: list[tuple[int, Revision]] = []
        self.rows: set[Row] = set()

    def follow(self, state: State) -> None:
        """Reads what is new. Another life of the server is read from its start."""
        if state.epoch != self.epoch:
            self.epoch = state.epoch
            self._start()
        self.entries += [(position, one) for position, one in ledger_of(state) if position > self.ledger_at]
        self.ledger_at = max(self.ledger_at, last_position(state))
        everything = [row for row in state.feed.rows.values() if row.position > self.feed_at]
        self.rows |= set(everything)
        self.feed_at = max([self.feed_at, *(row.position for row in everything)])


class Judge:
    """Remembers, and says what is broken."""

    def __init__(self, lab: Lab, phones: list[Phone]) -> None:
        self.lab, self.phones, self.reader = lab, phones, Reader()
        self.finished: dict[Revision, Phone] = {}
        self.erased: set[tuple[str, str]] = set()
        """Record and author: who was first to use an id decides nothing about another's record of that id."""
        self.answered: dict[tuple[str, Revision], int] = {}
        """Position by epoch and revision, of every answer that left the server, received or not."""

    def note_answer(self, entries: list[dict[str, Any]], answer: bytes) -> None:
        """An answer has left the server."""
        answered = json.loads(answer)
        assert len(answered["acks"]) == len(entries), "each entry gets one answer, in order"
        for entry, ack in zip(entries, answered["acks"], strict=True):
            assert (ack["id"], ack["rev"]) == (entry["id"], entry["rev"]), (
                "the answers come in the order of the entries"
            )
            if ack["outcome"] != "erased":
                self.answered[answered["epoch"], revision(entry)] = ack["position"]

    def is_erased(self, name: Revision) -> bool:
        """Whether this was erased, whichever phone sends it again."""
        return (name[0], self.finished[name].person) in self.erased

    # Exactly once.

    def each_revision_is_in_the_ledger_once(self) -> None:
        filed = ledger_of(self.lab.state)
        positions, names = [position for position, _ in filed], [name for _, name in filed]
        assert len(names) == len(set(names)), "the same revision is in the ledger twice"
        assert positions == sorted(set(positions)), "positions are not in the order of the commits"

    # Acked is durable.

    def what_was_answered_for_is_in_the_ledger(self) -> None:
        state = self.lab.state
        filed = {name: position for position, name in ledger_of(state)}
        for (epoch, name), position in self.answered.items():
            if epoch == state.epoch and not self.is_erased(name):
                assert filed.get(name) == position, f"revision {name[1]} of {name[0]} was acknowledged and is lost"

    # Nothing vanishes.

    def whatever_was_finished_is_on_its_phone_or_in_the_ledger(self) -> None:
        filed = {name for _, name in ledger_of(self.lab.state)}
        for name, phone in self.finished.items():
            own = phone.entries.get(name[:2])
            there = name in filed or self.is_erased(name) or (own is not None and revision(own.entry) == name)
            assert there, f"revision {name[1]} of {name[0]} is neither on {phone.name} nor in the ledger"

    # What was erased stays so.

    def what_was_erased_does_not_come_back(self) -> None:
        again = [name for _, name in ledger_of(self.lab.state) if self.is_erased(name)]
        assert not again, "an erased record is in the ledger again"
        ledger = self.lab.state.ledger
        tombs = {(str(name), owner) for record, (owner, name) in ledger.whose.items() if record in ledger.erased}
        assert self.erased <= tombs, "an erasure was lost"

    def no_snapshot_holds_what_was_erased(self) -> None:
        erased = {str(record) for record in self.lab.state.ledger.erased}
        for packed in self.lab.state.snapshots.packed.values():
            names = {row["id"] for row in json.loads(gzip.decompress(packed))}
            assert not names & erased, "an erased record is in a snapshot still"

    # No gaps.

    def a_reader_has_seen_every_row_up_to_its_position(self) -> None:
        state, reader = self.lab.state, self.reader
        if state.epoch != reader.epoch:
            return
        positions = [position for position, _ in reader.entries]
        assert positions == sorted(set(positions)), "a reader of the ledger saw a position twice, or one out of order"
        passed = {one for one in ledger_of(state) if one[0] <= reader.ledger_at}
        assert passed <= set(reader.entries), "a reader of the ledger was passed by an entry that committed late"
        rows = {row for row in state.feed.rows.values() if row.position <= reader.feed_at}
        assert rows <= reader.rows, "a reader of the feed was passed by a row that committed late"

    def a_phone_that_has_pulled_all_has_its_scope(self, phone: Phone, state: State, scope: Scope) -> None:
        wanted = view(state, scope)
        missing = [name for name in wanted if phone.seen.get(name) != wanted[name]]
        assert not missing, f"{phone.name} has pulled everything, and lacks {missing}"
        more = [name for name in phone.seen if name not in wanted]
        assert not more, f"{phone.name} has pulled everything, and still shows {more}"

    # Isolation.

    def nobody_is_shown_what_is_outside(self, known: Device, changes: list[dict[str, Any]]) -> None:
        for change in changes:
            ever = self.lab.written.get((change["kind"], change["id"]), [])
            if change["op"] == "put":
                same = [row for row in ever if json.loads(row.body or "null") == change["body"]]
                shown = any(may_see(known.scope, row) for row in same)
            else:
                shown = any(may_see(scope, row) for row in ever for scope in (known.scope, *known.past))
            assert shown, f"{known.scope.person} at {known.scope.place_path} was shown {change}"

    # Convergence.

    def everyone_has_exactly_what_they_should(self) -> None:
        filed = {name for _, name in ledger_of(self.lab.state)}
        for phone in self.phones:
            known = self.lab.state.devices[phone.name]
            if known.revoked:
                continue
            self.a_phone_that_has_pulled_all_has_its_scope(phone, self.lab.state, known.scope)
            assert not phone.entries, f"{phone.name} keeps {list(phone.entries)} though all is safe"
            mine = {name for name, author in self.finished.items() if author is phone and not self.is_erased(name)}
            assert mine <= filed, f"of {phone.name}, {mine - filed} never reached the ledger"

    # Everyone's words are their own.

    def every_record_is_of_one_author(self) -> None:
        authors: dict[uuid.UUID, set[str | None]] = {}
        for _, one in self.lab.state.ledger.entries:
            authors.setdefault(one.entry.id, set()).add(one.entry.author)
        assert all(len(one) == 1 for one in authors.values()), "a record has the words of two people"

    def nobodys_words_wait_because_another_used_their_id(self) -> None:
        filed = [one for _, one in self.lab.state.ledger.entries]
        stopped = [one for one in filed if any(fault.reason == "not-the-author" for fault in one.faults)]
        assert not stopped, "somebody's words wait because another used their id"
