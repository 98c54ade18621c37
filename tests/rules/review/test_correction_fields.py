"""What a reviewer's form sends of a record's answers, and what comes of it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.forms.engine.recalculation import recalculated
from feedback_app.forms.engine.validation import check_answers
from feedback_app.forms.engine.walk import Moment, Path
from feedback_app.forms.xlsform.compiler import compile_markdown
from feedback_app.review.answers import Reader, RecordForm
from feedback_app.review.corrections.fields import (
    Field,
    NotCorrectableError,
    differences,
    field_of,
    fields,
    is_correctable,
    sent_answer,
    with_changes,
)

FORM = compile_markdown(
    """| survey |
| | type | name | label::French (fr) | required | relevant | constraint | calculation |
| | integer | gens | Combien ? | yes | | . < 100 | |
| | decimal | part | Quelle part ? | | | | |
| | text | mot | Un mot ? | | | | |
| | select_multiple couleurs | couleurs | Lesquelles ? | | | | |
| | select_one couleurs | seule | Laquelle ? | | ${gens} > 1 | | |
| | calculate | double | | | | | ${gens} * 2 |
| | calculate | si | | | ${gens} > 5 | | ${gens} + 1 |
| | image | photo | Une photo | | | | |
| | begin_repeat | fois | Chaque fois | | | | |
| | text | quoi | Quoi ? | | | | |
| | integer | n | Combien ? | | | | |
| | calculate | trois | | | | | ${n} * 3 |
| | end_repeat | | | | | | |

| choices |
| | list_name | name | label::French (fr) |
| | couleurs | r | Rouge |
| | couleurs | v | Vert |

| settings |
| | form_title | form_id | version |
| | Essai | essai | 1 |
""",
    "essai",
)
RECORD_FORM = RecordForm(FORM)
ANSWERS: dict[str, Any] = {
    "gens": 7, "part": 0.5, "mot": "Bonjour\nà tous", "couleurs": ["v", "r"], "seule": "r", "double": 14, "si": 8,
    "photo": "0" * 64, "fois": [{"quoi": "un", "n": 1, "trois": 3}, {"quoi": "deux", "n": 2, "trois": 6}],
}  # fmt: skip


def field(key: str) -> Field:
    return field_of(RECORD_FORM, ANSWERS, key)


class TestWhatIsAsked:
    def test_is_what_was_answered_but_for_photos_and_calculations(self) -> None:
        asked = [one.key for one in fields(RECORD_FORM, ANSWERS, "2026-11-30", Reader("fr"))]
        assert asked == [
            "gens",
            "part",
            "mot",
            "couleurs",
            "seule",
            "fois[1].quoi",
            "fois[1].n",
            "fois[2].quoi",
            "fois[2].n",
        ]

    def test_shows_what_is_no_longer_asked_as_such(self) -> None:
        shown = fields(RECORD_FORM, ANSWERS | {"gens": 1}, "2026-11-30", Reader("fr"))
        assert [one.key for one in shown if not one.is_asked] == ["seule"]

    @pytest.mark.parametrize(
        "key", ["photo", "double", "nulle", "fois", "fois[1].trois", "fois[3].quoi", "fois[0].quoi", "quoi", "gens[1].mot",
                "fois[1].mot", "", "fois[١].quoi", "fois[1].quoi.x"],
    )  # fmt: skip
    def test_no_other_answer_can_be_named(self, key: str) -> None:
        with pytest.raises(NotCorrectableError):
            field(key)

    @given(st.text(max_size=30))
    def test_no_key_breaks_it(self, key: str) -> None:
        try:
            found = field(key)
        except NotCorrectableError:
            return
        assert is_correctable(found.node)


class TestWhatIsSent:
    @pytest.mark.parametrize(
        ("key", "values"),
        [
            ("gens", ["7"]), ("gens", [" 7 "]), ("part", ["0.5"]), ("mot", ["Bonjour\r\nà tous"]),
            ("couleurs", ["r", "v"]), ("seule", ["r"]), ("fois[2].quoi", ["deux"]),
        ],
    )  # fmt: skip
    def test_the_same_again_changes_nothing(self, key: str, values: list[str]) -> None:
        assert sent_answer(field(key), values) is field(key).answer

    @pytest.mark.parametrize(
        ("key", "values", "answer"),
        [
            ("gens", ["1 000"], 1000), ("part", ["0,25"], 0.25), ("gens", ["beaucoup"], "beaucoup"), ("gens", [""], None),
            ("mot", [" \n"], None), ("couleurs", [], None), ("couleurs", ["v", "v"], ["v"]), ("seule", [""], None),
            ("gens", ["9" * 5000], "9" * 5000),
        ],
    )  # fmt: skip
    def test_something_else_is_read_as_its_question_takes_it(self, key: str, values: list[str], answer: object) -> None:
        assert sent_answer(field(key), values) == answer

    def test_two_answers_to_a_question_that_takes_one_are_none(self) -> None:
        with pytest.raises(NotCorrectableError):
            sent_answer(field("mot"), ["a", "b"])


CHANGES = st.dictionaries(
    st.sampled_from(["gens", "mot", "seule", "fois[1].quoi", "fois[2].n"]),
    st.one_of(st.none(), st.integers(-3, 200), st.text(max_size=5)),
)


class TestWhatComesOfIt:
    @given(CHANGES)
    def test_what_was_there_stays_as_it_was(self, changed: Mapping[str, object]) -> None:
        before = copy.deepcopy(ANSWERS)
        with_changes(ANSWERS, changed)
        assert before == ANSWERS

    @given(CHANGES)
    def test_the_differences_lead_there_and_back(self, changed: Mapping[str, object]) -> None:
        made = recalculated(RECORD_FORM.path, with_changes(ANSWERS, changed), Moment("2026-11-30"))
        pairs = differences(ANSWERS, made)
        assert with_changes(ANSWERS, {key: new for key, (_, new) in pairs.items()}) == made
        assert with_changes(made, {key: old for key, (old, _) in pairs.items()}) == ANSWERS

    @given(CHANGES)
    def test_no_calculation_is_wrong_afterwards(self, changed: Mapping[str, object]) -> None:
        made = recalculated(Path(FORM), with_changes(ANSWERS, changed), Moment("2026-11-30"))
        faults = check_answers(FORM, made, today="2026-11-30")
        assert not {"double", "si", "fois[1].trois", "fois[2].trois"} & {str(one["field"]) for one in faults}

    def test_calculations_follow_and_stay_numbers_without_a_point(self) -> None:
        made = recalculated(RECORD_FORM.path, with_changes(ANSWERS, {"gens": 3}), Moment("2026-11-30"))
        assert differences(ANSWERS, made) == {"gens": [7, 3], "double": [14, 6], "si": [8, None]}
        assert isinstance(made["double"], int)
