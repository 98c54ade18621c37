"""What Adjoua may do with a record, by name."""

from __future__ import annotations

from feedback_app.review.decisions.desk_actions.accept import ACTION as ACCEPT
from feedback_app.review.decisions.desk_actions.ask import ACTION as ASK
from feedback_app.review.decisions.desk_actions.assign import ACTION as ASSIGN
from feedback_app.review.decisions.desk_actions.merge import ACTION as MERGE
from feedback_app.review.decisions.desk_actions.refer import ACTION as REFER
from feedback_app.review.decisions.desk_actions.reject import ACTION as REJECT
from feedback_app.review.decisions.desk_actions.release import ACTION as RELEASE
from feedback_app.review.decisions.desk_actions.reopen import ACTION as REOPEN
from feedback_app.review.decisions.desk_actions.split import ACTION as SPLIT
from feedback_app.review.decisions.desk_actions.take import ACTION as TAKE

__all__ = ["ACCEPT", "ASK", "ASSIGN", "MERGE", "REFER", "REJECT", "RELEASE", "REOPEN", "SPLIT", "TAKE"]
