"""Moments as people read them, in the time zone of the programme that a page is about. What goes over the wire and into
files is in UTC, with its offset (`timestamps.py`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from feedback_app.base.i18n import language

KEY = "time_zone"
"""In the settings of a programme: a name of the IANA list, as `Africa/Abidjan`."""
USUAL = "Africa/Abidjan"
Zone = dt.tzinfo

_callers: list[Callable[[], Zone]] = []


def read_zone(name: object) -> Zone | None:
    """The time zone of that name; None where there is none."""
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        return None
    except KeyError:
        return None


def zone_of(settings: Mapping[str, Any] | None) -> Zone:
    """The time zone of a programme with these settings; that of Côte d'Ivoire where they name none that is known."""
    return read_zone((settings or {}).get(KEY)) or read_zone(USUAL) or dt.UTC


def set_zone_of_caller(ask: Callable[[], Zone]) -> None:
    """Says who knows the time zone of the page that is asked for: requests do."""
    _callers[:] = [ask]


def zone() -> Zone:
    """The time zone of the page that is asked for; the usual one where nobody asks."""
    return _callers[0]() if _callers else zone_of(None)


def moment(at: dt.datetime, *, seconds: bool = False) -> str:
    """A moment as people write it."""
    return f"{day(at)} {at.astimezone(zone()):%H:%M{':%S' if seconds else ''}}"


def day(at: dt.datetime) -> str:
    """The day of a moment as people write it."""
    return at.astimezone(zone()).strftime("%d/%m/%Y" if language() == "fr" else "%Y-%m-%d")


def local_day(at: dt.datetime) -> dt.date:
    """The day of a moment by the clocks of the page that is asked for."""
    return at.astimezone(zone()).date()


def hour(at: dt.datetime) -> str:
    """The time of a moment's day."""
    return at.astimezone(zone()).strftime("%H:%M")


def offset(at: dt.datetime) -> str:
    """How far the time zone was from UTC at a moment: UTC, UTC+1, UTC−3:30. The same in every language."""
    minutes = round((at.astimezone(zone()).utcoffset() or dt.timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return "UTC" + (f"{'+' if minutes > 0 else '−'}{hours}" if minutes else "") + (f":{rest:02}" if rest else "")


def week_of(at: dt.datetime, where: Zone) -> dt.date:
    """The Monday of the week in which a moment is, by the clocks of a time zone."""
    day = at.astimezone(where).date()
    return day - dt.timedelta(days=day.weekday())


def start_of_day(day: dt.date, where: Zone) -> dt.datetime:
    """The first moment of a day in a time zone, in UTC."""
    return dt.datetime.combine(day, dt.time(), where).astimezone(dt.UTC)
