"""What the holders of traditional knowledge said: with no, or a yes taken back, nothing stays public. Nothing here
commits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.portfolio.practices import store
from feedback_app.portfolio.practices.change_kinds import ChangeKind
from feedback_app.portfolio.practices.history import note_change
from feedback_app.portfolio.practices.lift import take_off
from feedback_app.portfolio.practices.refusals import PracticeRefusal
from feedback_app.portfolio.practices.tables import Practice
from feedback_app.portfolio.practices.visibility import HolderConsent
from feedback_app.portfolio.solutions.history import Author

LONGEST = 300


@dataclass(frozen=True, slots=True)
class ConsentForm:
    """What was said, as a person sends it: by whom (an assembly, a family, an office; no name), how, on which day."""

    state: str
    holders: str
    how: str
    day: str


def note_consent(
    session: AnySession, practice: Practice, form: ConsentForm, *, author: Author
) -> PracticeRefusal | None:
    """Notes what the holders said. A yes publishes nothing by itself; anything else takes all of it off at once."""
    store.lock_practices(session)
    session.refresh(practice)
    answer = _read(form, author.now.date())
    if answer is None:
        return PracticeRefusal.FIELDS
    before, practice.consent = practice.consent, answer
    if answer["state"] != HolderConsent.GIVEN:
        take_off(practice, author.by)
    note_change(session, practice, ChangeKind.CONSENT, author=author, before=before, after=answer)
    return None


def _read(form: ConsentForm, today: dt.date) -> dict[str, str] | None:
    holders, how = " ".join(form.holders.split()), " ".join(form.how.split())
    try:
        day = dt.date.fromisoformat(form.day.strip())
    except ValueError:
        return None
    fits = form.state in tuple(HolderConsent) and holders and how and day <= today and day.year > 1990
    if not fits or max(len(holders), len(how)) > LONGEST:
        return None
    return {"state": form.state, "holders": holders, "how": how, "day": day.isoformat()}
