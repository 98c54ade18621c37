"""The facts that answers come to, by what the questions mean and never by what they are called."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.forms.engine.definition import in_order
from feedback_app.forms.engine.meaning import NEED, SENSITIVE, FormMeaning, stamp
from feedback_app.forms.shipped import SHIPPED, shipped_instruments
from feedback_app.forms.xlsform.compiler import compile_markdown
from schemas.vocabulary import Term, Vocabulary, vocabulary
from tests.rules.test_instruments_shipped import SAMPLES, definition

OWN = """
| survey |
| | type | name | label::French (fr) | relevant | means |
| | select_one vocabulary:domains | topic | Quoi ? | | domain |
| | select_one wells | well | Le puits ? | ${topic} = 'eau' | detail |
| | select_one roads | road | La route ? | ${topic} = 'rou' | detail |
| | select_one vocabulary:severities | bad | C’est grave ? | | severity |
| | select_one stars | quality | Bien ? | | score |
| | integer | years | Quel âge ? | | age |
| | text | words | Racontez | | story |
| | select_one roads | unsaid | La route ? | | |
| | begin_repeat | more | Encore ? | | |
| | select_multiple people | hurt | Qui ? | | affected |
| | end_repeat | | | | |
| choices |
| | list_name | name | label::French (fr) |
| | wells | far | Loin |
| | roads | far | Longue |
| | stars | 4 | Bien |
| | stars | nsp | Je ne sais pas |
| | people | women | Femmes |
| | people | men | Hommes |
| settings |
| | form_title | form_id | version | default_language |
| | Manques | lacks | 1 | French (fr) |
"""


def facts(form: Any, answers: object) -> set[tuple[str, str, str | None, float | None]]:
    return {(one.meaning, one.question, one.code, one.number) for one in FormMeaning(form).facts(answers)}


@pytest.fixture(scope="module")
def own() -> Any:
    return compile_markdown(OWN, "lacks")


def test_a_programmes_own_need_form_yields_what_ours_does(own: Any) -> None:
    answers = {
        "topic": "eau", "well": "far", "bad": "grave", "quality": "4", "years": 31, "words": "far", "unsaid": "far",
        "more": [{"hurt": ["women", "men"]}, {}, {"hurt": ["men"]}],
    }  # fmt: skip
    assert facts(own, answers) == {
        ("domain", "topic", "eau", None), ("detail", "well", "far", None), ("severity", "bad", "grave", None),
        ("score", "quality", "4", 4.0), ("age", "years", None, 31.0), ("affected", "more[1].hurt", "women", None),
        ("affected", "more[1].hurt", "men", None), ("affected", "more[3].hurt", "men", None), (NEED, "", "eau", None),
    }  # fmt: skip


def test_what_is_no_choice_of_the_form_or_no_term_of_the_list_is_no_fact(own: Any) -> None:
    odd = {"topic": "my neighbour", "well": "Aya", "bad": ["grave", 7, {}], "years": True, "more": "hurt"}
    assert facts(own, odd) == {(NEED, "", "aut", None)}


def test_of_two_details_the_one_that_was_to_be_asked_counts(own: Any) -> None:
    both = {"topic": "rou", "well": "far", "road": "far"}
    assert {one for one in facts(own, both) if one[0] == "detail"} == {("detail", "road", "far", None)}


def test_a_detail_has_the_words_of_its_domain(own: Any) -> None:
    form = FormMeaning(own)
    assert [form.detail_label(domain, "far") for domain in ("eau", "rou")] == [{"fr": "Loin"}, {"fr": "Longue"}]
    assert form.detail_label("eau", "near") == {}


def test_a_need_asks_what_is_missing_and_how_serious_it_is(own: Any) -> None:
    assert FormMeaning(own).is_need
    without = [node for node in own["questions"] if node.get("means") != "severity"]
    assert not FormMeaning({**own, "questions": without}).is_need
    inside = [*without, {"name": "again", "type": "repeat", "children": [{**own["questions"][3]}]}]
    assert not FormMeaning({**own, "questions": inside}).is_need
    assert [name for name in SHIPPED if FormMeaning(definition(name)).is_need] == ["besoin"]


@pytest.mark.parametrize("name", SHIPPED)
def test_records_of_forms_from_before_there_were_meanings_yield_the_same_facts(name: str) -> None:
    before: Any = compile_markdown(dict(shipped_instruments())[name], name)
    for node in in_order(before["questions"]):
        node.pop("means", None)
    assert facts(before, SAMPLES[name]) == facts(definition(name), SAMPLES[name]) != set()
    assert FormMeaning(before).is_need == FormMeaning(definition(name)).is_need


def test_a_need_form_from_before_is_one_whatever_a_programme_asked_in_it() -> None:
    assert facts({"name": "besoin", "questions": []}, {"x": "y"}) == {(NEED, "", "aut", None)}
    assert facts({"name": "other", "questions": []}, {"x": "y"}) == set()


def test_in_a_form_that_says_what_its_questions_mean_a_name_means_nothing(own: Any) -> None:
    renamed = {**own, "name": "besoin", "questions": [*own["questions"], {"name": "age", "type": "integer"}]}
    assert not {one for one in facts(renamed, {"age": 7}) if one[0] == "age"}


def test_a_record_that_is_sensitive_says_so_as_a_fact(own: Any) -> None:
    assert (SENSITIVE, "", None, None) in facts(own, {"topic": "gen"})
    assert (SENSITIVE, "", None, None) in facts({"name": "x", "questions": []}, {"unknown": [{"deep": "pax"}]})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["eau", "far", "4", "nsp"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
NAMES = ("topic", "well", "road", "bad", "quality", "years", "words", "more", "hurt")


@given(JSON | st.dictionaries(st.sampled_from(NAMES), JSON))
def test_whatever_the_answers_hold_facts_are_codes_of_the_form_and_numbers(answers: object) -> None:
    form = compile_once()
    codes = {choice["name"] for node in in_order(form["questions"]) for choice in node.get("choices", [])}
    for fact in FormMeaning(form).facts(answers):
        assert fact.code is None or fact.code in codes | {"aut"}
        assert fact.number is None or abs(fact.number) <= 1e15


FORMS: list[Any] = []


def compile_once() -> Any:
    if not FORMS:
        FORMS.append(compile_markdown(OWN, "lacks"))
    return FORMS[0]


def test_the_stamp_of_facts_changes_with_a_term_that_is_sensitive_now(monkeypatch: pytest.MonkeyPatch) -> None:
    now = stamp()
    water = Term("eau", {"fr": "L’eau", "en": "Water"}, attributes={"sensitive": "yes"})
    domains = Vocabulary("domains", (water, *vocabulary("domains").terms[1:]))
    monkeypatch.setattr(
        "feedback_app.forms.engine.meaning.vocabulary", lambda name: domains if name == "domains" else vocabulary(name)
    )
    stamp.cache_clear()
    changed = stamp()
    monkeypatch.undo()
    stamp.cache_clear()
    assert changed != now == stamp()
