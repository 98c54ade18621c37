"""What reviewers may do with a record: each module here is one action, its `ACTION`. Nothing else names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from feedback_app.base.discovery import modules
from feedback_app.review.case import Action


def find_actions(path: Iterable[str], package: str) -> tuple[Action, ...]:
    """The actions in a folder of modules, in the order in which they are offered."""
    actions: list[Action] = [module.ACTION for module in modules(path, package)]
    return tuple(sorted(actions, key=lambda one: one.rank))


ACTIONS = find_actions(__path__, __name__)
_BY_CODE = {one.code: one for one in ACTIONS}


def by_code(code: str | None) -> Action | None:
    """The action of that code; None when there is none."""
    return _BY_CODE.get(code or "")


def lets_in(code: str) -> bool:
    """Whether the action of a decision released a revision from quarantine."""
    found = by_code(code)
    return found is not None and found.lets_in


def texts() -> Iterator[tuple[str, tuple[str, str]]]:
    """Rows for a table of texts: `did.CODE` and so on."""
    return ((f"{what}.{one.code}", pair) for one in ACTIONS for what, pair in one.words.items())
