"""`python -m tools.packages`: writes into each page of `docs/packages/` what can be read from the code.

Above the line `<!-- from the code -->` a page is written by hand; below it this writes tables, cursor, routes, jobs,
settings and neighbours. A test compares.
"""

from __future__ import annotations

import ast
import functools
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from feedback_app.app import create_app
from feedback_app.settings import Settings

ROOT = Path(__file__).parents[1]
CODE = ROOT / "feedback_app"
PAGES = ROOT / "docs" / "packages"
MARK = "<!-- from the code -->"
NO_PACKAGE = {"migrations", "static"}


def packages() -> list[str]:
    """The packages of `feedback_app`, by name."""
    return sorted(one.parent.name for one in CODE.glob("*/__init__.py") if one.parent.name not in NO_PACKAGE)


def derived(package: str) -> str:
    """The part of a package's page that is read from the code."""
    parts = {
        "Tables": tables(package), "Cursor": cursors(package), "Routes": routes(package), "Jobs": jobs(package),
        "Settings": settings(package), "Asks": asks(package),
        "Asked by": [one for one in packages() if package in asks(one)],
    }  # fmt: skip
    return "\n".join(
        f"**{title}:** {', '.join(f'`{one}`' for one in found) or 'none'}\n" for title, found in parts.items()
    )


def modules(package: str) -> Iterator[ast.Module]:
    """The files of a package, its sub-packages' too."""
    for file in sorted((CODE / package).rglob("*.py")):
        yield _parsed(file)


@functools.cache
def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def tables(package: str) -> list[str]:
    """Its tables, as the database calls them."""
    files = sorted((CODE / package).rglob("tables.py"))
    return [name for one in files for name in re.findall(r'__tablename__ = "(\w+)"', one.read_text(encoding="utf-8"))]


def cursors(package: str) -> list[str]:
    """Under which name it notes how far it has read the ledger."""
    named = (
        node.value.value
        for tree in modules(package)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        and any(isinstance(target, ast.Name) and target.id == "FOLLOWER" for target in node.targets)
    )  # fmt: skip
    return sorted(str(one) for one in named)


def asks(package: str) -> list[str]:
    """The packages that it imports."""
    found = set()
    for tree in modules(package):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("feedback_app"):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
                found |= {name.split(".")[1] for name in names if name.count(".")}
    return sorted(found & set(packages()) - {package})


def routes(package: str) -> list[str]:
    """`METHOD address` of each route behind its doors."""
    found = set()
    app = _app()
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if view.__module__.startswith(f"feedback_app.{package}."):
            found |= {f"{method} {rule.rule}" for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return sorted(found, key=lambda one: (one.split(" ")[1], one))


ASKED_BY_MANY_JOBS = {"files_of", "is_trusted", "note_clock"}
"""Where files are, and whether the clock is believed: what jobs of other packages ask before they begin."""


def jobs(package: str) -> list[str]:
    """Jobs whose action does something of this package. What `base` lends to all of them is none of its jobs."""
    if package == "base":
        return []
    text = (CODE / "jobs.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    named = _names_of_imports(tree)
    bodies = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    found = []
    for name, action in re.findall(r'Job\("(\w+)", \d+, (\w+)\)', text):
        used = {node.id for node in ast.walk(bodies[action]) if isinstance(node, ast.Name)} - ASKED_BY_MANY_JOBS
        if any(named.get(one) == package for one in used):
            found.append(name)
    return found


def settings(package: str) -> list[str]:
    """The settings that its code reads, as the environment calls them. What others hand to it is in `app.py`."""
    text = (CODE / "settings.py").read_text(encoding="utf-8")
    named = dict(re.findall(r'^    (\w+): [^\n]+\n    """(FEEDBACK_\w+):', text, re.MULTILINE))
    read = {name for tree in modules(package) for name in settings_read(tree)}
    return sorted(named[one] for one in read & set(named))


def settings_read(tree: ast.Module) -> Iterator[str]:
    """The attributes of `settings` that a file asks for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "settings":
            yield node.attr


def _names_of_imports(tree: ast.Module) -> dict[str, str]:
    """The package that each imported name comes from."""
    named = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("feedback_app."):
            for alias in node.names:
                named[alias.asname or alias.name] = (node.module or "").split(".")[1]
    return named


@functools.cache
def _app() -> Flask:
    """An app to ask for its routes. It touches no database."""
    folder = Path(tempfile.mkdtemp(prefix="echo-packages-"))
    settings = Settings(
        data=folder, database_url=f"sqlite:///{folder / 'none.db'}", secret_key="none", public_url="http://localhost",
        proxies=0, run_jobs=False,
    )  # fmt: skip
    return create_app(settings)


def written(package: str) -> str:
    """The whole page: what is there by hand, then what the code says now."""
    file = PAGES / f"{package}.md"
    by_hand = file.read_text(encoding="utf-8").partition(MARK)[0] if file.exists() else f"# {package}\n\n"
    return f"{by_hand}{MARK}\n\n{derived(package)}"


if __name__ == "__main__":
    PAGES.mkdir(exist_ok=True)
    for one in packages():
        (PAGES / f"{one}.md").write_text(written(one), encoding="utf-8")
