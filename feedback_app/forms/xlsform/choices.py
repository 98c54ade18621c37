"""The choices of a form's questions: their words, their pictures, and which of them are offered when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from feedback_app.forms.engine.definition import Choice, Node
from feedback_app.forms.engine.expression import Expr
from feedback_app.forms.xlsform import limits
from feedback_app.forms.xlsform.conditions import Conditions
from feedback_app.forms.xlsform.media import RowMedia
from feedback_app.forms.xlsform.rows import Remarks
from feedback_app.forms.xlsform.texts import TextReader

_OWN = frozenset({"name", "label", "media", "list_name"})


class Choices:
    """Reads the choices of one form's questions."""

    def __init__(
        self,
        texts: TextReader,
        conditions: Conditions,
        remarks: Remarks,
        media: RowMedia,
        *,
        rows: Mapping[str, int],
        as_text: bool = False,
    ) -> None:
        self.texts = texts
        self.media = media
        self.conditions = conditions
        self.remarks = remarks
        self.as_text = as_text
        self.rows = rows

    def read(self, node: Node, raw: Mapping[str, Any]) -> None:
        """Puts the choices into a node, with what its filter asks of them."""
        listed = raw.get("choices", [])
        wanted: set[str] = set()
        if written := raw.get("choice_filter"):
            columns = {"name", *(key for each in listed for key in each if key not in _OWN)}
            if tree := self.conditions.tree(node["name"], "choice_filter", written, columns=columns):
                node["choice_filter"] = tree
                wanted = set(_columns(tree)) - {"name"}
        if "choices" in raw:
            node["choices"] = [self.choice(each, wanted) for each in listed]

    def choice(self, raw: Mapping[str, Any], wanted: set[str]) -> Choice:
        """One answer; of its other columns it keeps what the filter asks for."""
        name = str(raw["name"])
        choice = Choice(name=name, label=self.texts.read(raw.get("label")))
        if name == "other" and set(choice["label"].values()) == {"Other"}:  # as `or_other` adds it, in English only
            choice["label"] = {code: limits.OTHER.get(code, "Other") for code in choice["label"]}
        if not choice["label"] and self.as_text:
            self.remarks.notice("choices", None, "label-assumed", name)
            choice["label"] = {self.texts.default or next(iter(self.texts.languages), "fr"): name}
        elif not choice["label"]:
            self.remarks.refuse("choices", None, "label-missing", name)
        self.media.read(choice, raw, sheet="choices", row=self.rows.get(name))
        marked = limits.YES.get(str(raw.get("danger", "")).strip().lower())
        if marked is None:
            self.remarks.refuse(
                "choices", self.rows.get(name), "danger-unreadable", name, found=str(raw["danger"])[:80]
            )
        elif marked:
            choice["danger"] = True
        if columns := {column: str(raw[column]) for column in sorted(wanted) if raw.get(column) is not None}:
            choice["columns"] = columns
        return choice


def _columns(tree: Expr) -> Iterator[str]:
    if "column" in tree:
        yield str(tree["column"])
    for each in tree.get("args", ()):
        yield from _columns(each)
