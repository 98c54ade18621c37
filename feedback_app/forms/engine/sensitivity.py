"""Which answers say that a record is sensitive, so that being known to have given them can harm someone. Pure.

The phone asks the same of what it holds, so that it promises no code that never answers. `tests/vectors/sensitive.json`
holds both to the same cases.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping

from schemas.vocabulary import vocabulary

_PLAIN_NO = frozenset({"", "0", "no", "non", "false"})


@functools.cache
def sensitive_codes() -> frozenset[str]:
    """The codes of domains that are sensitive."""
    return frozenset(term.code for term in vocabulary("domains").terms if term.flag("sensitive"))


def holds_any(answers: object, codes: Collection[str]) -> bool:
    """Whether anything among the answers, however deep in repeats, is one of these codes.

    Whatever the question is called: forms name it as they like. A text that is such a code and nothing else counts
    too; silence about one record too many harms nobody.
    """
    if isinstance(answers, str):
        return answers in codes
    within = answers.values() if isinstance(answers, Mapping) else answers if isinstance(answers, list) else ()
    for each in within:  # noqa: SIM110 - `any` costs more
        # Most are texts, and this is asked of every record that comes in.
        if each in codes if isinstance(each, str) else holds_any(each, codes):
            return True
    return False


def says_yes(answer: object) -> bool:
    """Whether an answer to a question that means `sensitive` says that the record is: all but a plain no does."""
    if answer is None or answer is False or answer == 0:
        return False
    return not isinstance(answer, str) or answer.strip().lower() not in _PLAIN_NO
