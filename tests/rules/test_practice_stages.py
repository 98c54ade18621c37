"""How far a solution is shown to be: by what was seen and measured, where and when, and never by what is said of it."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from feedback_app.portfolio.practices.stages import (
    ORDER,
    Missing,
    PracticeStage,
    Proof,
    ShownEvidence,
    StepRefusal,
    missing,
    shown_stage,
    step_refusal,
)
from schemas.vocabulary import vocabulary

DAY = dt.date(2026, 1, 1)
SEEN = ShownEvidence("seen", "Agent agricole", DAY, "/XX/R1/S1/V1/")
MEASURED = ShownEvidence("measured", "Centre", DAY + dt.timedelta(days=30), "/XX/R1/S1/V1/")
ELSEWHERE = ShownEvidence("seen", "Une commune", DAY, "/XX/R2/S2/V3/")
HOME = {"/XX/R1/S1/"}


def test_the_stages_are_those_of_the_list() -> None:
    assert [one.code for one in vocabulary("practice_stages").terms] == list(ORDER)


@pytest.mark.parametrize(
    ("evidence", "reached"),
    [
        ([], "found"),
        ([ShownEvidence("told", "Mariam", DAY), ShownEvidence("document", "Thèse", DAY)], "found"),
        ([SEEN], "tried"),
        ([MEASURED], "tried"),
        ([SEEN, MEASURED], "proven"),
        ([SEEN, ShownEvidence("measured", "AGENT AGRICOLE", MEASURED.day)], "tried"),
        ([SEEN, ShownEvidence("measured", "Centre", DAY + dt.timedelta(days=29))], "tried"),
        ([ELSEWHERE], "tried"),
        ([SEEN, MEASURED, ELSEWHERE], "spread"),
        ([SEEN, MEASURED, ShownEvidence("told", "Une commune", DAY, ELSEWHERE.path)], "proven"),
        ([SEEN, MEASURED, ShownEvidence("seen", "Région", DAY, "/XX/R1/")], "proven"),
    ],
)
def test_evidence_carries_a_solution_so_far(evidence: list[ShownEvidence], reached: str) -> None:
    assert shown_stage(PracticeStage.SPREAD, Proof(evidence, HOME)) == reached


def test_nothing_is_shown_beyond_what_somebody_stated() -> None:
    proof = Proof([SEEN, MEASURED, ELSEWHERE], HOME)
    assert [shown_stage(stage, proof) for stage in ORDER] == list(ORDER)


def test_more_evidence_never_takes_a_stage_away() -> None:
    every = [SEEN, MEASURED, ELSEWHERE, ShownEvidence("told", "Mariam", DAY)]
    for size in range(len(every)):
        for some in itertools.combinations(every, size):
            now = ORDER.index(shown_stage("spread", Proof(some, HOME)))
            for one in every:
                assert ORDER.index(shown_stage("spread", Proof([*some, one], HOME))) >= now


def test_a_step_leads_to_the_next_stage_with_its_evidence_or_back_with_a_reason() -> None:
    proof = Proof([SEEN], HOME)
    assert step_refusal("found", "tried", proof, reason="") is None
    assert step_refusal("tried", "proven", proof, reason="Je suis sûr") is StepRefusal.EVIDENCE
    assert step_refusal("found", "proven", proof, reason="") is StepRefusal.STALE
    assert step_refusal("found", "found", proof, reason="") is StepRefusal.STALE
    assert step_refusal("found", "nonsense", proof, reason="") is StepRefusal.STALE
    assert step_refusal("tried", "found", proof, reason=" ") is StepRefusal.REASON
    assert step_refusal("tried", "found", proof, reason="Les claies sont cassées") is None


def test_what_is_missing_is_named() -> None:
    assert missing(Proof([], HOME), PracticeStage.SPREAD) == list(Missing)
    assert missing(Proof([SEEN], HOME), PracticeStage.PROVEN) == [
        Missing.MEASURED,
        Missing.SECOND_SOURCE,
        Missing.LATER,
    ]
