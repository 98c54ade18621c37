"""How sheets get onto the CSR map in these tests: Adjoua proposes, Akissi reads and publishes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.portfolio.csr import publishing, store
from feedback_app.portfolio.csr.publishing import add_sheet
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.solutions.history import Author
from tests.people import World

DESK = "/desk/csr/"
FILE = """id;titre;entreprises;secteur_entreprise;domaine_besoin;odd;localite;code_localite_artci;montant_fcfa;date;statut;source_url
P-1;Trois classes;"Exemple SA (55 %) ; Autre SA (45 %)";cacao;education;4;Kongodougou;V1;42 000 000;2021-06;livré;https://exemple.test/1
P-2;Pompe villageoise;Exemple SA;cacao;eau;6;Bécédi;V2;8000000,00;2018/2019;en cours;
P-3;Piste;Autre SA;mines;multisecteur;;;;;2020;cumul;
"""


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def send(desk: FlaskClient, address: str, **form: Any) -> TestResponse:
    return desk.post(address, data={"csrf": token(desk.get(DESK).text), **form})


def upload(desk: FlaskClient, content: str | bytes, *, kind: str = "initiative", **form: Any) -> TestResponse:
    data = content.encode() if isinstance(content, str) else content
    return send(desk, f"{DESK}pilote/load", kind=kind, file=(io.BytesIO(data), "rse.csv"), **form)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def confirm(desk: FlaskClient, page: str, **form: Any) -> TestResponse:
    """Sends back what a preview carries."""
    names = ("packed", "filename", "kind", "left_out", "encoding", "seen")
    return send(desk, f"{DESK}pilote/load", **{name: hidden(page, name) for name in names}, **form)


def load(desk: FlaskClient, content: str, *, kind: str = "initiative") -> TestResponse:
    """A file is looked at and then loaded."""
    shown = upload(desk, content, kind=kind)
    assert shown.status_code == 200, shown.text
    return confirm(desk, shown.text)


def all_sheets(world: World, kind: str = "initiative") -> dict[str, CsrSheet]:
    with world.app.app_context(), transaction() as session:
        found = {one.key: one for one in store.sheets(session, world.programme, kind)}
        session.expunge_all()
        return found


def publish_all(world: World) -> None:
    """Akissi publishes all that waits."""
    with world.app.app_context(), transaction() as session:
        author = Author(world.coordinator, clock.now())
        for one in store.sheets(session, world.programme):
            if one.proposed:
                assert publishing.publish(session, one, one.version, author=author) is None


def add(world: World, sheet: str, key: str, /, *, programme: str = "pilote", **words: Any) -> CsrSheet:
    """Adjoua proposes a sheet."""
    with world.app.app_context(), transaction() as session:
        made = add_sheet(session, programme, sheet, key, words, author=Author(world.adjoua, clock.now()))
        session.flush()
        session.expunge(made)
        return made


def public(world: World, sheet: str, key: str, /, **words: Any) -> None:
    """A sheet that Adjoua proposed and Akissi published."""
    add(world, sheet, key, **words)
    publish_all(world)


__all__: Sequence[str] = [
    "DESK", "FILE", "add", "all_sheets", "confirm", "hidden", "load", "public", "publish_all", "send", "token", "upload",
]  # fmt: skip
