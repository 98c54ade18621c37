"""Where sources name a state of a record: as a text, a key, a part of an address in CSS. Pure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from schemas.vocabulary import vocabulary

ROOT = Path(__file__).parents[2]
KINDS = {".py", ".ts", ".tsx", ".html", ".css"}
ELSEWHERE = {"dist", "migrations", "node_modules"}
CODES = tuple(term.code for term in vocabulary("states").terms)
ANY = "|".join(CODES)
TEXT = re.compile(rf"""(?<!\w)(["'`])({ANY})\1""")
KEY = re.compile(rf"""(?:^|[{{,])\s*({ANY})\s*:\s*(?=["'`(\[])""", re.MULTILINE)
"""A row of a table by state in TypeScript: its key, then a text, a list or a function."""
KEYED = re.compile(rf"^(?:state|next|tab)\.({ANY})$")
MEMBER = re.compile(rf"^State\.({ANY.upper()})(?:\.value)?$")
COMPARED = re.compile(rf"""\bstate["']?\s*(?:[!=]==?|:)\s*["']({ANY})["']""")
DRAWN = re.compile(rf"""/state-({ANY})\.svg\b|(["'])state-({ANY})\2\s*:""")
"""A list of pictograms by state: one is imported, or a key. A screen that shows one as a mere sign is no list."""
STYLE = re.compile(rf"""(?:=["']?|\.|state-)({ANY})\b(?!\w)""")
COMMENT = re.compile(r"^\s*//[^\n]*$|/\*.*?\*/", re.DOTALL | re.MULTILINE)


def sources() -> Iterator[Path]:
    """All that is written by hand and runs."""
    for folder in ("feedback_app", "schemas", "sync", "static"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".ts", ".tsx", ".html", ".css"} and not {
                "dist",
                "migrations",
                "node_modules",
            } & set(path.parts):
                yield path


def named(text: str, kind: str) -> set[str]:
    """The states that a source of this kind (`.py`, `.ts`, `.css` …) names."""
    if kind == ".py":
        tree = ast.parse(text)
        return {code for literal in _literals(tree) for code in _in_literal(literal)} | set(_by_member(tree))
    bare = COMMENT.sub("", text)
    if kind == ".css":
        return set(STYLE.findall(bare))
    found = {match[1] for match in TEXT.findall(bare)} | {one or key for one, _, key in DRAWN.findall(bare)}
    return found | (set(KEY.findall(bare)) if kind != ".html" else set())


def compared(text: str) -> set[str]:
    """Those that something called a state is compared with or set to."""
    return set(COMPARED.findall(COMMENT.sub("", text)))


def _by_member(tree: ast.Module) -> Iterator[str]:
    """Those whose member of `State` is a key of a table, alone or in a text as `f"tab.{State.X}"`."""
    for node in ast.walk(tree):
        keys = node.keys if isinstance(node, ast.Dict) else node.values if isinstance(node, ast.JoinedStr) else []
        for key in keys:
            inner = key.value if isinstance(key, ast.FormattedValue) else key
            yield from (code.lower() for code in MEMBER.findall(ast.unparse(inner) if inner else ""))


def _literals(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _in_literal(literal: str) -> set[str]:
    if literal in CODES:
        return {literal}
    return set(KEYED.findall(literal)) | {code for _, code in TEXT.findall(literal) if '"state"' in literal}
