"""The desk's menu shows what its reader may open, and nothing else."""

from __future__ import annotations

import re

import pytest

from tests.people import World

REVIEW = {
    "Relecture": "/desk/",
    "Portefeuille": "/desk/portfolio/",
    "Réponses aux lieux": "/desk/replies/",
    "Solutions": "/desk/practices/",
    "RSE": "/desk/csr/",
    "Bourse": "/desk/bourse/",
    "Apprentissage": "/desk/learning/",
    "Fichiers portés": "/desk/carried",
}
WHOLE = (
    {"Relecture": "/desk/", "Tableau": "/desk/board"}
    | REVIEW
    | {
        "Paroles reprises": "/desk/admin/withdrawals",
        "Droits des personnes": "/desk/admin/rights",
        "Téléphones": "/desk/admin/phones",
        "Formulaires": "/desk/admin/instruments",
        "Voix": "/desk/admin/prompts",
        "Lieux": "/desk/admin/places",
        "Personnes": "/desk/admin/people",
        "Sauvegardes": "/desk/admin/backups",
        "Journal": "/desk/admin/audit",
        "Serveur": "/desk/admin/server",
    }
)


def menu(page: str) -> dict[str, str]:
    """Words and addresses of a page's menu, in its order."""
    (nav,) = re.findall(r'<nav aria-label="Menu">(.*?)</nav>', page, re.DOTALL)
    return {word: address for address, word in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', nav)}


@pytest.mark.parametrize(("login", "expected"), [("adjoua", REVIEW), ("akissi", WHOLE)])
def test_the_menu_leads_to_what_its_reader_may_open(world: World, login: str, expected: dict[str, str]) -> None:
    desk = world.signed_in(login)
    found = menu(desk.get("/desk/", headers={"Accept-Language": "fr"}).text)
    assert list(found.items()) == list(expected.items())
    for address in found.values():
        page = desk.get(address)
        assert page.status_code == 200
        assert f'<li><a href="{address}" aria-current="page">' in page.text
