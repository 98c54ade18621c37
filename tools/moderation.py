"""`python -m tools.moderation`: writes into `docs/moderation.md` the states of a record and the reasons of reviewers.

Above the line `<!-- from the code -->` the page is written by hand; below it is what the state machine and the
vocabularies say, in French. A test compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from feedback_app.review.case import CaseState, state_after_action, state_after_revision
from feedback_app.review.decisions.desk_actions import ACTIONS
from schemas.states import State
from schemas.vocabulary import vocabulary

PAGE = Path(__file__).parents[1] / "docs" / "moderation.md"
MARK = "<!-- from the code -->"
NEXT_REV = 2


def written() -> str:
    """The page as it should be."""
    by_hand = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    return f"{by_hand}{MARK}\n\n{diagram()}\n{reasons()}"


def transitions() -> Iterator[tuple[str, str, str]]:
    """(state before, state after, why), as the state machine says for each state that a case can be in."""
    yield "[*]", state_after_revision(None, 1).state, "arrive"
    yield "[*]", state_after_revision(None, 0).state, "arrive et ne convient pas"
    for state, rev in [*((state, 1) for state in _reached()), (State.QUARANTINED, 0), (State.REJECTED, 0)]:
        before = CaseState(state, rev)
        for action in ACTIONS:
            after = state_after_action(before, action, rev=NEXT_REV if action.lets_in else None)
            if after is not None and action.gives_back:
                yield from ((state, earlier, action.words["action"][0]) for earlier in _leading_to(state))
                continue
            if after is not None and after.state != state and (not action.lets_in or state is State.QUARANTINED):
                yield state, after.state, action.words["action"][0]
        newer = state_after_revision(before, NEXT_REV)
        if rev and newer.state != state:
            yield state, newer.state, "nouvelle révision"


def _leading_to(state: State) -> list[State]:
    """The states from which an action leads to this one."""
    return [one for one in State if any(action.leads.get(one) == state for action in ACTIONS)]


def _reached() -> list[State]:
    """The states of a case of which a revision counts."""
    found = {State.RECEIVED, *(after for action in ACTIONS for after in action.leads.values())}
    return [state for state in State if state in found and state is not State.QUARANTINED]


def diagram() -> str:
    """The states and what leads from one to another, as a Mermaid diagram."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for before, after, why in transitions():
        arrows.setdefault((before, after), []).append(why)
    named = dict.fromkeys(state for arrow in arrows for state in arrow if state != "[*]")
    lines = [f'  state "{_name(state)}" as {state}' for state in named]
    lines += [f"  {before} --> {after}: {', '.join(dict.fromkeys(why))}" for (before, after), why in arrows.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```", ""])


def _name(state: str) -> str:
    term = vocabulary("states").get(state)
    return (term.attributes.get("desk_fr") or term.label["fr"]) if term else state


def reasons() -> str:
    """Each decision with its reasons, and what the author is answered."""
    parts = []
    for action in ACTIONS:
        terms = [term for term in vocabulary("reasons").terms if action.code in term.many("for")]
        if terms:
            rows = [f"| {term.label['fr']} | {term.texts('say').get('fr', '')} |" for term in terms]
            head = f"### {action.words['action'][0]}\n\n| raison | ce que l’auteur entend |\n|---|---|"
            parts.append("\n".join([head, *rows, ""]))
    return "\n".join(["## Les raisons, et ce que l’auteur entend", "", *parts])


def main() -> None:
    """Writes the page."""
    PAGE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
