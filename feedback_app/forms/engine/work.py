"""How much work the answers of a record can make of a form's expressions, reckoned before any is evaluated. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.forms.engine.definition import MOST_INSTANCES, Node
from feedback_app.forms.engine.expression import DEEPEST

MOST_WORK = 500_000
"""Of one walk through a form. A filter over 8,000 places is 24,000; at the worst this takes a few seconds."""
SCAN = 50
"""What a function counts that looks at every character of a text, where a comparison counts one."""
SCANNING = frozenset(
    {
        "concat", "contains", "count-selected", "ends-with", "format-date", "join", "jr:choice-name", "regex",
        "selected", "selected-at", "starts-with", "substr",
    }
)  # fmt: skip


def work_of_tree(tree: object, depth: int = 0) -> int:
    """Of evaluating a tree once."""
    if not isinstance(tree, Mapping) or depth >= DEEPEST:
        return 0
    if "each" in tree:
        return MOST_INSTANCES
    args = tree.get("args")
    of_args = sum(work_of_tree(each, depth + 1) for each in args) if isinstance(args, list) else 0
    return (SCAN if tree.get("call") in SCANNING else 1) + of_args


def work_of_node(node: Node | Mapping[str, Any]) -> int:
    """Of a question itself, its choices too; without what is inside of it."""
    trees = [node.get(key) for key in ("relevant", "constraint", "required", "calculation", "count")]
    choices: Any = node.get("choices") or ()
    return sum(map(work_of_tree, trees)) + len(choices) * work_of_tree(node.get("choice_filter"))
