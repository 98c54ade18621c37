"""What bodies come to by the rules of their forms. Nothing of it depends on what is stored, so that it is worked out
before the write lock is taken."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback_app.capture.admission import RulesOf
from feedback_app.forms.engine.meaning import Fact
from feedback_app.forms.rule_cache import NO_FORM
from feedback_app.ledger.danger import danger_of
from feedback_app.ledger.facts import facts_of_answers
from feedback_app.ledger.projection import Facts, PathOf, facts
from sync.entry import Entry


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What a record's row says of a body, and what its answers mean."""

    row: Facts
    meant: Sequence[Fact]


class BodyFacts:
    """Works a body out once. Only of bodies that passed validation."""

    def __init__(self, rules: RulesOf, path_of: PathOf) -> None:
        self._rules, self._path_of = rules, path_of
        self._known: dict[tuple[uuid.UUID, str], WorkedOut] = {}

    def prepare(self, entries: Iterable[Entry]) -> None:
        """Works these out now."""
        for entry in entries:
            self.of(entry)

    def of(self, entry: Entry) -> WorkedOut:
        """What this entry's body comes to. Its id counts too: a record's code may come of it."""
        key = entry.id, entry.digest
        if (found := self._known.get(key)) is None:
            found = self._known[key] = self._work_out(entry)
        return found

    def _work_out(self, entry: Entry) -> WorkedOut:
        content = entry.content
        form = self._rules(str(content.get("instrument")), str(content.get("instrument_version")))
        row = facts(content, self._path_of, danger_of(content, form), name_on_phones=entry.known_as or entry.id)
        return WorkedOut(row, facts_of_answers(form.meaning if form else NO_FORM, row["answers"], row["recorded_at"]))
