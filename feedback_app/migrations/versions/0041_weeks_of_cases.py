"""review: how many records came in each week by place, form and phone, and how many of them are accepted and rejected."""

from __future__ import annotations

import datetime as dt
import itertools

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

AT_ONCE = 20_000
CASE = sa.table(
    "review_case", *(sa.column(name) for name in ("programme_id", "place_path", "instrument", "state")),
    sa.column("device_id", sa.Uuid()), sa.column("received_at", sa.DateTime(timezone=True)),
)  # fmt: skip
FLOW = sa.table(
    "review_inflow",
    *(sa.column(name) for name in ("programme_id", "kind", "place_path", "value", "n", "accepted", "rejected")),
    sa.column("week", sa.Date()),
)


def upgrade() -> None:
    op.create_table(
        "review_inflow",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("week", sa.Date(), primary_key=True),
        sa.Column("place_path", sa.String(400), primary_key=True),
        sa.Column("value", sa.String(60), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    _count(op.get_bind())


def _count(connection: sa.Connection) -> None:
    """One statement goes through all cases; a week of a village is a row that is written once."""
    week = sa.func.date(CASE.c.received_at, "weekday 0", "-6 days")
    if connection.dialect.name == "postgresql":
        monday = sa.func.date_trunc("week", sa.func.timezone("UTC", CASE.c.received_at))
        week = sa.func.to_char(monday, "YYYY-MM-DD")
    by = CASE.c.programme_id, CASE.c.place_path, CASE.c.instrument, CASE.c.device_id, week.label("week"), CASE.c.state
    grouped = sa.select(*by, sa.func.count()).group_by(*by[:4], sa.text("week"), CASE.c.state)
    flows: dict[tuple[str, str, str, str, str], list[int]] = {}
    for programme, path, instrument, device, day, state, n in connection.execute(grouped):
        keys = [(programme, "form", day, step, instrument) for step in _steps(path)]
        for key in (*keys, (programme, "phone", day, "", str(device))) if device else keys:
            flow = flows.setdefault(key, [0, 0, 0])
            flow[0] += n
            flow[1] += n * (state == "accepted")
            flow[2] += n * (state == "rejected")
    names = ("programme_id", "kind", "week", "place_path", "value", "n", "accepted", "rejected")
    rows = iter(flows.items())
    while some := list(itertools.islice(rows, AT_ONCE)):
        values = [dict(zip(names, (*key, *flow), strict=True)) for key, flow in some]
        connection.execute(sa.insert(FLOW), [one | {"week": dt.date.fromisoformat(str(one["week"]))} for one in values])


def _steps(path: str) -> list[str]:
    codes = [one for one in path.split("/") if one]
    return ["", *(f"/{'/'.join(codes[: n + 1])}/" for n in range(len(codes)))]


def downgrade() -> None:
    op.drop_table("review_inflow")
