"""The released tables as rows for programs and spreadsheets: those of the page, and scores by place and over time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import LANGUAGES
from feedback_app.insight.disclosure import Rule, read_rule
from feedback_app.insight.figures.crosstabs import By
from feedback_app.insight.figures.releasing import ReleasedTable
from feedback_app.insight.figures.store import StoredRelease, last_release
from feedback_app.insight.figures.table_words import TableWords, code_of
from feedback_app.insight.figures.texts import TEXTS
from feedback_app.register.lookup_store import programmes


def feeling_rows(session: AnySession, programme: str = "") -> list[dict[str, Any]]:
    """Every cell that anyone may see: of one programme, or of all that show something to anyone."""
    public = {one.id: read_rule(one.settings) for one in programmes(session)}
    ids = [key for key, rule in public.items() if rule.public and programme in ("", key)]
    return [row for key in ids for row in _rows(session, key, last_release(session, key), public[key])]


def _rows(session: AnySession, programme: str, last: StoredRelease, rule: Rule) -> Iterator[dict[str, Any]]:
    if last.at is None:
        return
    words = {lang: TableWords(session, programme, last.tables, lang) for lang in LANGUAGES}
    head = {"programme": programme, "shown_since": last.at.date().isoformat(), "k": rule.k, "made_up": rule.made_up}
    for one in last.tables.values():
        if one.is_shown:
            yield from ({**head, **cell} for cell in _cells(one, words))


def _cells(one: ReleasedTable, words: dict[str, TableWords]) -> Iterator[dict[str, Any]]:
    """The cells of a table, without its totals: those are not sums of what is shown."""
    answers = {lang: each.answers(one) for lang, each in words.items()}
    for row, line in zip(one.rows, one.shown, strict=False):
        for n, (code, voices) in enumerate(zip(one.columns, line, strict=False)):
            yield {
                "speaker": {"code": one.speaker, "label": {lang: TEXTS.say(one.speaker, lang=lang) for lang in words}},
                "question": {"code": one.axis, "label": {lang: each.title(one.axis) for lang, each in words.items()}},
                "by": str(one.by),
                "row": {
                    "code": code_of(row) if one.by == By.PLACE else row,
                    "label": {lang: each.row(one.by, row) for lang, each in words.items()},
                },
                "answer": {"code": code, "label": {lang: answers[lang][n] for lang in words}},
                "voices": voices,
            }
