"""Whatever order things happen in, nothing is lost, nothing is doubled, and every phone ends with its scope."""

from __future__ import annotations

import json
import uuid
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from feedback_app.base import ids
from sync import engine
from sync.entry import Entry, Fault, Malformed, Outcome, read
from sync.memory import MemoryLedger
from tests.build import digest

AUTHOR = "018f0000-0000-7000-8000-000000000001"

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=8), children, max_size=4),
    max_leaves=10,
)


def make(record: str, rev: int, text: str) -> dict[str, Any]:
    body = json.dumps({"author": AUTHOR, "mots": text}, ensure_ascii=False)
    return {"id": record, "rev": rev, "digest": digest(body), "body": body}


def empty_is_wrong(entry: Entry) -> list[Fault]:
    return [Fault("mots", "empty")] if entry.content.get("mots") == "" else []


@given(json_values)
def test_whatever_is_sent_as_an_entry_gets_an_answer_and_never_an_exception(raw: Any) -> None:
    got = read(raw)
    assert isinstance(got, Malformed) and got.faults and json.loads(got.raw) == json.loads(json.dumps(raw))


@given(st.dictionaries(st.sampled_from(["id", "rev", "digest", "body"]), json_values))
def test_half_an_entry_is_quarantined_whole(raw: dict[str, Any]) -> None:
    ledger = MemoryLedger()
    (ack,) = engine.push(ledger, [raw], empty_is_wrong)
    assert ack.outcome is Outcome.QUARANTINED and len(ledger.malformed) == 1


class PhonesAndALedger(RuleBasedStateMachine):
    """Phones finish and revise records, exchanges lose their answers, carriers repeat: the ledger has each once."""

    finished: Bundle[dict[str, Any]] = Bundle("finished")

    def __init__(self) -> None:
        super().__init__()
        self.ledger = MemoryLedger()
        self.sent: dict[tuple[str, int, str], Outcome] = {}
        self.records: dict[str, int] = {}

    @rule(target=finished, text=st.sampled_from(["", "eau", "école", "route"]))
    def finish(self, text: str) -> dict[str, Any]:
        record = str(ids.new_id())
        self.records[record] = 1
        return make(record, 1, text)

    @rule(target=finished, original=finished, text=st.sampled_from(["", "eau", "pont"]), same_rev=st.booleans())
    def revise(self, original: dict[str, Any], text: str, same_rev: bool) -> dict[str, Any]:
        rev = original["rev"] if same_rev else self.records[original["id"]] + 1
        self.records[original["id"]] = max(rev, self.records[original["id"]])
        return make(original["id"], rev, text)

    @rule(batch=st.lists(finished, min_size=1, max_size=6))
    def exchange(self, batch: list[dict[str, Any]]) -> None:
        acks = engine.push(self.ledger, batch, empty_is_wrong)
        assert [(ack.id, ack.rev) for ack in acks] == [(one["id"], one["rev"]) for one in batch]
        for one, ack in zip(batch, acks, strict=True):
            name = (one["id"], one["rev"], one["digest"])
            if ack.outcome is Outcome.ERASED:
                continue
            first = self.sent.setdefault(name, ack.outcome)
            again = {Outcome.STORED: Outcome.KNOWN}.get(first, first)
            assert ack.outcome in (first, again), "a retry must get the answer that was lost"
            assert ack.position

    @rule(one=finished)
    def erase(self, one: dict[str, Any]) -> None:
        record = uuid.UUID(one["id"])
        if record in self.ledger.holdings({record}):
            self.ledger.erase(record)

    @invariant()
    def each_is_stored_once_in_ascending_positions(self) -> None:
        names = [(f.entry.id, f.entry.rev, f.entry.digest) for _, f in self.ledger.entries]
        assert len(names) == len(set(names))
        positions = [position for position, _ in self.ledger.entries]
        assert positions == sorted(set(positions))

    @invariant()
    def what_was_acknowledged_is_stored(self) -> None:
        stored = {(str(f.entry.id), f.entry.rev, f.entry.digest) for _, f in self.ledger.entries}
        assert {name for name in self.sent if uuid.UUID(name[0]) not in self.ledger.erased} <= stored


TestPhonesAndALedger = PhonesAndALedger.TestCase
TestPhonesAndALedger.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
