"""A record's states are one list, `schemas/vocabulary/states.csv`: nothing else names one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from feedback_app.review.decisions.desk_actions import ACTIONS
from feedback_app.review.queue.query import OLDEST_FIRST, TABS
from feedback_app.review.queue.texts import TEXTS as DESK
from schemas import typescript, typescript_states
from schemas.states import PUBLIC, STATES, State, look, tabs
from schemas.vocabulary import Term, Vocabulary, vocabulary
from tests.architecture.state_names import CODES, ROOT, compared, named, sources

HOMES = {"schemas/states.py", *(path.relative_to(ROOT).as_posix() for path in typescript_states.files(STATES))}
"""The one typed place in Python, and what is generated."""

PHONE = "static/pwa/src/"
OTHER_THINGS: Mapping[str, Mapping[str, set[str]]] = {
    "whether a revision of a case waits for release, whatever its state": {
        "feedback_app/review/queue/order_store.py": {"quarantined"},
        "feedback_app/review/tables.py": {"quarantined"},
    },
    "a problem of a form that came too late": {
        "feedback_app/protection/actions.py": {"conflict"},
        "feedback_app/protection/wrapping.py": {"conflict"},
    },
    "columns of counts": {"feedback_app/review/case_inflow_store.py": {"accepted", "rejected"}},
    "an upload or a file carried by hand": {
        "feedback_app/carry/actions.py": {"received"},
        "feedback_app/media/actions.py": {"received"},
        "feedback_app/media/store.py": {"received"},
        "feedback_app/media/tables.py": {"received"},
        "feedback_app/review/record/templates/review/answers.html": {"received"},
        f"{PHONE}app/parts/sync.ts": {"received"},
        f"{PHONE}hand/screen.tsx": {"received"},
        f"{PHONE}i18n/behind-en.ts": {"received"},
        f"{PHONE}i18n/behind-fr.ts": {"received"},
        f"{PHONE}sync/ports.ts": {"received"},
    },
    "what is answered to an entry": {
        "feedback_app/carry/templates/carry/file.html": {"conflict", "quarantined"},
        "schemas/exchange.py": {"conflict", "erased", "quarantined", "received"},
        "sync/engine.py": {"conflict"},
        "sync/entry.py": {"conflict", "erased", "quarantined"},
        f"{PHONE}domain/wire.ts": {"conflict", "erased", "quarantined", "received"},
        f"{PHONE}sync/outbox.ts": {"erased"},
    },
    "why a request failed": {
        "feedback_app/base/problem.py": {"conflict"},
        "feedback_app/enrol/people/actions.py": {"conflict"},
        "feedback_app/enrol/actions.py": {"conflict"},
        "feedback_app/enrol/second_factor/actions.py": {"conflict"},
        f"{PHONE}app/posting.ts": {"rejected"},
        f"{PHONE}domain/failure.ts": {"rejected"},
        f"{PHONE}home/model.ts": {"rejected"},
        f"{PHONE}i18n/en.ts": {"rejected"},
        f"{PHONE}i18n/fr.ts": {"rejected"},
        f"{PHONE}net/http.ts": {"rejected"},
        f"{PHONE}sync/runner.ts": {"rejected"},
    },
    "how far a solution is": {
        "feedback_app/portfolio/solutions/stages.py": {"done", "funded"},
        "feedback_app/portfolio/solutions/templates/portfolio/desk_solution.html": {"funded"},
    },
    "columns": {"feedback_app/ledger/store.py": {"quarantined"}},
    "what a reviewer did, in English": {
        "feedback_app/review/decisions/desk_actions/accept.py": {"accepted"},
        "feedback_app/review/decisions/desk_actions/reject.py": {"rejected"},
    },
}
"""The same words for other things, by what they are there. A word of everyday use is in `EVERYDAY`."""

EVERYDAY = {"draft", "sent", "safe", "read", "done"}
"""Also names of screens, columns and packages: they count only where something called a state is compared with them.
A list of states holds others as well."""


def unknown(path: str, text: str) -> set[str]:
    """What a file names that it should not."""
    allowed = {word for files in OTHER_THINGS.values() for word in files.get(path, set())}
    if path in HOMES:
        return set()
    return (named(text, Path(path).suffix) - EVERYDAY | compared(text)) - allowed


@pytest.fixture(scope="module")
def everything() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sources()}


def test_a_state_is_named_in_its_list_alone(everything: dict[str, str]) -> None:
    wrong = {path: sorted(found) for path, text in everything.items() if (found := unknown(path, text))}
    assert wrong == {}, (
        "Ask schemas/states.py or domain/states.ts. If the word means another thing there, say so in OTHER_THINGS."
    )


def test_what_is_listed_as_another_thing_is_still_there(everything: dict[str, str]) -> None:
    listed = [(path, words) for files in OTHER_THINGS.values() for path, words in files.items()]
    for path in {path for path, _ in listed}:
        expected = set().union(*(words for one, words in listed if one == path))
        assert expected <= named(everything[path], Path(path).suffix), path


@pytest.mark.parametrize(
    ("kind", "offender"),
    [
        (".py", "if case.state == 'accepted':\n    pass\n"),
        (".py", "TEXTS = {'state.in_review': ('Reçu', 'Received')}\n"),
        (".py", """WOVEN = '"state":"in_portfolio"'\n"""),
        (".py", "TEXTS = {f'tab.{State.ACCEPTED}': ('Acceptés', 'Accepted')}\n"),
        (".py", "TABS = {State.REJECTED.value: (State.REJECTED,)}\n"),
        (".ts", "import accepted from '../../pictograms/state-accepted.svg';"),
        (".ts", "const INLINE = {\n  'state-needs_correction': correct,\n};"),
        (".ts", "// why\nconst CLOSED = ['merged', 'rejected'];\n"),
        (".ts", "const TONES = {\n  accepted: 'ok',\n};\n"),
        (".tsx", 'return <i class={state === "needs_correction" ? "warn" : ""} />;'),
        (".ts", "if (record.state === 'done') return;"),
        (".html", "{% if case.state == 'quarantined' %}!{% endif %}"),
        (".css", '.badge[data-state="in_review"]::before { content: "x"; }'),
        (".css", ".state.funded { color: red; }"),
    ],
)
def test_naming_a_state_elsewhere_would_be_noticed(kind: str, offender: str) -> None:
    assert unknown(f"feedback_app/review/made_up{kind}", offender)


def test_comments_and_words_that_only_hold_a_state_s_are_no_offence() -> None:
    assert named("// accepted: 'ok'\n/* 'merged' */\nconst unaccepted = 'unmerged';\n", ".ts") == set()
    assert named('"""A case is accepted."""\nquarantined = True\n', ".py") == set()


def test_what_code_names_is_in_the_list_and_what_a_case_can_become_has_its_own_word_at_the_desk() -> None:
    assert {state.value for state in State} <= STATES.codes
    leads = [pair for action in ACTIONS for pair in action.leads.items()]
    for state in {state for pair in leads for state in pair} | {State.ERASED}:
        assert STATES.get(state) and STATES.get(state).texts("desk"), state  # type: ignore[union-attr]


def test_every_state_has_its_look_its_words_and_its_next_step() -> None:
    for term in STATES.terms:
        assert look(term.code).tone in {"ok", "wait", "warn", "stop"}
        assert term.picture
        assert set(term.texts("next")) == {"fr", "en"}
        assert DESK.say(f"state.{term.code}", lang="fr")
        assert set(term.many("like")) <= STATES.codes


def test_the_desk_s_styles_know_every_tone() -> None:
    styles = (ROOT / "static" / "desk" / "desk.css").read_text(encoding="utf-8")
    for tone in {look(code).tone for code in CODES} - {"wait"}:
        assert f'.badge[data-tone="{tone}"]' in styles


def test_reasons_are_for_what_a_reviewer_does() -> None:
    for term in vocabulary("reasons").terms:
        assert set(term.many("for")) <= {*(action.code for action in ACTIONS), "contest"}, "or people of a place say it"


SHOWN = {
    "open": "To review", "needs_correction": "To correct", "quarantined": "In quarantine", "accepted": "Accepted",
    "rejected": "Rejected", "all": "All",
}  # fmt: skip


def test_what_adjoua_works_on_comes_before_what_she_looks_up_and_each_tab_has_its_words() -> None:
    assert {name: DESK.say(f"tab.{name}", lang="en") for name in TABS}.items() >= SHOWN.items()
    assert [name for name in TABS if name in SHOWN] == list(SHOWN)
    assert {"open", "needs_correction", "quarantined"} == OLDEST_FIRST & SHOWN.keys()
    assert "open" in OLDEST_FIRST and not OLDEST_FIRST & set(tabs("done"))


def test_the_protocol_lists_the_states_that_phones_receive_in_its_order() -> None:
    assert listed((ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")) == PUBLIC


def test_a_state_that_the_protocol_forgot_would_be_noticed() -> None:
    assert (
        listed("The states of a record, in order: `received`, `read`. Each may be taken back.")
        == ("received", "read")
        != PUBLIC
    )


def listed(protocol: str) -> tuple[str, ...]:
    """The states in the sentence about them, each once."""
    sentence = re.search(r"The states of a record, in.*?Each may", protocol, re.DOTALL)
    assert sentence
    return tuple(dict.fromkeys(re.findall(r"`(\w+)`", sentence[0])))


@pytest.mark.parametrize("path", sorted(typescript.files()), ids=lambda path: path.name)
def test_the_phone_s_states_are_fresh(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == typescript.files()[path], "run: python -m schemas.typescript"


def test_one_more_row_is_a_state_everywhere() -> None:
    columns = {
        "tone": "ok",
        "public": "yes",
        "first": "yes",
        "tab": "done",
        "next_fr": "Dites « c’est à l’étude ».",
        "next_en": "It's studied.",
    }
    more = Term("postponed", {"fr": "Remis à plus tard", "en": "Postponed"}, "state-read", columns)
    states = Vocabulary("states", (*STATES.terms, more))
    made = "".join(typescript_states.files(states).values())
    assert "'state-read': picture" in made, "in the first screen's script"
    assert tabs("done", states)[-1] == "postponed"
    assert "export const POSTPONED = 'postponed' as const;" in made
    assert "postponed: 'Remis à plus tard'," in made
    assert "postponed: 'It\\'s studied.'," in made
