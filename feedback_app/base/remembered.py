"""Look-ups that a request asks once. `functools.cache` does the same; making one costs ten calls, at each request."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class _Known(dict[Any, Any]):
    def __init__(self, find: Callable[[Any], Any], known: Mapping[Any, Any]) -> None:
        super().__init__(known)
        self._find = find

    def __missing__(self, key: Any) -> Any:
        found = self[key] = self._find(key)
        return found


def remembered(find: Callable[[Key], Found], known: Mapping[Key, Found] | None = None) -> Callable[[Key], Found]:
    """`find`, asked once for each key; not for those that are `known`."""
    return _Known(find, known or {}).__getitem__
