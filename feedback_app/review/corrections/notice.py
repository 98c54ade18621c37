"""What the author of a record reads on the phone of answers that were corrected. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedback_app.forms.engine.definition import plain_name
from feedback_app.review.answers import Reader, RecordForm, answer_text, cut, question_words, value_in_words

LONGEST_COMMENT = 500
MOST_SHOWN = 4
"""Changes that are named one by one."""
LONGEST_PART = 100
_WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "begin": "L’équipe a corrigé votre fiche.",
        "none": "(rien)",
        "more": "… et {n} autres.",
        "why": "Pourquoi : ",
        "back": "La correction de l’équipe est retirée : vos réponses comptent de nouveau comme avant.",
    },
    "en": {
        "begin": "The team has corrected your record.",
        "none": "(nothing)",
        "more": "… and {n} more.",
        "why": "Why: ",
        "back": "The correction of the team was taken back: your answers count again as before.",
    },
}


def corrected_notice(
    form: RecordForm,
    answers: Mapping[str, Any],
    changed: Mapping[str, Sequence[Any]],
    comment: str,
    reader: Reader,
) -> str:
    """What was changed and why, in the author's language where there is one of ours, in at most two thousand signs.
    `changed` is `[old, new]` by the key of an answer, `answers` are those of before."""
    say = _WORDS.get(reader.lang, _WORDS["fr"])
    asked = [key for key in changed if not _is_calculated(form, key)] or list(changed)
    lines = [
        f"{cut(question_words(form, key, answers, reader), LONGEST_PART)}"
        f" {_part(form, key, changed[key][0], reader)} → {_part(form, key, changed[key][1], reader)}"
        for key in asked[:MOST_SHOWN]
    ]
    more = [say["more"].format(n=len(asked) - MOST_SHOWN)] if len(asked) > MOST_SHOWN else []
    return "\n".join([say["begin"], *lines, *more, say["why"] + comment])


def taken_back_notice(lang: str) -> str:
    """That a correction no longer counts."""
    return _WORDS.get(lang, _WORDS["fr"])["back"]


def _is_calculated(form: RecordForm, key: str) -> bool:
    return "calculation" in form.nodes.get(plain_name(key), {})


def _part(form: RecordForm, key: str, answer: object, reader: Reader) -> str:
    words = answer_words(form, key, answer, reader)
    none = _WORDS.get(reader.lang, _WORDS["fr"])["none"]
    return f"« {cut(words, LONGEST_PART)} »" if words else none


def answer_words(form: RecordForm, key: str, answer: object, reader: Reader) -> str:
    """An answer in words; empty for none."""
    node = form.nodes.get(plain_name(key))
    if answer is None:
        return ""
    return answer_text(node, answer, reader) if node else value_in_words(answer, reader)
