"""The queue's filters as an address carries them."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.queue.chips import chips
from feedback_app.review.queue.query import WAITS, OrderKey, Query, read_query
from feedback_app.review.store import Option
from feedback_app.review.urgency import CLASSES


def test_adjouas_filters_survive_the_way_to_a_record_and_back() -> None:
    query = Query(tab="accepted", q="pompe & eau", place="V1", clock="1")
    assert read_query(dict(parse_qsl(query.address()))) == query
    assert Query().address() == ""
    assert Query(after="12").address() == ""
    assert Query().address(after=12) == "after=12"


def test_whom_a_record_waits_for_is_asked_of_every_tab_and_an_order_of_none() -> None:
    query = read_query({"tab": "accepted", "waits": "author", "order": "newest"})
    assert (query.tab, query.states) == ("all", WAITS["author"])
    assert query.filtered and not query.oldest_first and not query.by_urgency
    assert not read_query({"order": "oldest"}).filtered
    assert read_query({"waits": "nobody", "order": "by chance"}) == Query()


def test_a_page_begins_where_its_own_order_says() -> None:
    assert Query(after="2-12").key("after") == OrderKey(2, 12)
    assert Query(after="12").key("after") is None, "an address of before there was this order begins at the start"
    assert Query(tab="all", after="12").key("after") == OrderKey(0, 12)
    assert Query(after="10-12").key("after") is Query(after="2-x").key("after") is None
    assert str(OrderKey(2, 12)) == "2-12"
    assert all(Query(after=str(OrderKey(one, 12))).key("after") == OrderKey(one, 12) for one in CLASSES)


def test_each_filter_that_is_set_can_be_taken_away_alone() -> None:
    query = Query(q="pompe", place="V1", clock="1", waits="lab", tab="all")
    shown = chips(query, {"place": [Option("V1", "Kongodougou")]}, "fr")
    assert [(one.name, one.value) for one in shown] == [
        ("Mots", "pompe"), ("Lieu", "Kongodougou"), ("Attend", "le Lab"), ("Horloge du téléphone à vérifier", ""),
    ]  # fmt: skip
    left = [set(dict(parse_qsl(one.without))) for one in shown]
    assert left == [
        {"tab", "place", "clock", "waits"},
        {"tab", "q", "clock", "waits"},
        {"tab", "q", "place", "clock"},
        {"tab", "q", "place", "waits"},
    ]


@given(st.dictionaries(st.sampled_from([*Query.__dataclass_fields__, "junk"]), st.text(max_size=300), max_size=8))
def test_any_address_is_a_query(args: dict[str, str]) -> None:
    query = read_query(args)
    query.states, query.author_id(), query.key("after"), query.day("since", dt.UTC), query.day("until", dt.UTC)
    assert isinstance(query.address(), str)
