"""Actions neither end a transaction nor read the clock: who calls them does. The list of exceptions may only shrink."""

from __future__ import annotations

import ast

from .test_imports import modules

EXCEPTIONS: dict[str, set[str]] = {
    "feedback_app.capture.actions": {"begin_writing"},
    "feedback_app.carry.actions": {"clock.now", "transaction"},
    "feedback_app.media.actions": {"begin_writing", "clock.now", "end_reading", "transaction"},
    "feedback_app.safe.actions": {"clock.now", "transaction"},
}
"""Actions that still do, and what. Let the job or door that calls them do it, then take the word away."""

ENDS = {"commit", "transaction", "begin_writing", "end_reading"}
"""Calls that end or begin a transaction."""


def oversteps(tree: ast.Module) -> set[str]:
    """What a file calls that its callers should."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {ast.unparse(call) for call in calls}
    return {name for name in names if name.split(".")[-1] in ENDS or name in {"clock.now", "now", "dt.datetime.now"}}


def test_actions_neither_end_a_transaction_nor_read_the_clock() -> None:
    actions = {name: oversteps(tree) for name, tree in modules() if name.endswith(".actions")}
    assert len(actions) > 8
    assert {name: found for name, found in actions.items() if found} == EXCEPTIONS


def test_the_rule_fails_for_an_action_that_commits_or_asks_for_the_time() -> None:
    assert oversteps(ast.parse("def f(session):\n    session.commit()")) == {"session.commit"}
    assert oversteps(ast.parse("def f():\n    with transaction() as session: pass")) == {"transaction"}
    assert oversteps(ast.parse("at = clock.now()")) == {"clock.now"}
    assert oversteps(ast.parse("def f(session, now):\n    session.add(Row(at=now))")) == set()
