"""How much of what should be looked at the rules find in labelled lines, and how much of what they mark should be.

`./run bench screening [FILE]`: a CSV with `text` and `kinds` (parted by `|`); without, the lines of the tests, which
were written by whoever wrote the rules: they say what the rules are for, not how well they do among strangers.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from pathlib import Path

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
    right, marked, labelled = Counter[str](), Counter[str](), Counter[str]()
    for (text, kinds), flags in zip(rows, found, strict=True):
        right.update(kinds & flags)
        marked.update(flags)
        labelled.update(kinds)
        if kinds != flags:
            print(f"{text}\n    labelled {sorted(kinds)}, marked {sorted(flags)}")
    print("| kind | labelled | precision | recall |\n|---|---|---|---|")
    for kind in OF_WORDS:
        print(
            f"| {kind} | {labelled[kind]} | {_share(right[kind], marked[kind])} "
            f"| {_share(right[kind], labelled[kind])} |"
        )
    print(f"{len(rows)} lines, {took / max(1, len(rows)) * 1e6:.0f} µs a line")


def _share(some: int, of: int) -> str:
    return f"{some / of:.2f}" if of else "–"


if __name__ == "__main__":
    main(sys.argv[1:])
