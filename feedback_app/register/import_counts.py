"""How much of a file is new, changed, as before: one sentence for the desk and the command line."""

from __future__ import annotations

from feedback_app.register.preview import Preview
from feedback_app.register.texts import TEXTS


def counts_in_words(key: str, preview: Preview, *, empty: str = "blank") -> str:
    """The sentence `key` of the texts with the counts of a file; counts of 0 are left out.

    `empty` is what becomes of values for which the file has an empty cell: `kept`, `cleared`, or `blank` for open.
    """
    counts = {
        "new": len(preview.new), "known": preview.known, "same": preview.unchanged, empty: len(preview.emptied),
        "shapes": preview.shapes,
    }  # fmt: skip
    parts = [TEXTS.say(f"{name}.{'one' if n == 1 else 'many'}", n=n) for name, n in counts.items() if n]
    return TEXTS.say(key, counts=", ".join(parts) or TEXTS.say("same.many", n=0))
