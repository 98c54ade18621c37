"""From the text of an XLSForm expression to the small tree that phone and server both evaluate.

The language is XPath 1.0 as XLSForm uses it, without paths: operators, `${question}`, `.`, literals and the functions
of `grammar.FUNCTIONS`. Trees are JSON: `{"lit": text|number|bool}`, `{"ref": name}`, `{"self": true}`,
`{"call": function or operator, "args": [tree, …]}`. What is not in the language is refused with its place.

In a choice filter a bare name is a column of the choices, `{"column": name}`. `xlsform_scope` makes `{"each": name}`
of a question of a repeat that is spoken of from outside: its value of every time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from feedback_app.forms.engine.grammar import ALIASES, DATE_FIELDS, FUNCTIONS, JOINED, LEVELS
from feedback_app.forms.engine.pattern import PatternError, plain_pattern
from feedback_app.forms.xlsform.sentences import EXPRESSION

Expr: TypeAlias = Mapping[str, Any]

LONGEST_SOURCE = 10_000
DEEPEST = 40
"""Nesting of a tree. `a or b or c …` is one level, however long."""

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n]+)
    |(?P<ref>\$\{[ ]*[^{}]*\})
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<symbol>!=|<=|>=|//|\.\.|::|[-=<>+*()\[\],./|@$])
    |(?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)""",
    re.VERBOSE,
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_PATHS = frozenset({"/", "//", "..", "::", "[", "]", "@", "$", "|"})
_CURLY = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\N{NO-BREAK SPACE}": " "}


class ExpressionError(ValueError):
    """Why a text is no expression of ours.

    `code` is a key of `xlsform_sentences.EXPRESSION`, `position` counts characters from 0.
    """

    def __init__(self, code: str, position: int, **details: object) -> None:
        self.code, self.position, self.details = code, position, details
        super().__init__(f"{code} at {position}: {details}")

    def sentence(self, language: str = "fr") -> str:
        """What is wrong and where, for the person who wrote it (`fr` or `en`)."""
        chosen = EXPRESSION[self.code][language == "en"]
        return chosen.format(position=self.position + 1, **self.details)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(source: str, *, columns: Collection[str] = ()) -> dict[str, Any]:
    """The tree of an expression. Raises `ExpressionError`, and nothing else, for any text.

    `columns` are bare names that mean something: in a choice filter, the columns of the choices.
    """
    if len(source) > LONGEST_SOURCE:
        raise ExpressionError("too-long", LONGEST_SOURCE, most=LONGEST_SOURCE)
    reader = _Reader(list(_tokens(source)), end=len(source), columns=columns)
    if not reader.tokens:
        raise ExpressionError("empty", 0)
    tree = reader.level(0)
    if reader.peek() is not None:
        reader.unexpected()
    if depth(tree) > DEEPEST:
        raise ExpressionError("too-deep", 0, most=DEEPEST)
    return tree


def depth(tree: Expr) -> int:
    """How many levels a tree has; a leaf has one."""
    return 1 + max((depth(each) for each in tree.get("args", ())), default=0)


def references(tree: Expr) -> frozenset[str]:
    """The questions a tree speaks of, those of `jr:choice-name` too."""
    found = {str(tree[key]) for key in ("ref", "each") if key in tree}
    args = tree.get("args", ())
    if tree.get("call") == "jr:choice-name":
        found.add(str(args[1]["lit"]))
    return frozenset(found.union(*(references(each) for each in args)))


def calls(tree: Expr) -> frozenset[str]:
    """The functions and operators a tree uses; `.` counts as the name `.`."""
    found = {str(tree["call"])} if "call" in tree else set()
    if "self" in tree:
        found.add(".")
    return frozenset(found.union(*(calls(each) for each in tree.get("args", ()))))


def _tokens(source: str) -> Iterator[_Token]:
    at = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if not found:
            _no_token(source, at)
        if found.lastgroup != "blank":
            yield _Token(str(found.lastgroup), found[0], at)
        at = found.end()


def _no_token(source: str, at: int) -> NoReturn:
    char = source[at]
    if char in _CURLY:
        raise ExpressionError("curly-quote", at, found=char)
    if char in "'\"":
        raise ExpressionError("text-not-closed", at)
    raise ExpressionError("bad-character", at, found=char)


@dataclass
class _Reader:
    """Recursive descent over the tokens of one expression."""

    tokens: list[_Token]
    end: int
    columns: Collection[str] = ()
    at: int = 0
    nested: int = 0

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> _Token:
        token = self.peek()
        if token is None:
            raise ExpressionError("ends-early", self.end)
        self.at += 1
        return token

    def unexpected(self) -> NoReturn:
        token = self.take()
        code = "path" if token.kind == "symbol" and token.text in _PATHS else "unexpected"
        raise ExpressionError(code, token.at, found=token.text)

    def expect(self, symbol: str) -> None:
        if not self.accept(symbol):
            self.unexpected()

    def accept(self, symbol: str) -> bool:
        token = self.peek()
        if token is None or token.kind != "symbol" or token.text != symbol:
            return False
        self.at += 1
        return True

    def level(self, index: int) -> dict[str, Any]:
        if index == len(LEVELS):
            return self.signed()
        left = self.level(index + 1)
        joined = False
        while (operator := self.operator(index)) is not None:
            right = self.level(index + 1)
            if joined and left["call"] == operator:
                left["args"].append(right)
            else:
                left = {"call": operator, "args": [left, right]}
            joined = operator in JOINED
        return left

    def operator(self, index: int) -> str | None:
        token = self.peek()
        if token is None or token.kind not in {"symbol", "name"} or token.text not in LEVELS[index]:
            return None
        self.at += 1
        return token.text

    def signed(self) -> dict[str, Any]:
        negative = 0
        while self.accept("-"):
            negative += 1
        tree = self.primary()
        for _ in range(min(negative, DEEPEST)):
            tree = {"call": "neg", "args": [tree]}
        return tree

    def primary(self) -> dict[str, Any]:
        token = self.peek()
        if token is None:
            raise ExpressionError("ends-early", self.end)
        if token.kind == "number":
            return {"lit": _number(self.take().text)}
        if token.kind == "text":
            return {"lit": self.take().text[1:-1]}
        if token.kind == "ref":
            return {"ref": _reference(self.take())}
        if token.kind == "name":
            return self.call(self.take())
        return self.symbol(token)

    def symbol(self, token: _Token) -> dict[str, Any]:
        if self.accept("("):
            return self.closed(token)
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        if token.text == "." and not (following and following.text in _PATHS):
            self.at += 1
            return {"self": True}
        if token.text != ".":
            self.unexpected()
        raise ExpressionError("path", token.at, found=token.text)

    def closed(self, token: _Token) -> dict[str, Any]:
        self.enter(token)
        tree = self.level(0)
        self.expect(")")
        self.nested -= 1
        return tree

    def enter(self, token: _Token) -> None:
        self.nested += 1
        if self.nested > DEEPEST:
            raise ExpressionError("too-deep", token.at, most=DEEPEST)

    def call(self, name: _Token) -> dict[str, Any]:
        if not self.accept("("):
            return self.column(name)
        self.enter(name)
        args = [self.above()] if name.text == "position" else self.arguments()
        self.nested -= 1
        return _checked_call(name, args)

    def column(self, name: _Token) -> dict[str, Any]:
        following = self.peek()
        path = following is not None and following.text in _PATHS
        if name.text in self.columns and not path:
            return {"column": name.text}
        raise ExpressionError("path" if path else "bare-name", name.at, found=name.text)

    def above(self) -> dict[str, Any]:
        """`..` or `../..`, the one path there is: in `position()`, how many levels up the repeat is."""
        levels = 0
        while levels == 0 or self.accept("/"):
            self.expect("..")
            levels += 1
        self.expect(")")
        return {"lit": levels}

    def arguments(self) -> list[dict[str, Any]]:
        if self.accept(")"):
            return []
        found = [self.level(0)]
        while self.accept(","):
            found.append(self.level(0))
        self.expect(")")
        return found


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _reference(token: _Token) -> str:
    name = token.text[2:-1].strip()
    if name.startswith("last-saved#"):
        raise ExpressionError("last-saved", token.at)
    if not _NAME.fullmatch(name):
        raise ExpressionError("bad-reference", token.at, found=token.text)
    return name


def _checked_call(name: _Token, args: list[dict[str, Any]]) -> dict[str, Any]:
    called = ALIASES.get(name.text, name.text)
    if called not in FUNCTIONS:
        raise ExpressionError("unknown-function", name.at, found=called)
    least, most = FUNCTIONS[called]
    if not least <= len(args) <= most:
        raise ExpressionError("arguments", name.at, found=called, least=least, most=most, given=len(args))
    if called in {"true", "false"}:
        return {"lit": called == "true"}
    if called in {"regex", "format-date", "jr:choice-name"}:
        args[1] = {"lit": _literal(name, args[1])}
    return {"call": called, "args": args}


def _literal(name: _Token, tree: Expr) -> str:
    """The fixed second value of a function that needs one, checked, in the form the evaluators read."""
    literal = tree.get("lit")
    if not isinstance(literal, str):
        raise ExpressionError("not-literal", name.at, found=name.text)
    if name.text == "jr:choice-name":
        return _named_question(name, literal)
    if name.text in {"format-date", "format-date-time"}:
        for found in re.findall(r"%(.?)", literal, re.DOTALL):
            if found == "" or found not in DATE_FIELDS:
                raise ExpressionError("date-format", name.at, found=found)
        return literal
    try:
        return plain_pattern(literal)
    except PatternError as error:
        french, english = error.reasons
        raise ExpressionError("pattern", name.at, reason_fr=french, reason_en=english) from None


def _named_question(name: _Token, literal: str) -> str:
    found = re.fullmatch(r"\$\{[ ]*([A-Za-z_][A-Za-z0-9_.-]*)[ ]*\}", literal.strip())
    if not found:
        raise ExpressionError("choice-name", name.at)
    return found[1]
