"""The phone half of the road in the browsers people still carry: Chromium 80 (2020) and 109 (2023)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.badlink import BadLink
from tests.journeys.lab import entries
from tests.journeys.old_phone import OldPhone
from tests.journeys.server import RunningServer
from tests.journeys.surveyor import a_photo
from tests.packages import NotReachable

PLACE = ["choose", "C1516"]
NEED: dict[str, list[Any]] = {
    "place": PLACE,
    "age": ["choose", "35_59"],
    "sexe": ["choose", "femme"],
    "domaine": ["choose", "eau"],
    "recit": ["speak", 1.5],
    "gravite": ["choose", "grave"],
    "qui": ["choose", "femmes", "enfants"],
    "souhait": ["write", "Une deuxième pompe"],
}
EMOTION: dict[str, list[Any]] = {
    "place": PLACE,
    "age": ["choose", "18_24"],
    "objet": ["choose", "vie"],
    "emotion": ["choose", "espoir"],
}
FEEDBACK: dict[str, list[Any]] = {
    "place": PLACE,
    "age": ["choose", "25_34"],
    "projet": ["choose", "RSE-009"],
    "connu": ["choose", "oui"],
    "avance": ["choose", "fini"],
    "problemes": ["choose", "aucun"],
}


@pytest.fixture(params=[("80", "chrome-aws-lambda"), ("109", "@sparticuz/chromium")], ids=["chromium80", "chromium109"])
def phone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OldPhone]:
    version, package = request.param
    try:
        made = OldPhone(package, version, tmp_path / "profile")
    except NotReachable as why:
        pytest.skip(f"Chromium {version} was NOT tried, it could not be fetched: {why}")
    yield made
    made.close()


def test_mariam_s_old_phone_keeps_three_records_through_a_kill_and_hands_them_over(
    phone: OldPhone, running: RunningServer, link: BadLink, tmp_path: Path
) -> None:
    address = f"{link.origin}/app/"
    before = entries(running)

    opened = phone.does("open", f"{address}#enrol={running.enrolment_code(person='Mariam')}")
    assert f"/{phone.version}." in opened
    phone.does("enrol")
    assert phone.does("errors") == []
    link.cut()

    phone.does("record", "Besoin", NEED | {"photo": ["show", str(a_photo(tmp_path))]})
    phone.does("record", "Émotion", EMOTION)
    phone.does("record", "Retour", FEEDBACK)
    assert phone.does("outbox") == [3, 0, 0]
    phone.does("kill")

    phone.does("open", address)
    phone.does("unlock")
    assert phone.does("outbox") == [3, 0, 0]

    link.link.down = False
    phone.does("sync")
    assert entries(running) == before + 3
