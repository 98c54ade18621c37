"""names folded anew: letters of the country's languages, N'Ko and Arabic can be searched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.folding import fold

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LONGEST = 400
PLACE = sa.table("place", sa.column("code"), sa.column("name"), sa.column("label"), sa.column("search"))
CASE = sa.table(
    "review_case",
    sa.column("programme_id"), sa.column("record_id", sa.Uuid()), sa.column("place_code"), sa.column("summary"), sa.column("search"),
)  # fmt: skip


def upgrade() -> None:
    connection = op.get_bind()
    for code, name, search in connection.execute(sa.select(PLACE.c.code, PLACE.c.name, PLACE.c.search)).all():
        if (folded := fold(name)[:LONGEST]) != search:
            connection.execute(sa.update(PLACE).where(PLACE.c.code == code).values(search=folded))
    labels = {code: label for code, label in connection.execute(sa.select(PLACE.c.code, PLACE.c.label))}
    # What is searched of some cases was emptied on purpose (0011): it stays so.
    for row in connection.execute(sa.select(CASE).where(CASE.c.search != "")).all():
        _add_words(connection, row, str(labels.get(row.place_code) or ""))


def _add_words(connection: sa.Connection, row: sa.Row[tuple[object, ...]], place: str) -> None:
    """The words of the list are added to what is searched; the rest is folded when the record changes."""
    missing = [word for word in fold(f"{place} {row.summary}").split() if word not in row.search]
    if missing:
        here = (CASE.c.programme_id == row.programme_id) & (CASE.c.record_id == row.record_id)
        connection.execute(sa.update(CASE).where(here).values(search=" ".join([row.search, *missing])))


def downgrade() -> None:
    """Nothing: older versions search these names as well as before."""
