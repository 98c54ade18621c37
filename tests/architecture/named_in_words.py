"""Paths and modules that pages and docstrings name, and whether they are there. Pure but for reading the tree."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = ("feedback_app", "schemas", "sync", "tests", "tools", "bench")
ENDINGS = {"py", "ts", "tsx", "mjs", "css", "html", "csv", "md", "cfg", "toml"}
"""Of what the project itself is made of. Other files may be somebody's own: a backup's, a workbook's."""
BUILT = {"node_modules", "dist", "build", "__pycache__"}
TICKED = re.compile(r"`([^`\s]+)`")
NAME = re.compile(r"[\w.-]*\w(?:/[\w.-]*\w)*/?")
BARE = re.compile(rf"(?<![\w/.`<-])((?:{'|'.join(PYTHON)}|docs|static|deploy)/[\w/.-]*\w)(?![\w<*{{])")


@functools.cache
def tree() -> frozenset[str]:
    """Every file and folder of the project, by its path."""
    there: set[str] = set()
    for top in sorted(ROOT.iterdir()):
        if top.name.startswith(".") or top.name in BUILT:
            continue
        found = [top, *top.rglob("*")] if top.is_dir() else [top]
        there |= {one.relative_to(ROOT).as_posix() for one in found if not BUILT & set(one.parts)}
    return frozenset(there)


@functools.cache
def ends() -> frozenset[str]:
    """Each way to name one of them by the end of its path: `review/case.py`, `case.py`."""
    parts = [path.split("/") for path in tree()]
    return frozenset("/".join(some[start:]) for some in parts for start in range(len(some)))


@functools.cache
def modules() -> dict[str, frozenset[str]]:
    """What is defined in the modules that each end of a dotted name may mean: `review.case`, `case`."""
    found: dict[str, set[str]] = {}
    for path in sorted(one for one in tree() if one.endswith(".py") and one.split("/")[0] in PYTHON):
        parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
        names = set(defined(ast.parse((ROOT / path).read_text(encoding="utf-8")).body))
        for start in range(len(parts)):
            found.setdefault(".".join(parts[start:]), set()).update(names)
            found.setdefault(".".join(parts[start:-1]), set()).add(parts[-1])
    return {name: frozenset(names) for name, names in found.items() if name}


def defined(body: list[ast.stmt], inside: str = "") -> Iterator[str]:
    """The names that statements define, those of classes with what is in them: `Case`, `Case.state`."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield inside + node.name
            if isinstance(node, ast.ClassDef):
                yield from defined(node.body, f"{inside}{node.name}.")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (inside + target.id for target in targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (inside + (alias.asname or alias.name) for alias in node.names)


def missing(text: str, elsewhere: frozenset[str] = frozenset()) -> list[str]:
    """What a text names that is not there; `elsewhere` are words that look like names and mean something else."""
    ticked = [name for name in TICKED.findall(text) if NAME.fullmatch(name)]
    lost = {name for name in ticked if not is_there(name)} | {path for path in BARE.findall(text) if not is_path(path)}
    return sorted(lost - elsewhere)


def is_there(name: str) -> bool:
    """Whether a name between backticks leads somewhere, or is none of a path or module of ours."""
    folder, _, last = name.rpartition("/")
    if last.startswith(".") or is_path(name.rstrip("/")):
        return True
    if name.endswith("/") or last.rpartition(".")[2] in ENDINGS:
        return False
    return (bool(folder) and folder.split("/")[0] not in homes()) or is_dotted(name.replace("/", "."))


def is_path(path: str) -> bool:
    return path in ends() or f"{path}.py" in ends()


def homes() -> set[str]:
    """What a dotted name of ours may begin with."""
    return set(PYTHON) | {path.split("/")[1] for path in tree() if path.startswith("feedback_app/")}


def is_dotted(name: str) -> bool:
    """Whether a dotted name ends at something that a module defines; True where it begins with no module of ours."""
    parts = name.split(".")
    if parts[0] not in modules():
        return True
    return name in modules() or any(
        ".".join(parts[cut:]) in modules().get(".".join(parts[:cut]), ()) for cut in range(1, len(parts))
    )


def docstrings(source: str) -> Iterator[str]:
    """Every docstring of a Python file: of modules, classes, functions, and those below names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value
