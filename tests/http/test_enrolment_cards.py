"""The sheet of cards with which Akissi enrols phones: each is one person's, and its square opens the phone app."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.http.desk import csrf
from tests.http.test_enrolment import enrol_with
from tests.people import World
from tests.qr_reader import read_square

pytestmark = pytest.mark.both_databases


def codes_for(akissi: FlaskClient, *people: str, **fields: str) -> list[str]:
    """The cards of the sheet that Akissi gets for these people."""
    token = csrf(akissi.get("/desk/admin/phones").text)
    form = {"csrf": token, "person": "\n".join(people), "place": "V1", "role": "surveyor", **fields}
    return cards(akissi.post("/desk/admin/codes", data=form).text)


def cards(html: str) -> list[str]:
    return html.split('<li class="card">')[1:]


def code_on(card: str) -> str:
    found = re.search(r'class="code">([A-Z0-9-]+)<', card)
    assert found
    return found[1]


def test_the_square_of_each_card_is_the_link_that_lets_its_person_in(world: World, client: FlaskClient) -> None:
    sheet = codes_for(world.signed_in("akissi"), "Mariam", "Yao", "Affoué")
    assert len({code_on(card) for card in sheet}) == 3
    for card, name in zip(sheet, ("Mariam", "Yao", "Affoué"), strict=True):
        link = read_square(card)
        assert link.endswith(f"/app/#enrol={code_on(card)}")
        assert f'href="{link}"' in card, "it can be sent too"
        enrolled = enrol_with(client, code_on(card))
        assert (enrolled.status_code, enrolled.json["person"]["name"]) == (201, name)  # type: ignore[index]


def test_a_card_says_whose_it_is_for_which_programme_until_when_and_what_to_do(world: World) -> None:
    (card,) = codes_for(world.signed_in("akissi"), "N’Guessan <b>Yao</b>", role="facilitator")
    printed = unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", card, flags=re.DOTALL))
    for words in ("N’Guessan <b>Yao</b>", "animateur", "Visez le carré", "Touchez le lien", "Choisissez un signe"):
        assert words in printed
    assert re.search(r"Valable jusqu’au \d\d/\d\d/\d{4} · sert une fois", printed)
    assert re.search(r"Écho · \w+", printed), "its programme"


def test_what_was_used_or_withdrawn_is_on_no_later_sheet(world: World, client: FlaskClient) -> None:
    akissi = world.signed_in("akissi")
    used, withdrawn = (code_on(card) for card in codes_for(akissi, "Mariam", "Yao"))
    assert enrol_with(client, used).status_code == 201
    named = re.findall(r'name="code" value="([^"]+)"', akissi.get("/desk/admin/phones").text)
    token = csrf(akissi.get("/desk/admin/phones").text)
    assert akissi.post("/desk/admin/codes/withdraw", data={"csrf": token, "code": named[0]}).status_code == 303
    (card,) = codes_for(akissi, "Affoué")
    assert code_on(card) not in {used, withdrawn}
    page = akissi.get("/desk/admin/phones").text
    assert not any(code in page for code in (used, withdrawn, code_on(card))), "and no page shows a code once more"


def test_another_phone_of_somebody_known_gets_a_card_with_their_role(world: World, client: FlaskClient) -> None:
    akissi = world.signed_in("akissi")
    token = csrf(akissi.get("/desk/admin/phones").text)
    page = akissi.post(f"/desk/admin/phones/{world.awa.device_id}/code", data={"csrf": token})
    (card,) = cards(page.text)
    assert "Awa" in card and "enquêteur" in card
    enrolled = enrol_with(client, code_on(card))
    assert enrolled.json["person"]["id"] == str(world.awa.person_id)  # type: ignore[index]
