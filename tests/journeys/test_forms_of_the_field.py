"""Forms that others wrote, imported as the Lab would, are filled in on the phone from the first screen to the last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from feedback_app.forms.importing import read_file
from feedback_app.forms.xlsform.issue import XlsformError
from tests.journeys.demo_phone import open_at
from tests.journeys.test_phone_screens import go_on

PHOTO = Path(__file__).parents[2] / "static" / "pwa" / "icons" / "icon-192.png"
MOST_SCREENS = 150

EVERY_KIND = """| survey |
| | type | name | label | required | parameters | default | read_only | calculation | choice_filter | appearance | repeat_count |
| | start | debut | | | | | | | | | |
| | text | nom | Quel puits ? | yes | | Puits 1 | | | | | |
| | integer | familles | Combien de familles ? | yes | | | | | | | |
| | decimal | litres | Combien de litres ? | yes | | | | | | | |
| | range | note | Quelle note ? | yes | start=1 end=5 step=1 | | | | | | |
| | range | degres | Combien de degrés ? | yes | start=0 end=40 step=0.5 | | | | | | |
| | date | jour | Quel jour ? | yes | | today() | | | | | |
| | time | heure | À quelle heure ? | yes | | | | | | | |
| | dateTime | quand | Quand exactement ? | yes | | | | | | | |
| | select_one regions | region | Quelle région ? | yes | | | | | | | |
| | select_one villes | ville | Quelle ville ? | yes | | | | | region = ${region} | minimal | |
| | select_multiple regions or_other | autres | Quelles autres ? | yes | | | | | | | |
| | rank regions | ordre | Dans quel ordre ? | yes | | | | | | | |
| | acknowledge | vu | C’est noté ? | yes | | | | | | | |
| | text | resume | En bref | | | | yes | concat(${nom}, ', ', ${familles}) | | | |
| | begin_repeat | visites | Visites | | | | | | | | 2 |
| | calculate | tour | | | | | | position(..) | | | |
| | text | qui | Qui est venu la fois ${tour} ? | yes | | | | | | | |
| | end_repeat | | | | | | | | | | |
| | calculate | cle | | | | | | once(uuid()) | | | |
| choices |
| | list_name | name | label | region |
| | regions | poro | Poro | |
| | regions | gbeke | Gbêkê | |
| | villes | korhogo | Korhogo | poro |
| | villes | bouake | Bouaké | gbeke |
| settings |
| | form_title | form_id | version | default_language |
| | Tout | tout | 1 | French (fr) |
"""


def fill_in(page: Page, demo: str, definition: Any) -> dict[str, Any]:
    """Answers whatever is asked, up to the review; the answers as the draft has them."""
    open_at(page, demo, instruments=[definition])
    page.locator(".door").first.click()
    page.locator(".tile").first.click()
    for _ in range(MOST_SCREENS):
        go_on(page)
        if page.url.endswith("/review"):
            break
        answer(page)
    assert page.url.endswith("/review"), page.url
    expect(page.locator(".note.warn")).to_have_count(0)
    found: dict[str, Any] = page.evaluate("app.drafts.all.value[0].answers")
    return found


def answer(page: Page) -> None:
    """Whatever the screen asks, the first valid answer."""
    today = page.evaluate("new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10)")
    for kind, value in (("date", today), ("time", "09:30"), ("datetime-local", f"{today}T09:30")):
        each(page.locator(f"main input[type={kind}]"), value, instead=True)
    each(page.locator("main input[inputmode=numeric]"), "3")
    each(page.locator("main input[inputmode=decimal]"), "2,5")
    each(page.locator("main input[type=text]:not([inputmode]), main textarea"), "Rien à signaler")
    for group in page.locator("main [role=radiogroup]").all():
        if group.locator("label").count():  # a filter may leave nothing to choose
            group.locator("label").first.click()
    for group in page.locator("main [role=group]:has(input[type=checkbox])").all():
        for tile in group.locator("label").all()[: 99 if group.locator(".rank").count() else 1]:
            tile.click()
    for slider in page.locator("main input[type=range]").all():
        slider.press("ArrowRight")
    for file in page.locator("main input[type=file]").all()[:1]:
        file.set_input_files(PHOTO)
        page.wait_for_timeout(200)
    for one in range(page.locator("main .times li").count()):
        page.locator("main .times button.line").nth(one).click()
        expect(page.locator("main .times")).to_have_count(0)
        while not page.locator("main .times").count():
            answer(page)
            go_on(page)


def each(fields: Locator, value: str, *, instead: bool = False) -> None:
    """Fills them; what the form says beforehand stays, unless it is said instead."""
    for field in fields.all():
        if instead or not field.input_value():
            field.fill(value)
            field.blur()


def test_every_kind_of_question_takes_an_answer(phone: Page, demo: str) -> None:
    definition = read_file(EVERY_KIND.encode(), "tout.md").definition
    answers = fill_in(phone, demo, json.loads(json.dumps(definition)))
    assert answers["nom"] == "Puits 1"
    assert (answers["familles"], answers["litres"], answers["note"], answers["degres"]) == (3, 2.5, 1, 0.5)
    assert (answers["heure"], answers["quand"][10:16]) == ("09:30", "T09:30")
    assert (answers["region"], answers["ville"]) == ("poro", "korhogo")
    assert (answers["autres"], answers["ordre"], answers["vu"]) == (["poro"], ["poro", "gbeke", "other"], "OK")
    assert [visit["qui"] for visit in answers["visites"]] == ["Rien à signaler"] * 2
    assert len(answers["cle"]) == 36
    assert answers["debut"].startswith("20")


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_real_forms_that_come_in_are_filled_in(phone: Page, demo: str, shared: Path) -> None:
    filled = []
    for path in sorted((shared / "xlsforms").glob("*.xls*")):
        try:
            definition = read_file(path.read_bytes(), path.name, as_text=True).definition
        except XlsformError:
            continue  # its faults are reported: tests/http/test_instrument_import.py
        fill_in(phone, demo, json.loads(json.dumps(definition)))
        filled.append(path.name)
    assert len(filled) >= 9
