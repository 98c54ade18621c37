"""A module that says "Pure" is: nothing that it imports, however far away, knows a database, a request, a clock or chance.

Imports for type checkers alone do not count: they never run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping

from .test_imports import modules

PURE = re.compile(r"\bPure[.;:]")
IMPURE = {
    "flask", "flask_smorest", "flask_sqlalchemy", "os", "random", "requests", "secrets", "shutil", "socket",
    "sqlalchemy", "subprocess", "tempfile", "threading", "time", "werkzeug",
}  # fmt: skip
ASKED = {"now", "utcnow", "today", "uuid1", "uuid4", "uuid7", "getnode", "urandom"}
"""Functions of `datetime` and `uuid` that read a clock or chance; their types are harmless."""

Trees = Mapping[str, ast.Module]


def says_pure(tree: ast.Module) -> bool:
    return bool(PURE.search(ast.get_docstring(tree) or ""))


def running(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree that can run."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            continue
        yield child
        yield from running(child)


def imported(name: str, trees: Trees) -> set[str]:
    """The modules that run when this one is imported or used: late imports too, and the packages they are in."""
    found: set[str] = set()
    for node in running(trees[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {node.module} | (full & set(trees))
    return found | {".".join(one.split(".")[:depth]) for one in found for depth in range(1, one.count(".") + 1)}


def impure(name: str, trees: Trees) -> Iterator[str]:
    """What of a module's own is not pure."""
    yield from sorted(imported(name, trees) & IMPURE)
    for node in running(trees[name]):
        if isinstance(node, ast.Attribute) and node.attr in ASKED and ast.unparse(node.value) in CLOCKS:
            yield ast.unparse(node)
        elif isinstance(node, ast.ImportFrom) and node.module == "uuid":
            yield from sorted(ASKED & {alias.name for alias in node.names})


CLOCKS = {"datetime", "date", "dt.datetime", "dt.date", "datetime.datetime", "datetime.date", "uuid"}


def reasons(names: Collection[str], trees: Trees) -> list[str]:
    """How these modules come to what is not pure: for each such thing, one chain of imports that leads there."""
    chains, waiting, found = {name: name for name in names}, list(names), []
    while waiting:
        at = waiting.pop()
        found += [f"{chains[at]} -> {one}" for one in impure(at, trees)]
        for after in sorted(imported(at, trees) & set(trees) - set(chains)):
            chains[after] = f"{chains[at]} -> {after}"
            waiting.append(after)
    return sorted(found)


def test_what_says_that_it_is_pure_reaches_no_database_request_clock_or_chance() -> None:
    trees = dict(modules())
    pure = [name for name, tree in trees.items() if says_pure(tree)]
    assert len(pure) > 60
    assert reasons(pure, trees) == []


def test_the_engine_is_pure_whatever_its_docstrings_say() -> None:
    trees = dict(modules())
    assert reasons([name for name in trees if name.split(".")[0] == "sync"], trees) == []


def made_up(**sources: str) -> Trees:
    return {name: ast.parse(source) for name, source in sources.items()}


def test_the_rule_fails_for_what_is_reached_by_detours() -> None:
    trees = made_up(
        rule='"""A rule. Pure."""\nimport step',
        step="def late():\n    from store import find",
        store="from sqlalchemy import select",
    )
    assert says_pure(trees["rule"])
    assert reasons(["rule"], trees) == ["rule -> step -> store -> sqlalchemy"]


def test_the_rule_fails_for_clock_and_chance_and_not_for_their_types() -> None:
    for line in (
        "import time",
        "import os.path",
        "from random import choice",
        "import datetime as dt\nat = dt.datetime.now(dt.UTC)",
        "from datetime import date\nday = date.today()",
        "import uuid\nkey = uuid.uuid4()",
        "from uuid import uuid4",
        "def f():\n    import secrets",
    ):
        assert reasons(["rule"], made_up(rule=line)), line
    for line in (
        "import datetime as dt\nday = dt.datetime.fromisoformat('2026-01-01')",
        "import uuid\nkey = uuid.UUID(int=0)",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sqlalchemy import Engine",
    ):
        assert reasons(["rule"], made_up(rule=line)) == [], line


def test_a_package_runs_when_something_in_it_is_imported() -> None:
    trees = {"rule": ast.parse("from box.part import x"), "box": ast.parse("import flask"), "box.part": ast.parse("")}
    assert reasons(["rule"], trees) == ["rule -> box -> flask"]
