"""The words of released tables in one language: what their rows, columns and questions are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.forms.engine.meaning import AROUSAL, EMOTION, PLEASURE, SCORE
from feedback_app.forms.rule_cache import current_forms
from feedback_app.insight.figures.crosstabs import NO_PROJECT, OBSERVED, OTHERS, By
from feedback_app.insight.figures.observed import observed_answers
from feedback_app.insight.figures.releasing import TOTAL, Released, ReleasedTable
from feedback_app.insight.figures.texts import TEXTS
from feedback_app.register.lookup_store import place_labels, place_names
from feedback_app.register.project_store import projects_offered
from schemas.vocabulary import vocabulary


class TableWords:
    """The words of one programme's tables."""

    def __init__(
        self, session: AnySession, programme_id: str, tables: Released, lang: str, sessions: Collection[str] = ()
    ) -> None:
        """`sessions` are the paths of the places whose sessions are shown."""
        self._lang = lang
        paths = {row for one in tables.values() if one.by == By.PLACE for row in one.rows}
        self._places: Mapping[str, str] = self._place_words(session, paths)
        self._session_places = self._place_words(session, sessions)
        self._projects = _project_words(projects_offered(session, programme_id))
        self._forms = current_forms(session, programme_id)
        self._observed = observed_answers(self._forms)

    def _place_words(self, session: AnySession, paths: Collection[str]) -> dict[str, str]:
        """A place of which other rows are parts is the rest of it."""
        codes = {path: code_of(path) for path in paths}
        labels, names = place_labels(session, set(codes.values())), place_names(session, set(codes.values()))
        inner = {path for path in paths if any(other != path and other.startswith(path) for other in paths)}
        return {
            path: TEXTS.say("row.rest", lang=self._lang, place=names.get(code, code))
            if path in inner
            else labels.get(code, code)
            for path, code in codes.items()
        }

    def row(self, by: By, row: str) -> str:
        """What a row is called."""
        if row == TOTAL:
            return self._say("all")
        if by == By.PLACE:
            return self._places.get(row, row)
        if by == By.PROJECT:
            special = {OTHERS: "row.others", NO_PROJECT: "row.none"}
            return self._say(special[row]) if row in special else self._projects.get(row, row)
        first, _, last = row.partition("…")
        if not last:
            return self._quarter(first)
        return TEXTS.say("quarters", lang=self._lang, first=self._quarter(first), last=self._quarter(last))

    def session_place(self, path: str) -> str:
        """What the place of some sessions is called."""
        return self._session_places.get(path, path)

    def title(self, axis: str) -> str:
        """What was asked: of scores, in the words of the form that asks it now."""
        if not axis.startswith(f"{SCORE}:"):
            return self._say(axis)
        question = axis.partition(":")[2]
        words = next((found for form in self._forms if (found := form.question_label(question))), {})
        return label(words, self._lang) or question

    def answers(self, one: ReleasedTable) -> list[str]:
        """What the columns are called."""
        if one.axis == EMOTION:
            return [vocabulary("emotions").label(code, self._lang) for code in one.columns]
        if one.axis in OBSERVED:
            words = self._observed[one.axis]
            return [label(words.get(code, {}), self._lang) or code for code in one.columns]
        prefix = one.axis if one.axis in {PLEASURE, AROUSAL} else SCORE
        return [self._say(f"{prefix}.{code}") for code in one.columns]

    def _quarter(self, code: str) -> str:
        year, _, n = code.partition("-")
        return TEXTS.say("quarter.1" if n == "1" else "quarter", lang=self._lang, n=n, year=year)

    def _say(self, key: str) -> str:
        return TEXTS.say(key, lang=self._lang)


def code_of(path: str) -> str:
    """The code of the place that a row of places is of."""
    return path.strip("/").rpartition("/")[2]


def _project_words(projects: Sequence[tuple[str, str, str | None]]) -> dict[str, str]:
    """Titles by id; of those that share one, each with its place."""
    often = Counter(title for _, title, _ in projects)
    return {key: f"{title} ({place})" if often[title] > 1 and place else title for key, title, place in projects}
