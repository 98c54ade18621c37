"""What a phone hands over is written into its row now and then, and none of it is forgotten meanwhile."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.enrol.budget import COUNTED, LIMITS, Amounts
from feedback_app.exchange.uncounted import SHARE, to_count


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 3), st.booleans()), max_size=60))
def test_all_that_a_phone_handed_over_is_written_or_waits_and_what_waits_is_little(
    exchanges: list[tuple[int, int, bool]],
) -> None:
    phone, written = uuid.uuid4(), Amounts()
    for entries, malformed, is_due in exchanges:
        delivered = Amounts(entries=entries, bytes=entries * 4000, malformed=malformed)
        if (now := to_count(phone, delivered, is_due=is_due)) is not None:
            written = plus(written, now)
    waiting = to_count(phone, Amounts(), is_due=True) or Amounts()
    assert all(getattr(waiting, name) * SHARE < getattr(LIMITS, name) or not getattr(waiting, name) for name in COUNTED)
    total = plus(written, waiting)
    assert (total.entries, total.malformed) == (sum(one[0] for one in exchanges), sum(one[1] for one in exchanges))


def plus(one: Amounts, other: Amounts) -> Amounts:
    return Amounts(*(getattr(one, name) + getattr(other, name) for name in COUNTED))
