"""What may happen to a solution that people found. Pure."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """What somebody did."""

    LIFTED = "lifted"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    EVIDENCE = "evidence"
    EVIDENCE_PUBLISHED = "evidence-published"
    EVIDENCE_WITHDRAWN = "evidence-withdrawn"
    STEP = "step"
    CONSENT = "consent"
    JOINED = "joined"
    LEFT = "left"
    UNITED = "united"
    SEPARATED = "separated"
    RECORD_ERASED = "record-erased"
