"""The column `means`: what a question asks for, a code of `schemas/vocabulary/meanings.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.forms.engine.definition import UNSAID, Node
from feedback_app.forms.xlsform.rows import Remarks
from schemas.vocabulary import Term, vocabulary


class Meanings:
    """Reads the meanings of one form's questions, and refuses those that nothing could be made of."""

    def __init__(self, remarks: Remarks, rows: Mapping[str, int]) -> None:
        self.remarks = remarks
        self.rows = rows
        self.taken: dict[str, str] = {}
        """The question that has a meaning, by its code."""

    def read(self, node: Node, raw: Mapping[str, Any]) -> None:
        """Puts what a row means into its node."""
        written = str(raw.get("means", "")).strip()
        if not written:
            return
        meaning = vocabulary("meanings").get(written)
        if meaning is None:
            self._refuse(node, "meaning-unknown", found=written[:80])
            return
        if node["type"] not in meaning.many("types"):
            self._refuse(node, "meaning-type", found=written, types=", ".join(meaning.many("types")))
        self._check_choices(node, meaning)
        self._check_once(node, meaning)
        node["means"] = meaning.code

    def _check_choices(self, node: Node, meaning: Term) -> None:
        listed = meaning.attributes.get("vocabulary")
        known = vocabulary(listed).codes | UNSAID if listed else frozenset[str]()
        for choice in node.get("choices", []):
            if listed and choice["name"] not in known:
                self._refuse(node, "meaning-choice", found=choice["name"], vocabulary=listed)

    def _check_once(self, node: Node, meaning: Term) -> None:
        other = self.taken.setdefault(meaning.code, node["name"])
        if other != node["name"] and not meaning.flag("several"):
            self._refuse(node, "meaning-twice", found=meaning.code, other=other)

    def _refuse(self, node: Node, code: str, **details: object) -> None:
        self.remarks.refuse("survey", self.rows.get(node["name"]), code, node["name"], **details)
