"""Patterns of `regex()`: what is refused, what is rewritten, and that none can be made to run for ever."""

from __future__ import annotations

import time
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.forms.engine.pattern import LONGEST_TEXT, PatternError, matches, plain_pattern


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (r"^\d{10}$", "[0-9]{10}"),
        (r"\w+", "[A-Za-z0-9_]+"),
        (r"\S", r"[^ \t\n\r\f\v]"),
        ("a.b", r"a[^\n]b"),
        ("(oui|non)", "(?:oui|non)"),
        (r"[\w.-]+@x", r"[A-Za-z0-9_\.\-]+@x"),
        ("[aab]", "[ab]"),
        ("}", r"\}"),
        (r"\'", "'"),
    ],
)
def test_a_pattern_is_rewritten_so_that_both_ends_read_it_alike(written: str, plain: str) -> None:
    assert plain_pattern(written) == plain
    assert plain_pattern(plain) == plain


@pytest.mark.parametrize(
    "written",
    [
        "(a+)+", "(a*)*", "(a|a)*", "(a|b){20}", "(a?){50}", "(a?b)*", "a?" * 30, "a*" * 5, "a{1,200}" * 4,
        r"(a)\1", "(?=a)", "(?<n>a)", "(?i)a", "a+?", "a**", "*a", "a{2", "a{3,2}", "a{999}", "[b-a]", "[]", "[a",
        "[[:alpha:]]", r"\p{L}", r"\bmot\b", r"\u0041", "a^b", "a$b", "a)", "(a", "\\", "(" * 30 + ")" * 30, "a" * 501,
    ],
)  # fmt: skip
def test_what_could_run_for_ever_or_be_read_in_two_ways_is_refused(written: str) -> None:
    with pytest.raises(PatternError) as fault:
        plain_pattern(written)
    french, english = fault.value.reasons
    assert french != english
    assert not matches("a", written)


PIECES = st.sampled_from(["a*", "a+", "a?", "(ab)*", "(aa)*", "[ab]*", "a{1,50}", "(a|b)", "(a|b)?", "(a*)?", "b", "a"])


@given(st.lists(PIECES, max_size=9).map("".join))
def test_no_accepted_pattern_takes_long_on_the_worst_answer(written: str) -> None:
    start = time.perf_counter()
    for answer in ("a" * LONGEST_TEXT, "a" * (LONGEST_TEXT - 1) + "c", "ab" * (LONGEST_TEXT // 2)):
        matches(answer, written)
    assert time.perf_counter() - start < 2


@given(st.text("ab01-_.^$*+?()[]{}|\\dwsDWS ,:&~/'é", max_size=12), st.text(max_size=8))
def test_any_text_is_a_pattern_or_a_clear_refusal(written: str, answer: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert matches(answer, written) in {True, False}


def test_an_answer_that_is_too_long_never_matches() -> None:
    assert matches("a" * LONGEST_TEXT, "a*")
    assert not matches("a" * (LONGEST_TEXT + 1), "a*")
