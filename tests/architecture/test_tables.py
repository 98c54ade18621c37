"""Who builds SQL statements, and that nobody imports another package's tables."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .test_imports import modules

STATEMENT_FILES = {"tables", "store"}
STATEMENT_PACKAGES = {"base", "ledger", "migrations"}
NO_STATEMENT = {"Connection", "Engine", "Session", "URL", "create_engine", "make_url", "scoped_session", "sessionmaker"}
"""Names of SQLAlchemy that open or type a connection; with anything else of it one can build a statement."""
SQL_MODULES = {"sqlalchemy", "sqlalchemy.orm", "sqlalchemy.sql", "sqlalchemy.dialects"}


def builds_statements(tree: ast.Module) -> bool:
    """Whether a file imports what statements are made with."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "sqlalchemy" for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and ".".join((node.module or "").split(".")[:2]) in SQL_MODULES:
            names |= {alias.name for alias in node.names}
    return bool(names - NO_STATEMENT)


def may_build_statements(module: str) -> bool:
    parts = module.split(".")
    return parts[1:2] != [] and (
        parts[1] in STATEMENT_PACKAGES or parts[-1] in STATEMENT_FILES or parts[-1].endswith("_store")
    )


def foreign_tables(module: str, tree: ast.Module) -> Iterator[str]:
    """The `tables` modules of other packages that a file imports, however it writes the import."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            if parts[0] == "feedback_app" and parts[-1] == "tables" and parts[:2] != module.split(".")[:2]:
                yield name


def test_statements_are_built_in_stores_only() -> None:
    found = {name for name, tree in modules() if builds_statements(tree) and not may_build_statements(name)}
    assert found == set(), "move the select to the store"


def test_nobody_imports_another_packages_tables() -> None:
    checked = [(name, tree) for name, tree in modules() if not name.startswith("feedback_app.migrations")]
    found = {f"{name} -> {tables}" for name, tree in checked for tables in foreign_tables(name, tree)}
    assert found == set(), "call a function of the owner's store"


def test_the_statement_rule_fails_for_a_select_in_an_action() -> None:
    for line in ("from sqlalchemy import select", "import sqlalchemy as sa", "from sqlalchemy.orm import aliased"):
        assert builds_statements(ast.parse(line)), line
    assert builds_statements(ast.parse("from sqlalchemy.dialects.postgresql import insert"))
    assert not builds_statements(ast.parse("from sqlalchemy.orm import Session, scoped_session"))
    assert not may_build_statements("feedback_app.review.actions")
    assert may_build_statements("feedback_app.review.case_store") and may_build_statements("feedback_app.ledger.feed")


def test_the_tables_rule_fails_for_every_way_to_import_them() -> None:
    ways = (
        "from feedback_app.enrol.tables import Place",
        "from feedback_app.enrol import tables",
        "import feedback_app.enrol.tables as t",
        "def late():\n    from feedback_app.enrol.tables import Place",
    )
    for way in ways:
        assert list(foreign_tables("feedback_app.review.store", ast.parse(way))) == ["feedback_app.enrol.tables"], way
        assert list(foreign_tables("feedback_app.enrol.store", ast.parse(way))) == [], way
    within = ast.parse("from feedback_app.enrol.people.tables import Person")
    assert list(foreign_tables("feedback_app.review.queue.store", within)) == ["feedback_app.enrol.people.tables"]
    assert list(foreign_tables("feedback_app.enrol.phones.store", within)) == []


def test_nobody_gets_another_packages_table_by_a_detour() -> None:
    tables = _tables()
    found = {f"{name} -> {table}" for name, tree in modules() for table in detours(name, tree, tables)}
    assert len(tables) > 30
    assert found == set()


def test_the_detour_rule_fails_for_a_table_that_a_store_passes_on() -> None:
    tables = _tables()
    for way in (
        "from feedback_app.register.store import Place",
        "from feedback_app.register.actions import Place as P",
    ):
        assert list(detours("feedback_app.review.store", ast.parse(way), tables)) == ["Place"], way
        assert list(detours("feedback_app.register.preview", ast.parse(way), tables)) == [], way
    assert list(detours("feedback_app.review.store", ast.parse("from sync.entry import Malformed"), tables)) == []


def _tables() -> dict[str, str]:
    """The package of each table, by its class."""
    return {
        node.name: name.split(".")[1]
        for name, tree in modules()
        if name.endswith(".tables")
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def detours(module: str, tree: ast.Module, tables: dict[str, str]) -> Iterator[str]:
    """The tables of another package that a file imports from that package's other files."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or (node.module or "").endswith(".tables"):
            continue
        package = (node.module or "").split(".")[:2]
        if package != module.split(".")[:2] and package[0] == "feedback_app":
            yield from (alias.name for alias in node.names if tables.get(alias.name) == package[-1])
