"""Patterns for `regex()`: a subset that means the same in Python and JavaScript and cannot be made to run for ever.

`plain_pattern` reads what an instrument's author wrote and gives back a text that both engines read alike: classes
spelled out (`\\d` is `[0-9]`), only syntax characters escaped, anchors dropped since the whole answer must match.

Backtracking is bounded by what is refused: a repeated group may hold only parts of one fixed length (so there is one
way to cut a text into its repeats), and the ways that all the free repeats together leave open are counted for
an answer of `LONGEST_TEXT` characters and must stay under `MOST_WAYS`. Longer answers never match.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

LONGEST_PATTERN = 500
LONGEST_TEXT = 200
MOST_WAYS = 10_000_000
MOST_REPEATS = 200
DEEPEST = 10

_SYNTAX = frozenset("^$\\.*+?()[]{}|/-")
_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": " \\t\\n\\r\\f\\v"}
_NEGATED = {"D": "d", "W": "w", "S": "s"}
_CONTROLS = frozenset("tnrfv")
_REPEAT = re.compile(r"\{([0-9]{1,4})(,([0-9]{1,4})?)?\}")
_RANGE = re.compile(r"(.)-([^\]\\])", re.DOTALL)


class PatternError(ValueError):
    """Why a pattern cannot be used; `reasons` says it in (French, English)."""

    def __init__(self, french: str, english: str) -> None:
        self.reasons = (french, english)
        super().__init__(english)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a pattern: its plain text, its fixed length (None when it varies), the ways it leaves open."""

    text: str
    length: int | None
    ways: int
    is_atom: bool = True


@functools.lru_cache(maxsize=512)
def plain_pattern(source: str) -> str:
    """The pattern in the form both engines read. Raises `PatternError`. Applying it twice changes nothing."""
    if len(source) > LONGEST_PATTERN:
        raise PatternError("le motif est trop long", "the pattern is too long")
    reader = _Reader(source.removeprefix("^"))
    part = reader.alternatives(0)
    if reader.rest():
        raise PatternError("une parenthèse fermante est de trop", "a closing parenthesis too many")
    if part.ways > MOST_WAYS:
        raise PatternError("le motif laisse trop de lectures possibles", "the pattern can be read in too many ways")
    return part.text


def matches(text: str, pattern: str) -> bool:
    """Whether the whole text fits a pattern; false for a text too long and for a pattern that is refused."""
    if len(text) > LONGEST_TEXT:
        return False
    try:
        return re.fullmatch(plain_pattern(pattern), text) is not None
    except PatternError:
        return False


class _Reader:
    """Recursive descent over a pattern."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def rest(self) -> str:
        return self.source[self.at :]

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise PatternError("le motif s’arrête trop tôt", "the pattern ends too early")
        self.at += 1
        return char

    def alternatives(self, depth: int) -> _Part:
        if depth > DEEPEST:
            raise PatternError("trop de parenthèses emboîtées", "nested too deep")
        branches = [self.sequence(depth)]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence(depth))
        if len(branches) == 1:
            return branches[0]
        lengths = {branch.length for branch in branches}
        text = "|".join(branch.text for branch in branches)
        return _Part(text, lengths.pop() if len(lengths) == 1 else None, sum(b.ways for b in branches), is_atom=False)

    def sequence(self, depth: int) -> _Part:
        text, length, ways = "", 0, 1
        fixed = True
        while self.peek() and self.peek() not in "|)":
            if self.rest() == "$":
                self.at += 1
                break
            part = self.repeated(self.atom(depth))
            text += part.text
            fixed = fixed and part.length is not None
            length += part.length or 0
            ways = min(ways * part.ways, MOST_WAYS + 1)
        return _Part(text, length if fixed else None, ways, is_atom=False)

    def atom(self, depth: int) -> _Part:
        char = self.take()
        if char == "(":
            return self.group(depth)
        if char == "[":
            return _Part(self.character_class(), 1, 1)
        if char == ".":
            return _Part("[^\\n]", 1, 1)
        if char == "\\":
            return _Part(self.escape(), 1, 1)
        if char in "*+?{":
            raise PatternError(f"« {char} » ne répète rien", f"“{char}” repeats nothing")
        if char in "^$":
            raise PatternError(f"« {char} » n’a de sens qu’au bord", f"“{char}” only means something at the edge")
        return _Part(_escaped(char), 1, 1)

    def group(self, depth: int) -> _Part:
        if self.peek() == "?":
            if not self.rest().startswith("?:"):
                raise PatternError("« (? » n’est pas possible", "“(?” cannot be used")
            self.at += 2
        inner = self.alternatives(depth + 1)
        if self.peek() != ")":
            raise PatternError("une parenthèse n’est pas fermée", "a parenthesis is not closed")
        self.at += 1
        return _Part(f"(?:{inner.text})", inner.length, inner.ways)

    def repeated(self, part: _Part) -> _Part:
        low, high, sign = self.repeats()
        if not sign:
            return part
        if self.peek() in {"*", "+", "?", "{"}:
            raise PatternError("deux répétitions de suite", "two repeats in a row")
        if (low, high) == (0, 1):
            return _Part(part.text + sign, None, part.ways + 1)
        if part.length in {0, None} or part.ways > 1:
            raise PatternError(
                "ce qui est répété doit avoir une longueur fixe, sans choix", "what repeats must have one fixed length"
            )
        return _Part(part.text + sign, low * (part.length or 0) if low == high else None, high - low + 1)

    def repeats(self) -> tuple[int, int, str]:
        """How often the last piece repeats, least and most, and how that is written; empty when it does not."""
        sign = self.peek()
        if sign in {"*", "+", "?"}:
            self.at += 1
            return {"*": (0, LONGEST_TEXT, "*"), "+": (1, LONGEST_TEXT, "+"), "?": (0, 1, "?")}[sign]
        found = _REPEAT.match(self.source, self.at)
        if not found:
            return 1, 1, ""
        self.at = found.end()
        low = int(found[1])
        high = (int(found[3]) if found[3] else LONGEST_TEXT) if found[2] else low
        if not low <= high <= MOST_REPEATS:
            raise PatternError(f"« {found[0]} » n’est pas possible", f"“{found[0]}” cannot be used")
        return low, high, found[0]

    def escape(self) -> str:
        char = self.take()
        if char in _CLASSES:
            return f"[{_CLASSES[char]}]"
        if char in _NEGATED:
            return f"[^{_CLASSES[_NEGATED[char]]}]"
        if char in _CONTROLS:
            return f"\\{char}"
        if char.isalnum() or char == "_":
            raise PatternError(f"« \\{char} » n’est pas possible", f"“\\{char}” cannot be used")
        return _escaped(char)

    def character_class(self) -> str:
        negated = self.peek() == "^"
        self.at += negated
        items: dict[str, None] = {}
        while self.peek() != "]":
            items[self.class_item()] = None
        self.at += 1
        if not items:
            raise PatternError("« [] » est vide", "“[]” is empty")
        return f"[{'^' if negated else ''}{''.join(items)}]"

    def class_item(self) -> str:
        found = _RANGE.match(self.source, self.at)
        if found and found[1] not in "\\[":
            self.at = found.end()
            if found[1] > found[2] or found[2] == "[":
                raise PatternError(f"« {found[0]} » n’est pas un intervalle", f"“{found[0]}” is not a range")
            return f"{_in_class(found[1])}-{_in_class(found[2])}"
        char = self.take()
        if char == "[":
            raise PatternError("« [ » dans une classe : écrivez « \\[ »", "“[” in a class: write “\\[”")
        if char != "\\":
            return _in_class(char)
        escaped = self.take()
        if escaped in _CLASSES:
            return _CLASSES[escaped]
        if escaped in _CONTROLS:
            return f"\\{escaped}"
        if escaped.isalnum() or escaped == "_":
            raise PatternError(f"« \\{escaped} » n’est pas possible", f"“\\{escaped}” cannot be used")
        return _in_class(escaped)


def _escaped(char: str) -> str:
    return f"\\{char}" if char in _SYNTAX and char != "-" else char


def _in_class(char: str) -> str:
    return f"\\{char}" if char in _SYNTAX else char
