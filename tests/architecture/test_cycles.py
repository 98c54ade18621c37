"""No circle of imports anywhere, late ones counted; and an import is late only for what few need and that is slow."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping

from .test_imports import modules
from .test_pure import Trees, imported, made_up, running

LATE = {
    "apscheduler.schedulers.background",
    "feedback_app.media.s3",
    "feedback_app.media.voices",
    "openpyxl",
    "openpyxl.cell",
    "openpyxl.cell.cell",
    "openpyxl.styles",
    "openpyxl.utils",
    "pyxform.builder",
    "pyxform.xls2json",
    "pyxform.xls2json_backends",
    "xlrd.compdoc",
    "zxcvbn",
}
"""What is imported where it is used: an extra that need not be installed, or what takes long or much memory and most
processes never need."""


def circles(trees: Trees) -> list[str]:
    """The modules that import themselves by way of others. What a package's own file imports counts for that package."""
    graph = {name: imported(name, trees) & set(trees) - {name} for name in trees}
    return sorted(" -> ".join(sorted(ring)) for ring in _rings(graph))


def _rings(graph: Mapping[str, set[str]]) -> Iterator[frozenset[str]]:
    """The sets of modules of which each reaches each. Modules that lead nowhere, or to which nothing leads, go first."""
    left = {name: set(after) for name, after in graph.items()}
    while gone := {name for name, after in left.items() if not after & set(left)} | (
        set(left) - {one for after in left.values() for one in after}
    ):
        left = {name: after - gone for name, after in left.items() if name not in gone}
    reach = {name: _reached(name, left) for name in left}
    yield from {frozenset(one for one in reach[name] if name in reach[one]) for name in left if name in reach[name]}


def _reached(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = graph[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


def late(tree: ast.Module) -> Iterator[str]:
    """The modules that are imported inside a function."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in running(function):
                if isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom):
                    yield node.module or "."


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert circles(dict(modules())) == []


def test_an_import_is_late_only_for_what_few_need_and_that_is_slow() -> None:
    found = {one for name, tree in modules() if ".migrations.versions" not in name for one in late(tree)}
    assert found == LATE
    assert not {one.split(".")[0] for one in LATE} & sys.stdlib_module_names


def test_the_rule_fails_for_a_circle_that_is_closed_late() -> None:
    trees = made_up(
        cli="from serve import run\nimport jobs",
        serve="def run():\n    from cli import settings",
        jobs="import rules",
        rules="",
        wsgi="import cli",
    )
    assert circles(trees) == ["cli -> serve"]
    assert circles(made_up(a="import b", b="import c", c="import a")) == ["a -> b -> c"]
    assert circles(made_up(a="import b\nimport c", b="import c", c="")) == []


def test_the_rule_fails_for_what_is_imported_late_for_nothing() -> None:
    assert list(late(ast.parse("def url():\n    import os\n    return os.environ"))) == ["os"]
    assert list(late(ast.parse("import os\ndef url():\n    return os.environ"))) == []
