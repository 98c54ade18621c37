"""Who opens transactions, reads the clock and makes ids: doors, commands and jobs, and what each package does in several
transactions. All else takes a session and a moment, so that it is one step of whoever calls it, and runs the same in a
test."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .test_imports import DOORS, modules

EDGES = DOORS | {"commands", "jobs", "transactions"}
"""Files by these names open transactions and read the clock, in whatever package."""
ROOTS = {"app", "cli", "serve", "migrations.env"}
REPLACES_THE_DATABASE = "feedback_app.safe.restoring"
"""The command line alone calls it, while no server runs: there is no transaction around a database that is replaced."""

OPENS = {"begin_writing", "end_reading", "intent", "reading", "transaction"}
ENDS = {"commit", "rollback"}
READS_CLOCK = {"clock.now", "dt.datetime.now", "dt.date.today", "datetime.now", "date.today", "time.time"}
MAKES_IDS = {"new_id", "uuid1", "uuid4", "uuid7"}

NOT_YET: set[str] = set()
"""What still breaks the rule. It only shrinks: an entry that is no longer needed fails as well."""


def is_edge(module: str) -> bool:
    _, _, rest = module.partition(".")
    return (
        module.split(".")[0] != "feedback_app"
        or rest.split(".")[0] in {"base", "edge"}
        or rest.split(".")[-1] in EDGES
        or rest in ROOTS
        or module == REPLACES_THE_DATABASE
    )


def breaches(module: str, tree: ast.Module) -> Iterator[str]:
    """What a module does that only an edge may, each as `module: call()`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"db.session", "db.engine"}:
            yield f"{module}: {ast.unparse(node)}"
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        name = called.rpartition(".")[2]
        if name in OPENS | ENDS or called in READS_CLOCK or (name in MAKES_IDS and module.endswith(".actions")):
            yield f"{module}: {name}()"


def found() -> set[str]:
    return {one for name, tree in modules() if not is_edge(name) for one in breaches(name, tree)}


def test_only_the_edges_open_transactions_and_read_the_clock_and_actions_make_no_ids() -> None:
    assert sorted(found() - NOT_YET) == []
    assert sorted(NOT_YET - found()) == [], "no longer needed: take it out of the list"


def test_the_rule_fails_for_an_action_that_commits_or_asks_what_time_it_is() -> None:
    for line in (
        "session.commit()",
        "db.session.rollback()",
        "with transaction() as session: pass",
        "with intent(write=False): pass",
        "begin_writing(session)",
        "at = clock.now()",
        "at = dt.datetime.now(dt.UTC)",
        "row = Row(id=ids.new_id())",
        "row = Row(id=uuid.uuid4())",
        "def late():\n    from x import transaction\n    with transaction(): pass",
        "held = db.session.get(Row, 1)",
    ):
        assert list(breaches("feedback_app.review.actions", ast.parse(line))), line
    for line in ("session.flush()", "row = Row(at=now)", "at = clock.parse(text)", "session.add(row)"):
        assert list(breaches("feedback_app.review.actions", ast.parse(line))) == [], line


def test_an_edge_is_known_by_its_name() -> None:
    for name in ("review.desk", "safe.commands", "media.transactions", "jobs", "base.db", "safe.restoring"):
        assert is_edge(f"feedback_app.{name}"), name
    for name in ("review.actions", "portfolio.tying", "ledger.store", "safe.losses"):
        assert not is_edge(f"feedback_app.{name}"), name
