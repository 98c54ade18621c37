"""Cases of before are likened: those that were made when nothing was kept for it yet."""

from __future__ import annotations

from functools import partial

from feedback_app.review import case_backfill
from feedback_app.review.case_describer import CaseDescriber

FOLLOWER = "likeness"

is_behind = partial(case_backfill.is_behind, follower=FOLLOWER)
catch_up = partial(case_backfill.catch_up, follower=FOLLOWER, unknown="written", work=CaseDescriber.liken)
