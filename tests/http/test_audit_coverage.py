"""Whatever a person changes at the desk is noted, or is listed here with the reason why not. A new route that does
neither fails."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from feedback_app.base.http import EchoFlask
from schemas.vocabulary import vocabulary
from tests.http.permissions.requests import (
    BREACH,
    HERE,
    NEED,
    PHONE,
    PHOTO,
    RECORD,
    REQUESTS,
    SET,
    SOLUTION,
    THEME,
    WORD,
    Request,
)
from tests.http.test_permissions import Answers, Prepared, app, joins, prepared, staff_routes

__all__ = ["app", "prepared"]

CATCHES_UP = "takes in what jobs would take in a moment later; decides nothing"
EXEMPT: Mapping[str, str] = {
    "POST /desk/": CATCHES_UP,
    "POST /desk/records/<programme>/<uuid:record_id>": CATCHES_UP,
    "POST /desk/portfolio/": CATCHES_UP,
    "POST /desk/board": CATCHES_UP,
    f"POST {NEED}": CATCHES_UP,
    "POST /desk/admin/prompts": CATCHES_UP,
    "POST /desk/records/<programme>/<uuid:record_id>/reading": "the row of the first reading says who read and when; "
    "of a sensitive record, opening its page is noted",
    "POST /desk/sets": "settles which records are meant; what is decided about them is noted",
    "POST /desk/views": "a name for a list, which shows nobody more than their area",
    "POST /desk/views/<uuid:view_id>/remove": "forgets a name for a list",
    **dict.fromkeys(
        (f"POST /desk/protection/{act}" for act in ("triage", "referrals", "close")),
        "the log is read by others, who must not learn that there are reports; a report's rows say who and when",
    ),
    "POST /desk/practice": "begins to practise; that an attempt is finished is noted",
    "POST /desk/me/confirm": "changes nothing; what it is asked for is noted, and a wrong password",
    "POST /desk/second-factor/confirm": "asks for a factor",
    "POST /desk/linked-account/confirm": "asks for a factor",
    "POST /desk/admin/instruments/look": "shows what a file would change; the form is noted when it is published",
}
"""Routes that change something and note nothing."""
INSTEAD: Mapping[str, str] = {
    f"POST {THEME}/remove": "refused while a need is assigned to it",
    **dict.fromkeys(
        (f"POST {THEME}/join", f"POST {THEME}/undo"),
        "there is no other theme, and nothing to undo; `portfolio/test_theme_lines.py` does both",
    ),
    **dict.fromkeys(
        (one.name for one in REQUESTS if one.rule.startswith("/desk/portfolio/<programme>/suggestions")),
        "nothing is suggested; `portfolio/test_suggested_themes.py` answers and undoes, and looks at what is noted",
    ),
    f"POST {PHOTO}": "a voice is no photo; of a photo, `review/test_blurred_photos.py` asks",
    "POST /desk/protection/keys": "no key: a browser makes it; `test_protection_reports.py` looks at one",
    **dict.fromkeys(
        (f"POST /desk/protection/wraps{act}" for act in ("", "/own", "/remove")),
        "no key; `test_protection_passphrases.py` looks at what is noted",
    ),
    "POST /desk/practice/<uuid:attempt_id>": "an attempt is of who made it; `review/test_practice.py` finishes one",
    **dict.fromkeys(
        (one.name for one in REQUESTS if one.rule.startswith("/desk/partner/")),
        "for who speaks for an organisation; `portfolio/test_partners_door.py` looks at what is noted",
    ),
    f"POST {SOLUTION}/remove": "refused while it answers a need",
    f"POST {NEED}/tie": "assigned so already",
    "POST /desk/portfolio/<programme>/ties": "assigned so already",
    "POST /desk/admin/places": "the first of two steps",
    "POST /desk/admin/projects": "the first of two steps",
    "POST /desk/csr/<programme>/load": "the first of two steps; `csr/test_sheet_import.py` takes the second",
    f"POST {PHONE}/move": "the first of two steps",
    "POST /desk/admin/prompts/<instrument>/<language>/withdraw": "nothing was recorded",
    "POST /desk/admin/withdrawals": "hidden already",
    **dict.fromkeys(
        (f"POST {RECORD}/{what}" for what in ("flags/dismiss", "flags/restore", "tags/remove")),
        "it is flagged for nothing, and has no tag; `test_flags.py` looks at one that is",
    ),
    f"POST {RECORD}/correction/undo": "nothing was corrected; `test_corrections.py` takes back what was",
    **dict.fromkeys((f"POST {SET}/{what}" for what in ("decision", "run", "undo")), "a set is of who made it"),
    **dict.fromkeys(
        ("POST /desk/second-factor", "POST /desk/second-factor/totp", "POST /desk/second-factor/passkey"),
        "the first of two steps, or nothing to end it with",
    ),
    **dict.fromkeys(("POST /desk/linked-account", "POST /desk/linked-account/back"), "there is no provider here"),
}
"""Routes whose request in the list of all requests changes nothing. What does is in a test of this file, of
`test_audit_of_accounts.py`, or of the file that is named."""


def changing() -> list[Request]:
    """The requests that change something, and are to be noted."""
    return [one for one in REQUESTS if one.method != "GET" and not one.variant and one.name not in {*EXEMPT, *INSTEAD}]


def rows(answers: Answers) -> list[tuple[str, str, str]]:
    """What is noted."""
    with closing(sqlite3.connect(answers.database)) as raw:
        return raw.execute("select event, about, details from audit_event order by id").fetchall()


def send(answers: Answers, request: Request) -> tuple[int, list[str]]:
    """The answer to a request, and what was noted of it."""
    before = len(rows(answers))
    answer = request.send(answers.client, answers.things, answers.token)
    return answer.status_code, [event for event, _, _ in rows(answers)[before:]]


def unnoted(answers: Answers, requests: list[Request]) -> list[str]:
    """Requests that were refused, or of which nothing was noted; each as if nobody had asked anything before."""
    found = []
    for one in requests:
        status, events = send(answers, one)
        if status >= 400 or not events:
            found.append(f"{one.name}: {status}")
        answers._copy(answers.before, answers.database)
    return found


@pytest.fixture
def answers(app: EchoFlask, prepared: Prepared) -> Answers:
    """What Bintou, who coordinates the programme, is answered."""
    return Answers(app, joins(app, "coordinator", "all of the programme"), prepared.things)


def test_every_route_by_which_staff_change_something_notes_it(answers: Answers) -> None:
    assert unnoted(answers, changing()) == []


def test_a_route_that_notes_nothing_would_be_noticed(answers: Answers) -> None:
    catch_up = next(one for one in REQUESTS if one.name == "POST /desk/")
    assert unnoted(answers, [catch_up]) == ["POST /desk/: 303"]


def test_no_route_is_listed_that_is_not_there_or_twice(app: EchoFlask) -> None:
    assert {*EXEMPT, *INSTEAD} <= staff_routes(app)
    assert not EXEMPT.keys() & INSTEAD.keys()


@pytest.mark.parametrize(
    ("method", "rule", "form", "events"),
    [
        ("POST", f"{PHONE}/move", {"place": "V1", "instruments": "besoin", "sure": "yes"}, ["phone_moved"]),
        ("POST", f"{NEED}/tie", {"new_theme": "Autre"}, ["theme_proposed", "need_assigned"]),
        (
            "POST", "/desk/portfolio/<programme>/ties", {"record": "need_id", "new_theme": "Autre"},
            ["theme_proposed", "need_assigned"],
        ),
        (
            "POST", "/desk/admin/prompts/<instrument>/<language>/withdraw", {"part": "texte"}, ["prompt_withdrawn"],
        ),
        ("POST", "/desk/admin/withdrawals", {"code": "need_code", "who": "Mariam"}, ["record_suspended"]),
    ],
)  # fmt: skip
def test_what_changes_something_is_noted(
    answers: Answers, method: str, rule: str, form: Mapping[str, str], events: list[str]
) -> None:
    assert send(answers, Request(method, rule, {**HERE, **form})) == (303, events)


@pytest.mark.parametrize("kind", ["places", "projects"])
def test_a_file_is_noted_once_it_is_loaded_not_when_it_is_looked_at(answers: Answers, kind: str) -> None:
    look = next(one for one in REQUESTS if one.name == f"POST /desk/admin/{kind}")
    shown = look.send(answers.client, answers.things, answers.token)
    before = len(rows(answers))
    form = shown.text[shown.text.rindex("<form") :]
    fields = dict(re.findall(r'name="(packed|filename|encoding|seen|programme)" value="([^"]*)"', form))
    done = answers.client.post(f"/desk/admin/{kind}", data=fields | {"csrf": answers.token})
    assert (done.status_code, [one[0] for one in rows(answers)[before:]]) == (200, [f"{kind}_loaded"])


@pytest.mark.parametrize(
    ("made", "events"),
    [("themes", ["theme_proposed", "theme_removed"]), ("solutions", ["solution_proposed", "solution_removed"])],
)
def test_what_is_made_and_removed_again_is_noted_twice(answers: Answers, made: str, events: list[str]) -> None:
    before = len(rows(answers))
    form = {"csrf": answers.token, "title": "Pour peu de temps"}
    assert answers.client.post(f"/desk/portfolio/pilote/{made}", data=form).status_code == 303
    found = str(rows(answers)[-1][1]).partition(":")[2]
    assert answers.client.post(f"/desk/portfolio/pilote/{made}/{found}/remove", data=form).status_code == 303
    assert [one[0] for one in rows(answers)[before:]] == events


def test_what_is_decided_about_several_records_at_once_is_noted_for_each_and_so_is_its_undoing(
    answers: Answers,
) -> None:
    form, before = {"csrf": answers.token}, len(rows(answers))
    mine = answers.client.post("/desk/sets", data=form | {"record": answers.things.values["record_id"]}).headers[
        "Location"
    ]
    for step in ("decision", "run", "undo"):
        assert answers.client.post(f"{mine}/{step}", data=form | {"action": "accept"}).status_code == 303
    assert [one[0] for one in rows(answers)[before:]] == [
        "record_decided", "set_decided", "record_decided", "set_undone",
    ]  # fmt: skip


def test_a_breach_is_noted_and_closed_once_the_authority_has_heard_of_it(answers: Answers) -> None:
    before, at = len(rows(answers)), "/desk/admin/rights/breaches"
    form = {"csrf": answers.token, "programme": "pilote"}
    assert answers.client.post(at, data=form | BREACH).status_code == 303
    breach = str(rows(answers)[-1][1]).partition(":")[2]
    assert answers.client.post(f"{at}/{breach}", data=form | {"authority": "yes"}).status_code == 303
    assert [one[0] for one in rows(answers)[before:]] == ["breach_noted", "breach_closed"]


def test_what_is_noted_of_all_requests_has_no_word_of_anybody(answers: Answers) -> None:
    for one in REQUESTS:
        one.send(answers.client, answers.things, answers.token)
    noted = rows(answers)
    assert len(noted) > 40
    written = json.dumps(noted)
    assert [word for word in (WORD, "Awa", "Bintou", "Mariam", "0700000000", "Neuf", "titre") if word in written] == []


def test_every_event_of_the_list_is_noted_somewhere() -> None:
    sources = (Path(__file__).parents[2] / "feedback_app").rglob("*.py")
    text = "\n".join(path.read_text() for path in sources)
    assert [code for code in vocabulary("audit_events").codes if f'"{code}"' not in text] == []
