"""Which choices a question offers, when that hangs on what was answered before. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TypeAlias, cast

from feedback_app.forms.engine.definition import Node
from feedback_app.forms.engine.evaluate import Context, compile_tree
from feedback_app.forms.engine.values import to_boolean

ChoiceCheck: TypeAlias = Callable[[object, Context], str | None]
"""The reason why an answer is none of what is offered now; None when it is. The answer is well-formed."""


def choice_check(node: Node) -> ChoiceCheck:
    """What to ask of answers to a question with a `choice_filter`."""
    keeps = compile_tree(node["choice_filter"])
    columns = {choice["name"]: {"name": choice["name"], **choice.get("columns", {})} for choice in node["choices"]}

    def is_offered(name: str, context: Context) -> bool:
        return name not in columns or to_boolean(keeps(dataclasses.replace(context, columns=columns[name])))

    def offered(answer: object, context: Context) -> str | None:
        names = cast("list[str]", answer if isinstance(answer, list) else [answer])
        if not all(is_offered(name, context) for name in names):
            return "choice-not-offered"
        if node["type"] == "rank" and len(names) < sum(is_offered(name, context) for name in columns):
            return "not-all-ranked"
        return None

    return offered
