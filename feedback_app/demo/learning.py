"""A made-up action learning plan of the pilot, by `learning_plan.md`: written by one person, and by another once
something was learnt."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from importlib.resources import files

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.demo.staged import pilot_start
from feedback_app.demo.state import DemoFill
from feedback_app.portfolio.learning import actions, store
from feedback_app.portfolio.solutions.history import Author

DAY = dt.timedelta(days=1)
LEARNT = (
    "- Deux réparateurs sur trois ont remis leur pompe en marche en moins de cinq jours\n"
    "- Là où les comptes sont affichés, huit foyers sur dix paient\n"
)
NEXT = "Former aussi une femme par lieu : c’est elles qui voient la panne les premières.\n"


def add_plan(session: AnySession, programme_id: str, fill: DemoFill, places: Sequence[str]) -> None:
    """Adds it in two versions, for these pilot places, and notes it in the fill."""
    (writer, other), id = (uuid.UUID(one) for one in fill.desk[:2]), new_id()
    early = _text(fill.until, places, stages=("Sense", "Explore"))
    late = _text(fill.until, places, stages=("Explore", "Test"), learnt=LEARNT, next=NEXT)
    for seen, (text, by, days) in enumerate(((early, writer, 110), (late, other, 20))):
        actions.save(session, programme_id, id, text, seen=seen, author=Author(by, fill.until - days * DAY))
    fill.plans.append(str(id))


def _text(until: dt.datetime, places: Sequence[str], *, stages: Sequence[str], learnt: str = "", next: str = "") -> str:
    start = pilot_start(until)
    given = {
        "year": str(start.year), "start": f"{start:%Y-%m}", "learnt": learnt, "next": next,
        "stages": "\n".join(f"[[stage:{one}]]" for one in stages),
        "places": "\n".join(f"[[place:{one}]]" for one in places),
    }  # fmt: skip
    text = (files("feedback_app.demo") / "learning_plan.md").read_text("utf-8")
    for name, value in given.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def remove_plan(session: AnySession, programme_id: str, fill: DemoFill) -> None:
    """Removes what a fill added of it."""
    store.delete_plans(session, programme_id, [uuid.UUID(one) for one in fill.plans])
