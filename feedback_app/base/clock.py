"""The one clock. Rules take time as an argument; doors, jobs and the command line ask here."""

from __future__ import annotations

import datetime as dt

from feedback_app.base.timestamps import SKEW as SKEW
from feedback_app.base.timestamps import iso as iso
from feedback_app.base.timestamps import parse as parse


def now() -> dt.datetime:
    """The current moment, aware, UTC."""
    return dt.datetime.now(dt.UTC)
