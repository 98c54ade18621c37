"""Which rows of instruments a backup notes beside it."""

from __future__ import annotations

from feedback_app.base.db import AnySession
from feedback_app.base.table_copy import Row, TableCopy
from feedback_app.forms.store import retire
from feedback_app.forms.tables import Instrument


def _alone_current(session: AnySession, values: Row) -> Row:
    if values.get("current"):
        retire(session, values["programme_id"], values["name"])
    return values


COPIES = (TableCopy(Instrument, prepare=_alone_current),)
