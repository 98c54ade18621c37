"""Words by which a case is found beside its own: what it is flagged for, the tags that reviewers gave it, and who of
them is named in a note. Pure.

They are in `Case.marks` and in the index of words. No text that somebody wrote or looks for holds such a word, because
folding leaves letters and digits alone.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Collection

LONGEST_TAG = 30
ANY = "any"
ANY_FLAG = f"!{ANY}!"
"""Of a case that is flagged for anything."""


def flag_mark(kind: str) -> str:
    """The word of a case that is flagged for this."""
    return f"!{kind}!"


def tag_mark(tag: str) -> str:
    """The word of a case that has this tag."""
    return f"#{tag}#"


def mention_mark(person: uuid.UUID) -> str:
    """The word of a case in a note of which somebody is named who has not opened it since."""
    return f"@{person.hex}@"


def as_tag(text: str) -> str | None:
    """The tag that a text is: small letters and digits, hyphens between its words; None for what can be none."""
    words = unicodedata.normalize("NFC", text).lower().replace("-", " ").split()
    tag = "-".join(word.strip("#'’.,;:!?") for word in words).strip("-")
    is_word = all(sign == "-" or unicodedata.category(sign)[0] in "LNM" for sign in tag)
    return tag if tag and is_word and len(tag) <= LONGEST_TAG else None


def marks_of(flags: Collection[str], tags: Collection[str], mentioned: Collection[uuid.UUID] = ()) -> str:
    """What is stored with a case that is flagged for these kinds and has these tags, and in which these people are
    named."""
    words = [*map(flag_mark, flags), *([ANY_FLAG] if flags else []), *map(tag_mark, tags)]
    words += map(mention_mark, mentioned)
    return " ".join(sorted(words))


def flags_in(marks: str | None) -> list[str]:
    """What a case is flagged for, in the order of the alphabet."""
    return [one[1:-1] for one in (marks or "").split() if one[0] == "!" and one != ANY_FLAG]


def tags_in(marks: str | None) -> list[str]:
    """The tags of a case, in the order of the alphabet."""
    return [one[1:-1] for one in (marks or "").split() if one[0] == "#"]
