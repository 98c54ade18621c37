"""Who may import whom: the table is the architecture."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = {"feedback_app", "sync", "schemas"}
ROAD = [
    "audit",
    "register",
    "enrol",
    "protection",
    "media",
    "forms",
    "capture",
    "ledger",
    "prompts",
    "safe",
    "carry",
    "exchange",
    "review",
    "insight",
    "portfolio",
    "receipt",
    "rights",
    "out",
    "selfcheck",
    "oversight",
    "demo",
]
REST = "*"
WITHIN = {
    "enrol": [REST, "second_factor", "oidc", "public", "commands", "copy_store", "people", "secret"],
    "insight": [REST, "accepted", "figures"],
    "out": [REST, "formats", "datasets", "openapi", "catalogue", "public"],
    "portfolio": [
        REST,
        "solutions",
        "themes",
        "replies",
        "listing",
        "csr",
        "practices",
        "bourse",
        "learning",
        "signals",
        "grouping",
        "site",
    ],
    "review": [
        "answers",
        "position",
        "screening",
        REST,
        "decisions",
        "actions",
        "likeness",
        "moderation_log",
        "queue",
        "flags",
        "notes",
        "sets",
        "transcripts",
        "blurs",
        "corrections",
        "record",
        "second_readings",
        "withdrawals",
        "practice",
        "dashboard",
    ],
}
"""The order of what a package holds: its sub-packages, files that come between them, and all its other files (`REST`)."""
ROOTS = {"app", "cli", "jobs", "serve", "settings", "migrations", "__main__", "static"}
"""Where everything comes together: may import the whole road, and is imported by nothing on it."""
ANYONE = {
    "sync", "schemas", "feedback_app.base", "feedback_app.settings", "feedback_app.static", "feedback_app.migrations"
}  # fmt: skip
STDLIB_ONLY = "sync.gunzip"
"""What `base/` and the engine share: one file that imports the standard library alone."""
DISCLOSED = {
    "feedback_app.insight.figures.rows": {"feeling_rows", "observation_rows", "session_rows"},
    "feedback_app.insight.moderation": {"moderation_lines"},
    "feedback_app.portfolio.bourse.rows": {"project_rows", "version"},
    "feedback_app.portfolio.csr.rows": {"commitment_rows", "initiative_rows", "organisation_rows", "version"},
    "feedback_app.portfolio.practices.rows": {"practice_rows", "version"},
    "feedback_app.portfolio.listing.groups": {"ListQuery", "figure"},
    "feedback_app.portfolio.listing.public_list": {"read", "version"},
    "feedback_app.portfolio.listing.theme_rows": {"theme_rows", "version"},
}
"""What `out` may ask of packages that have records: functions whose rows went through `insight.disclosure` (decision 25)."""
AT_THE_DESK = {
    "feedback_app.audit.transactions": {"note_read"},
    "feedback_app.enrol.desk": {"personal_area", "shown_area"},
    "feedback_app.enrol.identity": {"StaffIdentity"},
    "feedback_app.review.queue.exported_records": {"MOST", "RecordReader", "accepted", "count_records", "record_rows"},
    "feedback_app.review.queue.query": {"Query", "read_query"},
}
"""What the desk's files of `out` may ask: who is there, and records as far as they may take them along (decision 82)."""
DESK_OF_OUT = {"feedback_app.out.catalogue.desk", "feedback_app.out.records"}
OUT_MAY_IMPORT = {"feedback_app.out", "feedback_app.base", "feedback_app.settings", "schemas"}
DOORS = {"field", "desk", "public", "admin", "partner"}
FLASK_OUTSIDE_DOORS = {"app", "cli", "jobs", "serve"}


def place(module: str) -> str:
    part = module.split(".")
    return ".".join(part[:2]) if part[0] == "feedback_app" and len(part) > 1 else part[0]


def may(importer: str, imported: str) -> bool:
    """Whether the road allows this import."""
    a, b = place(importer), place(imported)
    if a == b or b == "feedback_app":
        return True
    if a in {"sync", "schemas"}:
        return False
    if a == "feedback_app.base":
        return b == "feedback_app.static" or imported == STDLIB_ONLY
    if b in ANYONE:
        return True
    if a.removeprefix("feedback_app.") in ROOTS or a == "wsgi":
        return True
    names = [one.removeprefix("feedback_app.") for one in (a, b)]
    return all(name in ROAD for name in names) and ROAD.index(names[1]) < ROAD.index(names[0])


def modules() -> Iterator[tuple[str, ast.Module]]:
    for top in ("feedback_app", "sync", "schemas"):
        for file in sorted((ROOT / top).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield name, ast.parse(file.read_text())


def imports() -> Iterator[tuple[str, str]]:
    """Every import anywhere in a file, late ones too: of a module where it names one, else of the one it takes from."""
    ours = dict(modules())
    for name, tree in ours.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                full = [f"{base}.{alias.name}" for alias in node.names]
                yield from ((name, one if one in ours or base == "feedback_app" else base) for one in full)


def test_the_road_runs_one_way() -> None:
    ours = [(a, b) for a, b in imports() if b.split(".")[0] in OURS]
    assert [f"{a} -> {b}" for a, b in ours if not may(a, b)] == []


def test_what_base_shares_with_the_engine_needs_the_standard_library_alone() -> None:
    assert {b for a, b in imports() if a == STDLIB_ONLY} == {"__future__", "zlib"}


def test_the_road_rule_bites() -> None:
    assert may("feedback_app.review.case", "feedback_app.ledger.tables")
    assert not may("feedback_app.ledger.tables", "feedback_app.review.case")
    assert not may("sync.engine", "feedback_app.base.db")
    assert not may("schemas.exchange", "sync.entry")
    assert not may("feedback_app.base.http", "feedback_app.enrol.tables")
    assert not may("feedback_app.base.http", "sync.engine")


def part(module: str) -> int:
    """Where in the order of its package a module comes."""
    package, name = module.split(".")[1:3]
    order = WITHIN[package]
    return order.index(name if name in order else REST)


def may_within(importer: str, imported: str) -> bool:
    """Whether the order within a package allows this import."""
    parts = [one.split(".") for one in (importer, imported)]
    if any(len(one) < 3 or one[1] not in WITHIN or one[1] != parts[0][1] for one in parts):
        return True
    return part(imported) <= part(importer)


def test_within_a_package_a_part_imports_only_those_before_it() -> None:
    assert [f"{a} -> {b}" for a, b in imports() if not may_within(a, b)] == []


def unordered(there: Iterable[str]) -> list[str]:
    """The sub-packages of ordered packages that have no place in the order."""
    inner = {tuple(name.split(".")[1:3]) for name in there if name.count(".") > 2}
    return sorted(f"{outer}.{one}" for outer, one in inner if outer in WITHIN and one not in WITHIN[outer])


def test_every_package_within_a_package_is_in_its_order() -> None:
    there = [name for name, _ in modules()]
    assert unordered(there) == []
    assert unordered([*there, "feedback_app.review.made_up.desk"]) == ["review.made_up"]


def test_the_order_within_a_package_bites() -> None:
    assert may_within("feedback_app.review.record.desk", "feedback_app.review.queue.query")
    assert not may_within("feedback_app.review.queue.view", "feedback_app.review.record.store")
    assert not may_within("feedback_app.review.case", "feedback_app.review.decisions.desk_actions")
    assert not may_within("feedback_app.review.decisions.publishing", "feedback_app.review.actions")
    assert may_within("feedback_app.review.actions", "feedback_app.review.case_store")


def reads_the_undisclosed(module: str, tree: ast.AST) -> set[str]:
    """What a file of `out` takes from where single records or exact figures are, or to build statements of its own."""
    is_door = module.split(".")[-1] in DOORS
    allowed = {**DISCLOSED, **(AT_THE_DESK if module in DESK_OF_OUT else {})}
    taken = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            taken |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named = {alias.name for alias in node.names} - allowed.get(str(node.module), set())
            taken |= {f"{node.module}.{name}" for name in named}
    return {one for one in taken if not _may_leave(one, is_door=is_door)}


def _may_leave(imported: str, *, is_door: bool) -> bool:
    if f"{imported}.".startswith("feedback_app.base.db."):
        return is_door
    if imported.split(".")[0] in OURS:
        return place(imported) in OUT_MAY_IMPORT
    return imported.split(".")[0] not in {"sqlalchemy", "sqlite3", "psycopg"}


def test_what_leaves_for_programs_was_disclosed_by_the_package_that_has_it() -> None:
    out = [(name, tree) for name, tree in modules() if f"{name}.".startswith("feedback_app.out.")]
    assert {name: found for name, tree in out if (found := reads_the_undisclosed(name, tree))} == {}
    froms = [node for _, tree in out for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in froms if node.module in DISCLOSED for alias in node.names}
    assert names == set().union(*DISCLOSED.values()), "take away what is asked for no longer"


@pytest.mark.parametrize(
    "offender",
    [
        "from feedback_app.portfolio.listing.groups import Group",
        "from feedback_app.portfolio.listing.public_list import store",
        "from feedback_app.portfolio.listing import store",
        "from feedback_app.portfolio.listing.store import cells",
        "from feedback_app.portfolio.solutions.tables import Item",
        "import feedback_app.portfolio.listing.public_list",
        "from feedback_app.insight.accepted.coarse import coarse",
        "from feedback_app.ledger.lookup_store import records",
        "from feedback_app import ledger",
        "from feedback_app.base.db import db",
        "from feedback_app.base import db",
        "def late():\n    from sqlalchemy import text",
        "from sync.spoken_code import code_of",
    ],
)
def test_a_file_of_out_that_reads_single_records_would_be_noticed(offender: str) -> None:
    assert reads_the_undisclosed("feedback_app.out.odata.rows", ast.parse(offender))


def test_a_door_of_out_may_hand_the_session_on_and_anyone_may_ask_for_what_was_disclosed() -> None:
    asks = "from feedback_app.portfolio.listing.public_list import read\nfrom schemas.portfolio import FEATURES"
    assert reads_the_undisclosed("feedback_app.out.odata.rows", ast.parse(asks)) == set()
    door = ast.parse("from feedback_app.base.db import db")
    assert reads_the_undisclosed("feedback_app.out.odata.public", door) == set()
    assert reads_the_undisclosed("feedback_app.out.odata.public", ast.parse("from feedback_app.review import store"))


def flask_is_allowed(module: str) -> bool:
    parts = module.split(".")
    return parts[1:2] == ["base"] or parts[-1] in DOORS | {"commands"} or ".".join(parts[1:]) in FLASK_OUTSIDE_DOORS


def test_flask_stays_at_the_doors() -> None:
    users = {a for a, b in imports() if b.split(".")[0] in {"flask", "werkzeug", "flask_smorest"}}
    assert sorted(user for user in users if not flask_is_allowed(user)) == []
    assert not flask_is_allowed("feedback_app.review.case") and flask_is_allowed("feedback_app.review.desk")


def queries(tree: ast.Module) -> bool:
    """Whether a file builds statements: imports more of SQLAlchemy than the session's type."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sqlalchemy":
            names = {alias.name for alias in node.names}
            if node.module == "sqlalchemy" and names - {"Connection"}:
                return True
    return False


def test_doors_build_no_statements() -> None:
    doors = [name for name, tree in modules() if name.split(".")[-1] in DOORS and queries(tree)]
    assert doors == []


def test_the_engine_knows_no_flask_no_sql_no_clock() -> None:
    forbidden = {"flask", "sqlalchemy", "datetime", "time", "random", "secrets", "os"}
    assert [(a, b) for a, b in imports() if a.startswith("sync") and b.split(".")[0] in forbidden] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "helpers", "service", "manager", "common", "misc"}
    assert [name for name, _ in modules() if name.split(".")[-1] in empty] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name, tree in modules() if "versions" not in name and not ast.get_docstring(tree)] == []
