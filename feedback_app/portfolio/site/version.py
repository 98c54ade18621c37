"""What the pages that gather all others are of."""

from __future__ import annotations

from feedback_app.base.db import AnySession
from feedback_app.insight.figures import store as figure_store
from feedback_app.portfolio.bourse import store as bourse_store
from feedback_app.portfolio.csr import published
from feedback_app.portfolio.listing.count_store import digest
from feedback_app.portfolio.practices import published as practices
from feedback_app.portfolio.replies import store as reply_store


def version(session: AnySession) -> str:
    """As long as this is the same, so is every figure and word that these pages gather. (That of the sheets has that of
    the list within it.)"""
    return digest(
        [
            f"sheets {published.version(session)}",
            f"replies {reply_store.public_version(session)}",
            f"projects {bourse_store.version(session)}",
            f"solutions {practices.version(session)}",
            f"figures {figure_store.version(session)}",
        ]
    )
