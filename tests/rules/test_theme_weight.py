"""What is said of the voices under a theme: rounded figures, nothing of too few, shares only where they mean something."""

from __future__ import annotations

from feedback_app.forms.engine.meaning import AFFECTED, AGE, PLEASURE, SEVERITY, SEX
from feedback_app.insight.figures.scales import Middle
from feedback_app.portfolio.themes.weight import theme_weight

CHOICES = {
    SEVERITY: [("gene", {"fr": "Ça gêne"}), ("grave", {"fr": "C’est grave"}), ("nsp", {"fr": "Je ne sais pas"})],
    AFFECTED: [("femmes", {"fr": "Les femmes"}), ("enfants", {"fr": "Les enfants"})],
    SEX: [("femme", {"fr": "Une femme"}), ("homme", {"fr": "Un homme"})],
}


def test_figures_are_rounded_down_and_too_few_are_like_nobody() -> None:
    weight = theme_weight(23, {SEVERITY: {"gene": 4, "grave": 19}, SEX: {"femme": 23}}, CHOICES, k=5)
    assert (weight.voices, weight.at_most) == (20, 24)
    by_axis = {one.axis: {part.code: part.voices for part in one.parts} for one in weight.axes}
    assert by_axis == {SEVERITY: {"gene": None, "grave": 15}, SEX: {"femme": 20, "homme": None}}
    assert [part.code for one in weight.axes if one.axis == SEX for part in one.unheard] == ["homme"]


def test_of_too_few_voices_nothing_is_shown() -> None:
    weight = theme_weight(4, {SEVERITY: {"grave": 4}}, CHOICES, k=5)
    assert weight.voices is None and weight.at_most is None and weight.axes == ()


def test_a_question_that_too_few_answered_is_left_out() -> None:
    weight = theme_weight(20, {SEVERITY: {"grave": 20}, AGE: {"18_24": 3}}, CHOICES, k=5)
    assert [one.axis for one in weight.axes] == [SEVERITY]


def test_shares_have_an_interval_and_are_not_given_of_fewer_than_ten() -> None:
    of_many = theme_weight(20, {SEVERITY: {"gene": 10, "grave": 10}}, CHOICES, k=5).axes[0].parts[0].share
    assert of_many and 0.25 < of_many.low < 0.5 < of_many.high < 0.75
    assert theme_weight(8, {SEVERITY: {"grave": 8}}, CHOICES, k=1).axes[0].parts[1].share is None


def test_where_a_voice_may_name_several_shares_are_of_all_voices() -> None:
    weight = theme_weight(20, {AFFECTED: {"femmes": 20, "enfants": 10}}, CHOICES, k=5)
    women, children = weight.axes[0].parts
    assert women.share and women.share.high == 1.0
    assert children.share and children.share.low < 0.5 < children.share.high


def test_how_people_feel_is_an_order_with_a_middle_answer_and_no_mean() -> None:
    slider = {PLEASURE: [(str(n), {"fr": f"{n}"}) for n in range(5)]}
    exact = theme_weight(20, {PLEASURE: {"0": 12, "3": 8}}, slider, k=1).axes[0]
    assert exact.middle == Middle(0, 0, 3), "what nobody answered is nobody"
    assert theme_weight(20, {PLEASURE: {"0": 12, "3": 8}}, slider, k=5).axes[0].middle is None, "a hidden figure"
    assert theme_weight(20, {SEX: {"femme": 20}}, CHOICES, k=1).axes[0].middle is None, "without an order"
