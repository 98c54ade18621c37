"""When figures are shown: what is new once a week, together; what is no longer true at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from feedback_app.base.db import AnySession
from feedback_app.base.timestamps import start_of_week
from feedback_app.forms.rule_cache import current_forms
from feedback_app.insight.accepted import actions as accepted
from feedback_app.insight.accepted.store import month_counts
from feedback_app.insight.disclosure import Rule, read_rule
from feedback_app.insight.figures import releasing, store
from feedback_app.insight.figures.crosstabs import Crosstab, crosstabs
from feedback_app.insight.figures.gatherings import SessionSum, session_sums
from feedback_app.insight.figures.observed import observed_answers
from feedback_app.insight.figures.session_release import release_sessions, step_sessions_down
from feedback_app.insight.figures.store import StoredRelease
from feedback_app.register.lookup_store import place_paths, programme_now


def is_due(session: AnySession, programme_id: str, *, now: dt.datetime) -> bool:
    """Whether this week's figures are not shown yet. None are shown while insight is behind."""
    at = store.shown_at(session, programme_id)
    is_new = at is None or at < start_of_week(now)
    return is_new and programme_now(session, programme_id) is not None and not accepted.is_behind(session, programme_id)


def new_release(session: AnySession, programme_id: str, *, now: dt.datetime) -> StoredRelease | None:
    """Everything that is accepted now, as what was shown before allows. Only reads, and all counts of a programme: not
    within a transaction that writes."""
    if (made := _tables(session, programme_id)) is None:
        return None
    rule, tables, sums = made
    last = store.last_release(session, programme_id)
    return StoredRelease(
        now, releasing.release(tables, last.tables, k=rule.k), release_sessions(sums, last.sessions, rule)
    )


def followed(session: AnySession, programme_id: str, *, now: dt.datetime) -> StoredRelease | None:
    """What is shown after counts have changed: less what is no longer accepted. Where data is made up nothing has to
    wait for the week to end, and everything is shown. None where nothing changes. Only reads, as above."""
    programme = programme_now(session, programme_id)
    if programme is not None and read_rule(programme.settings).made_up:
        return new_release(session, programme_id, now=now)
    last = store.last_release(session, programme_id)
    if last.at is None or (made := _tables(session, programme_id)) is None:
        return None
    rule, tables, sums = made
    lower = StoredRelease(
        last.at,
        releasing.step_down(tables, last.tables, k=rule.k),
        step_sessions_down(sums, last.sessions, k=rule.k),
    )
    return lower if lower != last else None


def _tables(session: AnySession, programme_id: str) -> tuple[Rule, list[Crosstab], Mapping[str, SessionSum]] | None:
    programme = programme_now(session, programme_id)
    if programme is None:
        return None
    rule = read_rule(programme.settings)
    home = place_paths(session, [programme.place_code]).get(programme.place_code, "/")
    months = month_counts(session, programme_id)
    lists = {axis: [*words] for axis, words in observed_answers(current_forms(session, programme_id)).items()}
    return rule, crosstabs(months, k=rule.k, home=home, lists=lists), session_sums(months, k=rule.k, home=home)
