"""How much a theme weighs and what the Lab decided, worked out a second time."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from tests.scenario.ledger import Ask, Row, hex_of, moment
from tests.scenario.naive_needs import UNSAID, Programme, needs_of, rounded

AXES = ("gravite", "depuis", "qui", "sexe", "age")
SEVERAL = {"qui"}
OF_THE_LAB_ALONE = {"take", "assign"}
Interval = tuple[int, int]


def wilson_low(hits: int, of: int) -> float:
    return _wilson(hits, of)[0]


def _wilson(hits: int, of: int) -> tuple[float, float]:
    """Between which shares a share lies, in 95 of 100 cases."""
    z, share = 1.959963984540054, hits / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low, high = ((middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of))
    return (0.0 if hits == 0 else low, 1.0 if hits == of else high)


def percents(hits: int, of: int) -> Interval:
    low, high = _wilson(hits, of)
    return round(100 * low), round(100 * high)


def weight_of(ask: Ask, programme: Programme, theme: str) -> dict[str, Any] | None:
    """The figures of a theme's page; None where too few say it."""
    needs = [one for one in needs_of(ask, programme) if one["theme"] == theme]
    k = max((programme.least(one["domain"]) for one in needs), default=programme.k)
    voices = rounded(len({one["voice"] for one in needs}) + sum(one["more"] for one in needs), k)
    if not voices:
        return None
    axes = {}
    for question in AXES:
        heard: dict[str, set[object]] = {}
        for one in needs:
            answer = one["answers"].get(question)
            for code in answer if isinstance(answer, list) else [answer]:
                if code not in UNSAID:
                    heard.setdefault(code, set()).add(one["voice"])
        figures = [rounded(len(some), k) for some in heard.values() if rounded(len(some), k)]
        total = max([voices, *figures]) if question in SEVERAL else sum(figures)
        if figures:
            axes[question] = sorted((one, *(percents(one, total) if total >= 10 else ())) for one in figures)
    return {"voices": voices, "k": k, "axes": list(axes.values())}


class ModerationMemory:
    """The lines of each week once it is over: what a decision was about may be gone later."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._weeks: dict[dt.date, list[Row]] = {}

    def monday(self, ask: Ask, now: dt.datetime) -> None:
        """Counts the weeks that have ended, at least a day ago, and were not counted yet."""
        received = {
            hex_of(one["record_id"]): moment(one["received_at"])
            for one in ask("select programme_id, record_id, received_at from review_case")
            if one["programme_id"] == self._programme.id
        }
        found: dict[dt.date, list[Row]] = {}
        for one in ask("select programme_id, record_id, action, reason, at, publication from review_decision"):
            at = moment(one["at"])
            week = at.date() - dt.timedelta(days=at.weekday())
            is_over = dt.timedelta(days=7) <= (now - dt.timedelta(days=1)).date() - week
            if one["programme_id"] == self._programme.id and is_over and one["action"] not in OF_THE_LAB_ALONE:
                waited = at - received[key] if (key := hex_of(one["record_id"])) in received else None
                found.setdefault(week, []).append(dict(one) | {"waited": waited})
        for week, some in found.items():
            self._weeks.setdefault(week, _lines(self._programme.id, week, some))

    def rows(self) -> list[Row]:
        return [line for some in self._weeks.values() for line in some]


def _lines(programme: str, week: dt.date, some: list[Row]) -> list[Row]:
    often: dict[tuple[str, str], int] = {}
    for one in some:
        same = one["action"], one["reason"] or ""
        often[same] = often.get(same, 0) + 1
    grouped: dict[tuple[str, str], list[Row]] = {}
    for one in some:
        reason = one["reason"] or ""
        if reason and often[one["action"], reason] < 3:
            reason = "others"
        grouped.setdefault((one["action"], reason), []).append(one)
    return [
        {
            "programme": programme, "week": week.isoformat(), "action": action, "reason": reason, "decisions": len(part),
            "waited_days": _middle_days([one["waited"] for one in part if one["waited"] is not None]),
        }
        for (action, reason), part in grouped.items()
    ]  # fmt: skip


def _middle_days(waited: list[dt.timedelta]) -> float | None:
    days = sorted(one.total_seconds() / 86400 for one in waited if one >= dt.timedelta())
    if not days:
        return None
    half = len(days) // 2
    return round(days[half] if len(days) % 2 else (days[half - 1] + days[half]) / 2, 1)
