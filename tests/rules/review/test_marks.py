"""The words that flags and tags are stored as: nobody can write one into a record, or look for one by accident."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.base.folding import fold
from feedback_app.review.marks import LONGEST_TAG, as_tag, flag_mark, flags_in, marks_of, tag_mark, tags_in
from feedback_app.review.screening.kinds import FlagKind

TAGS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20).map(as_tag).filter(bool)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Saison  SÈCHE ", "saison-sèche"),
        ("saison-sèche", "saison-sèche"),
        ("#forage", "forage"),
        ("2026", "2026"),
        ("ماء", "ماء"),
        ("", None),
        ("  - ", None),
        ("=SUM(1)", None),
        ("<b>", None),
        ("a!b", None),
        ("a" * (LONGEST_TAG + 1), None),
    ],
)
def test_a_tag_is_a_few_plain_words(text: str, tag: str | None) -> None:
    assert as_tag(text) == tag


@given(st.sets(st.sampled_from(list(FlagKind))), st.sets(TAGS, max_size=10))
def test_what_is_stored_is_read_again(flags: set[FlagKind], tags: set[str]) -> None:
    marks = marks_of(flags, tags)
    assert set(flags_in(marks)) == set(flags) and set(tags_in(marks)) == tags


@given(TAGS)
def test_a_tag_stays_itself(tag: str) -> None:
    assert as_tag(tag) == tag


@given(st.text(max_size=60), TAGS, st.sampled_from(list(FlagKind)))
def test_no_text_that_is_searched_holds_a_mark(text: str, tag: str, kind: FlagKind) -> None:
    assert tag_mark(tag) not in fold(text + tag_mark(tag)) and flag_mark(kind) not in fold(text + flag_mark(kind))


@given(TAGS, TAGS)
def test_the_mark_of_one_tag_is_in_no_other(one: str, other: str) -> None:
    assert one == other or tag_mark(one) not in marks_of((), [other])
