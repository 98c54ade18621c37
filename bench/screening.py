"""How much of what should be looked at the rules find in labelled lines, and how much of what they mark should be.

`./run bench screening [FILE]`: a CSV with `text` and `kinds` (parted by `|`); without, the lines of the tests, which
were written by whoever wrote the rules: they say what the rules are for, not how well they do among strangers. Then
the same of how records were recorded, on captures that are made up (`bench/_captures.py`).
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from pathlib import Path

from bench._captures import HONEST, SPOILS, labelled
from feedback_app.review.screening.capture_rules import find_in_capture
from feedback_app.review.screening.kinds import OF_WORDS
from feedback_app.review.screening.text_rules import find_in_text

LABELLED = Path(__file__).parents[1] / "tests" / "vectors" / "screening.csv"


def main(words: list[str]) -> None:
    """Prints a table: of each kind how many are labelled, precision and recall; then the lines that are wrong."""
    with Path(words[0] if words else LABELLED).open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], set(filter(None, (row["kinds"] or "").split("|")))) for row in csv.DictReader(file)]
    started = time.perf_counter()
    found = [{one.kind.value for one in find_in_text(text)} for text, _ in rows]
    took = time.perf_counter() - started
    for (text, kinds), flags in zip(rows, found, strict=True):
        if kinds != flags:
            print(f"{text}\n    labelled {sorted(kinds)}, marked {sorted(flags)}")
    _table([(kinds, flags) for (_, kinds), flags in zip(rows, found, strict=True)], OF_WORDS)
    print(f"{len(rows)} lines, {took / max(1, len(rows)) * 1e6:.0f} µs a line\n")
    captures = [({*kinds}, {*find_in_capture(one)}) for one, kinds in labelled()]
    _table(captures, SPOILS)
    print(f"{len(captures)} captures, {HONEST} of them honest")


def _table(judged: Sequence[tuple[Set[str], Set[str]]], kinds: Iterable[str]) -> None:
    right, marked, known = Counter[str](), Counter[str](), Counter[str]()
    for labels, flags in judged:
        right.update(labels & flags)
        marked.update(flags)
        known.update(labels)
    print("| kind | labelled | precision | recall |\n|---|---|---|---|")
    for kind in kinds:
        print(f"| {kind} | {known[kind]} | {_share(right[kind], marked[kind])} | {_share(right[kind], known[kind])} |")


def _share(some: int, of: int) -> str:
    return f"{some / of:.2f}" if of else "–"


if __name__ == "__main__":
    main(sys.argv[1:])
