"""The queue's filters as an address carries them."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.queue.query import Query, read_query


def test_adjouas_filters_survive_the_way_to_a_record_and_back() -> None:
    query = Query(tab="accepted", q="pompe & eau", place="V1", clock="1")
    assert read_query(dict(parse_qsl(query.address()))) == query
    assert Query().address() == ""
    assert Query(after="12").address() == ""
    assert Query().address(after=12) == "after=12"


@given(st.dictionaries(st.sampled_from([*Query.__dataclass_fields__, "junk"]), st.text(max_size=300), max_size=8))
def test_any_address_is_a_query(args: dict[str, str]) -> None:
    query = read_query(args)
    query.states, query.author_id(), query.position("after"), query.day("since"), query.day("until")
    assert isinstance(query.address(), str)
