"""What is the same for everybody is made once, however many ask at the same moment, and a bounded part is stored."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from feedback_app.base.answer_cache import AnswerCache
from feedback_app.base.representations import PreparedBody


def body(size: int) -> PreparedBody:
    return PreparedBody(b"x" * size, is_packed=False, kind="image/png", etag=str(size))


def test_five_hundred_people_who_ask_at_once_get_what_was_made_once() -> None:
    cache, made, go = AnswerCache(), [], Event()

    def make() -> PreparedBody:
        go.wait(10)
        made.append(1)
        return body(10)

    got: list[PreparedBody] = []
    people = [Thread(target=lambda: got.append(cache.get("page", make))) for _ in range(500)]
    for one in people:
        one.start()
    go.set()
    for one in people:
        one.join()
    assert len(made) == 1 and len({id(one) for one in got}) == 1 and len(got) == 500


def test_there_is_a_bound_and_what_was_asked_for_last_stays() -> None:
    cache, made = AnswerCache(room=25), []

    def get(name: str, size: int = 10) -> None:
        cache.get(name, lambda: made.append(name) or body(size))  # type: ignore[func-returns-value]

    for name in ("a", "b", "a", "c", "a"):
        get(name)
    assert made == ["a", "b", "c"]
    get("b")
    assert made == ["a", "b", "c", "b"]
    get("too large", 26)
    get("too large", 26)
    assert made[-2:] == ["too large", "too large"]


def test_nothing_is_stored_of_what_fails() -> None:
    cache = AnswerCache()

    def fail() -> PreparedBody:
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError, match=r"^$"):
            cache.get("page", fail)
    assert cache.get("page", lambda: body(1)).body == b"x"
