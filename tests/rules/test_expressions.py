"""Expressions: what Python makes of the vectors that it shares with the phone."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.forms.engine.evaluate import ARITY, Context, evaluate
from feedback_app.forms.engine.expression import DEEPEST, ExpressionError, calls, depth, parse, references
from feedback_app.forms.engine.grammar import FUNCTIONS, LEVELS, OPERATORS
from feedback_app.forms.engine.values import Value, from_answer
from feedback_app.forms.xlsform.scope import Scope
from feedback_app.forms.xlsform.sentences import EXPRESSION

SHARED = json.loads((Path(__file__).parent.parent / "vectors" / "expressions.json").read_text(encoding="utf-8"))
VECTORS: list[dict[str, Any]] = SHARED["vectors"]


def context_of(vector: dict[str, Any]) -> Context:
    return Context(
        values={name: from_answer(answer) for name, answer in SHARED["answers"].items()},
        own=from_answer(vector.get("own")),
        today=SHARED["today"],
        now=SHARED["now"],
        choice_label=lambda question, choice: SHARED["labels"].get(question, {}).get(choice, ""),
        each={
            name: [None if one is None else from_answer(one) for one in all_] for name, all_ in SHARED["each"].items()
        },
        position=vector.get("position", 0),
        columns=vector.get("columns", {}),
    )


def tree_of(vector: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    scope = Scope(home=SHARED["home"], here=vector.get("here"), levels=vector.get("levels", 0))
    return scope.located(parse(vector["source"], columns=vector.get("columns", {}).keys() | {"region", "vide", "name"}))


def same(found: Value, expected: object) -> bool:
    """Of the same kind and equal; NaN is NaN."""
    if isinstance(expected, dict):
        wanted = float(str(expected["number"]).replace("Infinity", "inf"))
        return isinstance(found, float) and (found == wanted or (math.isnan(found) and math.isnan(wanted)))
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return isinstance(found, float) and found == expected
    return type(found) is type(expected) and found == expected


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["source"])[:60])
def test_the_server_parses_and_evaluates_as_the_phone_does(vector: dict[str, Any]) -> None:
    assert tree_of(vector) == (vector["tree"], [])
    assert same(evaluate(vector["tree"], context_of(vector)), vector["expected"])


def test_a_vector_that_expects_something_else_would_be_caught() -> None:
    assert not same(evaluate(parse("1 + 1"), Context()), 3)
    assert not same(evaluate(parse("'2'"), Context()), 2)
    assert not same(evaluate(parse("true()"), Context()), 1)


def test_every_function_and_operator_has_a_vector() -> None:
    assert len(VECTORS) >= 150
    used = frozenset[str]().union(*(calls(vector["tree"]) for vector in VECTORS))
    assert used >= ARITY.keys()


def test_what_can_be_parsed_can_be_evaluated() -> None:
    assert ARITY.keys() == {*FUNCTIONS, *OPERATORS, "neg"} - {"true", "false"}


@pytest.mark.parametrize(
    ("source", "code", "position"),
    [
        ("", "empty", 0),
        ("   ", "empty", 0),
        ("1 +", "ends-early", 3),
        ("(1", "ends-early", 2),
        ("1 )", "unexpected", 2),
        ("1 2", "unexpected", 2),
        ("= 1", "unexpected", 0),
        ("selected(${a})", "arguments", 0),
        ("pulldata('x')", "unknown-function", 0),
        ("position(${a})", "unexpected", 9),
        ("position(../name)", "unexpected", 12),
        ("region = ${a}", "bare-name", 0),
        ("../a = 1", "path", 0),
        ("/data/a", "path", 0),
        ("a/b", "path", 0),
        ("./a", "path", 0),
        ("${a}[1]", "path", 4),
        ("oui = 1", "bare-name", 0),
        ("${a b}", "bad-reference", 0),
        ("${last-saved#a}", "last-saved", 0),
        ("'abc", "text-not-closed", 0),
        ("${a} = ‘oui’", "curly-quote", 7),
        ("1 ; 2", "bad-character", 2),
        ("#", "bad-character", 0),
        ("regex(., ${a})", "not-literal", 0),
        ("regex(., '(a+)+')", "pattern", 0),
        ("format-date(today(), '%B')", "date-format", 0),
        ("format-date(today(), '%')", "date-format", 0),
        ("jr:choice-name(${a}, 'a')", "choice-name", 0),
        ("(" * 200 + "1" + ")" * 200, "too-deep", DEEPEST),
        ("-" * 200 + "1", "too-deep", 0),
        ("1" * 10_001, "too-long", 10_000),
    ],
)
def test_adjoua_gets_the_syntax_error_and_its_position(source: str, code: str, position: int) -> None:
    with pytest.raises(ExpressionError) as fault:
        parse(source)
    assert (fault.value.code, fault.value.position) == (code, position)
    assert fault.value.sentence("fr") != fault.value.sentence("en")


def test_every_fault_of_an_expression_has_a_translated_message() -> None:
    for code, (french, english) in EXPRESSION.items():
        assert french, code
        assert english, code


def test_a_condition_of_three_hundred_choices_stays_flat() -> None:
    tree = parse(" or ".join(f"selected(${{causes}}, 'c{number}')" for number in range(300)))
    assert depth(tree) == 3
    assert evaluate(tree, Context({"causes": "c1 c299"})) is True


def test_the_questions_an_expression_speaks_of_are_known() -> None:
    assert references(parse("if(${a} > 1, jr:choice-name(${b}, '${c}'), .)")) == {"a", "b", "c"}


def test_two_rows_of_operators_never_share_one() -> None:
    assert sorted(operator for level in LEVELS for operator in level) == sorted(OPERATORS)


def unparse(tree: dict[str, Any]) -> str:
    """The text of a tree, every operation in parentheses."""
    if "ref" in tree:
        return f"${{{tree['ref']}}}"
    if "self" in tree:
        return "."
    if "lit" in tree:
        return literal(tree["lit"])
    name, args = tree["call"], tree["args"]
    if name == "jr:choice-name":
        return f"jr:choice-name({unparse(args[0])}, '${{{args[1]['lit']}}}')"
    written = [unparse(each) for each in args]
    if name == "neg":
        return f"(-{written[0]})"
    if name in OPERATORS:
        return "(" + f" {name} ".join(written) + ")"
    return f"{name}({', '.join(written)})"


def literal(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true()" if value else "false()"
    if isinstance(value, str):
        quote = '"' if "'" in value else "'"
        return f"{quote}{value}{quote}"
    return format(value, ".17g") if isinstance(value, int) else format(value, ".25f")


NAMES = st.sampled_from(["age", "domaine", "q_1"])
LEAVES = st.one_of(
    st.integers(0, 2**53 - 1).map(lambda value: {"lit": value}),
    st.text(st.characters(exclude_characters="'", exclude_categories=["Cs"]), max_size=8).map(lambda v: {"lit": v}),
    st.booleans().map(lambda value: {"lit": value}),
    NAMES.map(lambda name: {"ref": name}),
    st.just({"self": True}),
)
FREE = sorted(ARITY.keys() - {"regex", "format-date", "jr:choice-name", "position"})


def call_of(children: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    def arguments(name: str) -> st.SearchStrategy[dict[str, Any]]:
        least, most = ARITY[name]
        return st.lists(children, min_size=least, max_size=min(most, 4)).map(lambda args: {"call": name, "args": args})

    fixed = st.tuples(
        children, st.sampled_from([("regex", "[a-z]+"), ("format-date", "%d/%m"), ("jr:choice-name", "q")])
    )
    return st.one_of(
        st.sampled_from(FREE).flatmap(arguments),
        fixed.map(lambda pair: {"call": pair[1][0], "args": [pair[0], {"lit": pair[1][1]}]}),
    )


TREES: st.SearchStrategy[dict[str, Any]] = st.recursive(LEAVES, call_of, max_leaves=12)
EXTREMES = st.sampled_from([1e300, -1e300, 2**53, 1e-300, "2026-11-23", "9999-12-31T23:59Z", "a b"])
ANY_TREES = st.recursive(st.one_of(LEAVES, EXTREMES.map(lambda value: {"lit": value})), call_of, max_leaves=12)
ANSWERS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.lists(st.text(max_size=4), max_size=4),
)


@given(TREES.filter(lambda tree: depth(tree) < DEEPEST - 1))
def test_what_is_written_out_is_read_back_as_it_was(tree: dict[str, Any]) -> None:
    assert parse(unparse(tree)) == tree


@given(ANY_TREES, st.dictionaries(NAMES, ANSWERS), ANSWERS)
def test_any_expression_comes_to_a_value(tree: dict[str, Any], answers: dict[str, object], own: object) -> None:
    values = {name: from_answer(answer) for name, answer in answers.items()}
    found = evaluate(tree, Context(values, own=from_answer(own), today="2026-11-23", now="2026-11-23T09:12Z"))
    assert isinstance(found, str | float | bool)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.sampled_from(sorted(ARITY))
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["call", "args", "lit", "ref", "self", "x"]), inner, max_size=3),
    ),
    max_leaves=15,
)


@given(JSON)
def test_a_broken_tree_is_an_empty_text_and_never_a_crash(tree: object) -> None:
    assert isinstance(evaluate(tree, Context({"age": 3.0}, own="x")), str | float | bool)


def test_a_tree_too_deep_is_cut_off() -> None:
    tree: dict[str, Any] = {"lit": 1}
    for _ in range(100_000):
        tree = {"call": "neg", "args": [tree]}
    assert math.isnan(float(evaluate(tree, Context())))


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_a_clear_fault(source: str) -> None:
    try:
        assert parse(source)
    except ExpressionError as error:
        assert 0 <= error.position <= max(len(source), 1)
        assert error.sentence("fr")
        assert error.sentence("en")
