"""What a form's conditions say, as trees: each may speak only of what is answered before it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from feedback_app.forms.engine.definition import SILENT, Kind, Node
from feedback_app.forms.engine.expression import ExpressionError, calls, parse, references
from feedback_app.forms.engine.grammar import NOT_REPEATABLE
from feedback_app.forms.engine.kinds import from_text, kind_check
from feedback_app.forms.xlsform.limits import NOTED
from feedback_app.forms.xlsform.rows import Remarks
from feedback_app.forms.xlsform.scope import Scope

_IN_LABEL = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_YES = {"yes": True, "true": True, "true()": True, "no": False, "false": False, "false()": False}
_CALCULATED_ONLY = ("now", "jr:choice-name", *sorted(NOT_REPEATABLE))
"""What a server cannot find again: it may be stored as a calculated answer, but nothing may be decided by it."""
_MAY_CALCULATE = frozenset({"calculation", "default"})
_ASKS_NOTHING = SILENT | {"repeat"}
_HOLDS_OTHERS = frozenset({"group", "repeat"})
_NO_DEFAULT = _ASKS_NOTHING | {"image", "audio"}
_SIBLING = re.compile(r"\.\./([A-Za-z_][A-Za-z0-9_.-]*)")


class Conditions:
    """One reading of one form's conditions, question after question. Reasons to refuse gather in `remarks`."""

    def __init__(self, remarks: Remarks, rows: Mapping[str, int]) -> None:
        self.remarks = remarks
        self.rows = rows
        self.kinds: dict[str, Kind] = {}
        """The questions met so far: what an expression may speak of."""
        self.aside: set[str] = set()
        """Rows that were left aside: nothing may speak of them."""
        self.scope = Scope()

    def refuse(self, name: str, code: str, **details: object) -> None:
        self.remarks.refuse("survey", self.rows.get(name), code, name, **details)

    def met(self, node: Node) -> None:
        """From here on questions may speak of this one."""
        self.kinds[node["name"]] = node["type"]
        if self.scope.here is not None:
            self.scope.home[node["name"]] = self.scope.here

    def read(self, node: Node, bind: Mapping[str, Any]) -> None:
        """Required, relevant and constraint. The question itself is not yet among those met."""
        name, kind = node["name"], node["type"]
        if relevant := self.tree(name, "relevant", bind.get("relevant")):
            node["relevant"] = relevant
        if required := self._required(node, str(bind.get("required", ""))):
            node["required"] = required
        if constraint := self.tree(name, "constraint", bind.get("constraint")):
            if kind == "note":  # it has no value that could break it: as in ODK it is never looked at
                self.remarks.notice("survey", self.rows.get(name), "constraint-ignored", name)
            else:
                node["constraint"] = constraint
            if kind in _HOLDS_OTHERS or kind == "calculate":
                self.refuse(name, "constraint-misplaced")

    def begin(self, node: Node, raw: Mapping[str, Any]) -> None:
        """What is there before anybody answers: calculation, default, and whether it may be changed."""
        name, bind = node["name"], raw.get("bind", {})
        source = NOTED.get(str(raw.get("type"))) or bind.get("calculate")
        calculation = self.tree(name, "calculation", source)
        written = "" if raw.get("default") is None else str(raw["default"])
        read_only = _YES.get(str(bind.get("readonly", "")).strip().lower(), bool(bind.get("readonly")))
        if node["type"] == "calculate":
            node["calculation"] = calculation or self._fixed(node, written, raw)
        elif calculation:
            node["calculation"] = calculation
            if not read_only or node["type"] in _NO_DEFAULT:
                self.refuse(name, "calculation-editable")
        elif written:
            self._default(node, written, raw)
        if read_only and node["type"] not in {"calculate", *_ASKS_NOTHING}:
            self._lock(node)

    def _fixed(self, node: Node, written: str, raw: Mapping[str, Any]) -> dict[str, Any]:
        """What is calculated of a row that has a default and no calculation."""
        if raw.get("_dynamic_default") and (tree := self.tree(node["name"], "default", written)):
            return {"call": "once", "args": [tree]}
        if not written:
            self.refuse(node["name"], "calculation-missing")
        return {"lit": written}

    def _default(self, node: Node, written: str, raw: Mapping[str, Any]) -> None:
        if node["type"] in _NO_DEFAULT:
            self.refuse(node["name"], "default-misplaced")
        elif raw.get("_dynamic_default"):
            if tree := self.tree(node["name"], "default", written):
                node["dynamic_default"] = tree
        else:
            node["default"] = from_text(node["type"], written)
            if kind_check(node)(node["default"]):
                self.refuse(node["name"], "default-bad", found=written[:80])

    def _lock(self, node: Node) -> None:
        """What nobody can answer is only read: it shows what it comes to, or, with nothing to show, is a note."""
        if {"calculation", "default", "dynamic_default"} & node.keys():
            node["read_only"] = True
        else:
            node["type"] = "note"

    def count(self, node: Node, source: object) -> None:
        """How many times a repeat is asked."""
        if tree := self.tree(node["name"], "repeat_count", source):
            node["count"] = tree

    def _required(self, node: Node, written: str) -> bool | dict[str, Any] | None:
        if not written:
            return None
        decided = _YES.get(written.strip().lower())
        required = decided if decided is not None else self.tree(node["name"], "required", written)
        if required and node["type"] == "calculate":  # nobody answers it: as in ODK it asks for nothing
            self.remarks.notice("survey", self.rows.get(node["name"]), "required-ignored", node["name"])
            return None
        if required and node["type"] in _HOLDS_OTHERS:
            self.refuse(node["name"], "required-impossible")
        return required

    def tree(self, name: str, column: str, source: object, *, columns: Collection[str] = ()) -> dict[str, Any] | None:
        """The tree of what is in a column; None when there is nothing, or nothing that can be used."""
        if not source:
            return None
        try:
            tree = parse(_SIBLING.sub(self._sibling, str(source)), columns=columns)
        except ExpressionError as error:
            sentences = {"sentence_fr": error.sentence("fr"), "sentence_en": error.sentence("en")}
            self.refuse(name, "expression", column=column, reason=error.code, position=error.position, **sentences)
            return None
        for found in sorted(references(tree)):
            if not (column == "constraint" and found == name):
                self.check_reference(name, column, found)
        self._check_calls(name, column, calls(tree))
        located, faults = self.scope.located(tree)
        for code, found in faults:
            self.refuse(name, code, column=column, found=found)
        return located

    def _sibling(self, found: re.Match[str]) -> str:
        """`../name`, as pyxform itself writes of its neighbour, is that question when there is one of that name."""
        return f"${{{found[1]}}}" if found[1] in self.kinds else found[0]

    def check_label(self, name: str, text: str) -> None:
        """Looks at every `${question}` in a sentence."""
        for found in set(_IN_LABEL.findall(text)):
            self.check_reference(name, "label", found)
            if self.scope.is_far(found):
                self.refuse(name, "several-values", column="label", found=found)

    def check_reference(self, name: str, column: str, found: str) -> None:
        """Whether a question of that name is answered by now."""
        if found in self.kinds:
            if self.kinds[found] in SILENT or (self.kinds[found] == "repeat" and column == "label"):
                self.refuse(name, "refers-to-group", column=column, found=found)
        elif found in self.aside:
            self.refuse(name, "refers-aside", column=column, found=found)
        elif found in self.rows:
            self.refuse(name, "refers-ahead", column=column, found=found)

    def _check_calls(self, name: str, column: str, used: frozenset[str]) -> None:
        if "." in used and column != "constraint":
            self.refuse(name, "self-misplaced", column=column)
        for found in _CALCULATED_ONLY:
            if found in used and column not in _MAY_CALCULATE:
                self.refuse(name, "only-in-calculation", column=column, found=found)
