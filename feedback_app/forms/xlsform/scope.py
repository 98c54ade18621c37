"""Who may speak of whom when a form has repeats: one value from inside, the values of every time from outside. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from feedback_app.forms.engine.expression import Expr
from feedback_app.forms.engine.grammar import OF_SETS


@dataclass
class Scope:
    """Where questions are: `home` has the repeat of each, and of a repeat itself its own name; `here` is the repeat
    being read, `levels` how many groups of it are open."""

    home: dict[str, str] = field(default_factory=dict)
    here: str | None = None
    levels: int = 0

    def is_far(self, name: str) -> bool:
        """Whether a name has several values, seen from here."""
        return name in self.home and (self.home[name] != self.here or name == self.here)

    def located(self, tree: Expr) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """The tree with `{"each": name}` where several values are meant, and what cannot be meant: (code, name)."""
        faults: list[tuple[str, str]] = []
        return self._located(tree, faults), faults

    def _located(self, tree: Expr, faults: list[tuple[str, str]]) -> dict[str, Any]:
        called = tree.get("call")
        if called == "indexed-repeat":
            return self._indexed(tree, faults)
        if called == "position" and (self.here is None or tree["args"][0]["lit"] != self.levels + 1):
            faults.append(("position-level", ""))
        if called is None:
            if "ref" in tree and self.is_far(tree["ref"]):
                faults.append(("several-values", tree["ref"]))
            return dict(tree)
        several = called in OF_SETS
        args = [
            self._each(arg) if several and self._is_far_ref(arg) else self._located(arg, faults) for arg in tree["args"]
        ]
        return {"call": called, "args": args}

    def _is_far_ref(self, tree: Expr) -> bool:
        return "ref" in tree and self.is_far(tree["ref"])

    def _each(self, tree: Expr) -> dict[str, Any]:
        return {"each": tree["ref"]}

    def _indexed(self, tree: Expr, faults: list[tuple[str, str]]) -> dict[str, Any]:
        """`indexed-repeat(${question}, ${repeat}, number)`: the question must be one of that repeat."""
        asked, repeat, index = tree["args"]
        question, name = asked.get("ref", ""), repeat.get("ref", "")
        if question == name or not name or self.home.get(question) != name:
            faults.append(("indexed-repeat-shape", str(question)))
        return {
            "call": "indexed-repeat", "args": [{"each": question}, {"each": name}, self._located(index, faults)],
        }  # fmt: skip
