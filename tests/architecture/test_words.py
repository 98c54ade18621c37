"""Names, docstrings and comments are in words that a stranger searches for. Texts that people read on screens are not
looked at: their words are as warm as they are."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("feedback_app", "sync", "schemas", "bench", "tools", "static", "tests")
KINDS = {".py", ".ts", ".tsx", ".mjs"}
NOT_OURS = {"dist", "node_modules", "__pycache__"}
RELEASED = ("feedback_app/migrations", "tests/old_build")
"""Folders of files that never change: steps that databases have made, and an earlier build."""

NOWHERE = {
    "told tell tells telling": "publish, report, answer, acknowledge, announce; a name for what is passed",
    "bring brings brought": "deliver, carry, load, restore, update",
    "fate fates": "status event, status, timeline",
    "keeper keepers": "store, or the module itself",
    "voucher vouchers": "MAC, claim",
    "delicate": "sensitive",
    "tie ties tied untied": "assign",
    "stands stood": "is, was; status, position, offset",
}
"""Words for neither names nor prose, and what to write instead."""
NOT_IN_NAMES = {
    "held kept": "stored, saved, retained, known, current, unchanged",
    "ground grounds": "area, admission context",
    "letter letters": "sealed item",
    "lack lacks": "refusal, missing",
    "standing": "case state, upload status, device health, programme position",
    "forget forgets forgotten": "delete, expire, lose",
    "board boards": "place feed",
    "news": "notification",
    "said": "recorded, reported, answer, output",
    "came": "received, arrived",
}
"""Words that are plain in a sentence and say too little in a name."""


def by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: instead for words, instead in table.items() for word in words.split()}


IN_PROSE = by_word(NOWHERE)
IN_NAMES = IN_PROSE | by_word(NOT_IN_NAMES)

NOT_YET: set[str] = set()
"""Folders and files that still use such words. This list may only shrink."""
EXCEPTIONS = {
    "feedback_app/carry/tables.py": dict.fromkeys(("brought_at", "told", "kept"), "a column"),
    "feedback_app/forms/store.py": {"brought_at": "a column"},
    "feedback_app/forms/tables.py": {"brought_at": "a column"},
    "feedback_app/ledger/snapshots.py": {"told_at": "a column"},
    "feedback_app/ledger/tables.py": {"told_at": "a column"},
    "schemas/exchange.py": {"kept": "a field of carried files"},
    "static/pwa/src/app/parts/sync.ts": {"kept": "a field of carried files"},
    "static/pwa/src/app/state.ts": {"kept": "a field of carried files"},
    "static/pwa/src/domain/wire.ts": {"kept": "a field of carried files"},
    "static/pwa/src/hand/screen.tsx": {"kept": "a field of carried files"},
    "static/pwa/src/i18n/behind-en.ts": {"news": "a kind of spending, as phones store it"},
    "static/pwa/src/i18n/behind-fr.ts": {"news": "a kind of spending, as phones store it"},
    "static/pwa/src/storage/database.ts": dict.fromkeys(("letter", "said"), "a field of rows that phones hold"),
    "static/pwa/src/storage/drafts.ts": dict.fromkeys(("letter", "said"), "a field of rows that phones hold"),
    "static/pwa/src/storage/outbox.ts": dict.fromkeys(
        ("letter", "_letter", "said"), "a field of rows that phones hold"
    ),
    "static/pwa/src/storage/resealing.ts": dict.fromkeys(("letter", "said"), "a field of rows that phones hold"),
    "static/pwa/src/storage/rows.ts": {"kept": "a field of carried files"},
    "static/pwa/src/sync/ports.ts": {"kept": "a field of carried files"},
    "tests/http/test_bundles.py": {"brought_at": "a column"},
    "tests/http/test_form_media.py": {"brought_at": "a column"},
    "tests/pwa/demo/sync.ts": {"kept": "a field of carried files"},
    "tests/pwa/demo/thrift.ts": {"news": "a kind of spending, as phones store it"},
    "tests/pwa/hand.test.ts": {"kept": "a field of carried files"},
    "tests/pwa/model-server.ts": {"kept": "a field of carried files"},
    "tests/pwa/rejoin.test.ts": {"letter": "a field of rows that phones hold"},
    "tests/pwa/sealing.test.ts": {"said": "a field of the vectors"},
    "tests/pwa/thrift.test.ts": {"news": "a kind of spending, as phones store it"},
}
"""What a file may say all the same, and why: names (of prose, words) of the database, the wire or a library."""


class Use(NamedTuple):
    """A word that is used: in which line, and in which name; of prose, the word itself."""

    line: int
    what: str
    word: str


TICKED = re.compile(r"`[^`]*`")
PART = re.compile(r"[A-Z]+(?![a-z0-9])|[A-Z]?[a-z0-9]+")
QUOTED = re.compile(r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`", re.DOTALL)
"""Comments and texts of TypeScript."""
ANY = re.compile(
    "|".join(rf"(?:(?<![A-Za-z]){word}|{word.title()}|{word.upper()})(?![a-z])" for word in sorted(IN_NAMES))
)
"""A file without a match has nothing to be found, and need not be parsed."""


def in_name(name: str, line: int) -> Iterator[Use]:
    yield from (Use(line, name, word) for word in map(str.lower, PART.findall(name)) if word in IN_NAMES)


def in_prose(text: str, line: int) -> Iterator[Use]:
    """Words of a docstring or comment that begins in this line; what is between backticks is quoted."""
    for number, some in enumerate(TICKED.sub(" ", text).split("\n"), line):
        yield from (Use(number, word, word) for word in re.findall(r"[a-z]+", some.lower()) if word in IN_PROSE)


def names_made(node: ast.AST) -> list[str]:
    """The names that a piece of Python gives to things."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.arg():
            return [node.arg]
        case ast.Name(ctx=ast.Store()):
            return [node.id]
        case ast.Attribute(ctx=ast.Store()):
            return [node.attr]
        case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
            return [name]
    return []


def in_python(text: str) -> Iterator[Use]:
    for node in ast.walk(ast.parse(text)):
        for name in names_made(node):
            yield from in_name(name, getattr(node, "lineno", 0))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from in_prose(node.value.value, node.lineno)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield from in_prose(token.string, token.start[0])


def in_typescript(text: str) -> Iterator[Use]:
    quotes = list(QUOTED.finditer(text))
    for quote in quotes:
        if quote[0].startswith(("//", "/*")):
            yield from in_prose(quote[0], text.count("\n", 0, quote.start()) + 1)
    code = QUOTED.sub(lambda quote: re.sub(r"[^\n]", " ", quote[0]), text)
    for number, line in enumerate(code.split("\n"), 1):
        for name in re.findall(r"[A-Za-z_$][\w$]*", line):
            yield from in_name(name, number)


def uses(text: str, kind: str) -> list[Use]:
    """Every use of one of the words in a source of this kind."""
    if not ANY.search(text):
        return []
    return sorted(set(in_python(text) if kind == ".py" else in_typescript(text)))


def sources() -> Iterator[str]:
    """The path of every source that people write."""
    for path in (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*"))):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in KINDS and not NOT_OURS & set(path.parts) and not name.startswith(RELEASED):
            yield name


def not_done(path: str) -> str | None:
    """What is listed of a path: its folder, or itself."""
    return next((name for name in NOT_YET if f"{path}/".startswith(f"{name}/")), None)


@pytest.fixture(scope="module")
def found() -> dict[str, list[Use]]:
    """The uses in each file that has any."""
    everything = {name: uses((ROOT / name).read_text(encoding="utf-8"), Path(name).suffix) for name in sources()}
    assert len(everything) > 700, "the whole house is read"
    return {name: some for name, some in everything.items() if some}


def test_names_and_prose_are_in_plain_words(found: dict[str, list[Use]]) -> None:
    wrong = [
        f"{path}:{use.line} {use.what}: instead of “{use.word}”, {IN_NAMES[use.word]}"
        for path, some in found.items()
        for use in some
        if not_done(path) is None and use.what not in EXCEPTIONS.get(path, {})
    ]
    assert wrong == [], "\n".join(wrong)


def test_no_exception_is_made_in_vain(found: dict[str, list[Use]]) -> None:
    there = {(path, use.what) for path, some in found.items() for use in some}
    assert {(path, what) for path, names in EXCEPTIONS.items() for what in names} - there == set()


def test_a_folder_whose_words_are_plain_leaves_the_list(found: dict[str, list[Use]]) -> None:
    assert {name for path in found if (name := not_done(path))} == NOT_YET


@pytest.mark.parametrize(
    ("kind", "offender", "expected"),
    [
        (".py", "def what_was_told() -> None: ...", Use(1, "what_was_told", "told")),
        (".py", "def file(*, voucher: str) -> None: ...", Use(1, "voucher", "voucher")),
        (".py", "class GroundKeeper: ...", Use(1, "GroundKeeper", "keeper")),
        (".py", "self.held = 1", Use(1, "held", "held")),
        (".py", "import json as news", Use(1, "news", "news")),
        (".py", "try: ...\nexcept OSError as told: ...", Use(2, "told", "told")),
        (".py", 'X = 1\n"""What it is.\n\nWhere it stands."""', Use(4, "stands", "stands")),
        (".py", "x = 1  # its fate", Use(1, "fate", "fate")),
        (".ts", "const letterOf = 1;", Use(1, "letterOf", "letter")),
        (".ts", "a();\n// tells nobody", Use(2, "tells", "tells")),
        (".tsx", "/** One.\n * Brings two. */", Use(2, "brings", "brings")),
    ],
)
def test_a_word_that_nobody_would_search_for_is_noticed(kind: str, offender: str, expected: Use) -> None:
    assert expected in uses(offender, kind)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (".py", 'say("she told me")\n"""A column, `told_at`; the camera and its properties."""'),
        (".py", "# a photo that was kept, held for a while, in a letter that somebody said came"),
        (".ts", "say('what was told'); /* `told` is on the wire */ const keyboard = `fate`;"),
    ],
)
def test_texts_quotes_and_plain_sentences_may_use_it(kind: str, text: str) -> None:
    assert uses(text, kind) == []
