"""On the day after the upgrade the dashboard shows the weeks of before it."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from feedback_app.migrations import upgrade
from feedback_app.review.case_inflow_store import FormWeek, busiest_phones, form_weeks, phone_weeks
from feedback_app.review.inflow import Inflow
from feedback_app.review.tables import CaseInflow
from tests.migrations.test_queue_orders import key
from tests.migrations.test_upgrades import empty, insert

__all__ = ["empty"]
TECNO = uuid.UUID(int=7)
MONDAY = dt.date(2026, 11, 16)


def test_cases_of_before_are_counted_by_week_place_form_and_phone(empty: Engine) -> None:
    with empty.begin() as connection:
        upgrade(connection, "0040")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at="2026-11-01 00:00:00+00:00", settings="{}",
        )  # fmt: skip
        for n, (day, state) in enumerate(
            (
                ("2026-11-16 00:00:00", "accepted"),
                ("2026-11-22 23:59:59", "rejected"),
                ("2026-11-23 00:00:00", "received"),
            )
        ):
            insert(
                connection, "review_case", programme_id="pilote", record_id=key(empty, uuid.UUID(int=n)), state=state,
                rev=1, position=n, instrument="besoin", place_code="V1", place_path="/XX/V1/", summary="", search="",
                received_at=f"{day}+00:00", device_id=key(empty, TECNO),
            )  # fmt: skip
        upgrade(connection)
    weeks = [MONDAY, MONDAY + dt.timedelta(days=7)]
    with Session(empty) as session:
        found = set(form_weeks(session, "pilote", ["", "/XX/", "/XX/V1/"], weeks))
        both = zip(weeks, (Inflow(2, 1, 1), Inflow(1)), strict=True)
        assert found == {
            FormWeek(week, path, "besoin", flow) for week, flow in both for path in ("", "/XX/", "/XX/V1/")
        }
        assert busiest_phones(session, "pilote", weeks) == [(TECNO, 3)]
        assert sorted(phone_weeks(session, "pilote", [TECNO], weeks[:1])) == [(TECNO, MONDAY, Inflow(2, 1, 1))]
        assert session.query(CaseInflow).count() == 8
