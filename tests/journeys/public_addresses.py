"""The public pages of a server with the demo's records: those that there is one of, and one of each kind that there are
many of."""

from __future__ import annotations

from playwright.sync_api import Page

ENTRIES = ("/", "/besoins", "/carte", "/carte?quoi=annonce", "/ressenti", "/replies", "/bourse", "/rse", "/rse/cadre", "/rse/besoins",
           "/solutions", "/suivi", "/recherche", "/recherche?q=eau", "/recherche?q=zzz", "/participer", "/methode", "/vos-droits", "/donnees", "/lieu/CI", "/region/CI23")  # fmt: skip
THEME, SOLUTION, PROJECT = "/portfolio/", "/solutions/", "/bourse/"
ONE_OF_EACH = ("/lieu/", THEME, SOLUTION, PROJECT, "/rse/actions/", "/rse/organisations/")
"""Of pages that there are many of, the first that another page leads to is looked at."""


def addresses(page: Page, base: str) -> list[str]:
    """All of them; AssertionError where no page leads to one of a kind."""
    found = dict.fromkeys(ENTRIES)
    for entry in ENTRIES:
        page.goto(base + entry)
        links: list[str] = page.eval_on_selector_all("a[href^='/']", "all => all.map(one => one.getAttribute('href'))")
        for kind in ONE_OF_EACH:
            if not one_of(kind, found):
                found |= dict.fromkeys([link for link in links if _is_of(kind, link)][:1])
    missing = [kind for kind in ONE_OF_EACH if not one_of(kind, found)]
    assert not missing, f"no page leads to one of {missing}"
    return list(found)


def one_of(kind: str, found: list[str] | dict[str, None]) -> str | None:
    """The page of a kind among these; None where there is none."""
    return next((one for one in found if one not in ENTRIES and _is_of(kind, one)), None)


def _is_of(kind: str, link: str) -> bool:
    return link.startswith(kind) and link.count("/") == kind.count("/") and "." not in link and "?" not in link
