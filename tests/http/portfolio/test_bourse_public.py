"""What anyone reads of the exchange: projects with the parts of their points, needs with voices that may be shown."""

from __future__ import annotations

import gzip
import re
import uuid
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base.db import db, transaction
from feedback_app.portfolio.bourse.tables import BourseMilestone, BourseScoring
from schemas.vocabulary import vocabulary
from tests.http.portfolio.bourse_people import (
    WELL,
    given,
    project_id,
    proposed,
    published,
    reasons,
    score,
    scored,
    send,
)
from tests.http.portfolio_people import accepted, assigned, demonstration, next_week, settings
from tests.people import World

pytestmark = pytest.mark.both_databases


def shown(client: FlaskClient, address: str) -> str:
    """The public page of a project that has this address at the desk."""
    got = client.get(f"/bourse/{project_id(address)}")
    assert got.status_code == 200, got.text
    return got.text


def test_only_what_a_second_person_published_is_public(world: World, client: FlaskClient) -> None:
    waiting = proposed(world.signed_in(), title="Un projet secret")
    assert "secret" not in client.get("/bourse").text
    assert client.get(f"/bourse/{project_id(waiting)}").status_code == 404
    assert client.get(f"/bourse/{uuid.UUID(int=7)}").status_code == 404
    address = published(world)
    assert WELL["title"] in client.get("/bourse").text
    send(world.signed_in(), address, act="propose", seen="", **{**WELL, "title": "Un titre secret"})
    assert "secret" not in client.get("/bourse").text + shown(client, address)


def test_the_contact_is_on_no_public_page_and_neither_is_who_scored(world: World, client: FlaskClient) -> None:
    address = scored(world)
    pages = client.get("/bourse").text + shown(client, address)
    assert WELL["contact"] not in pages
    assert not re.search("adjoua|akissi", pages, re.IGNORECASE)


def test_a_project_says_what_it_costs_what_is_missing_and_what_will_be_done_by_when(
    world: World, client: FlaskClient
) -> None:
    page = shown(client, published(world))
    for amount in ("8\u202f500\u202f000", "10\u202f000\u202f000", "2\u202f000\u202f000", "8\u202f000\u202f000"):
        assert f"{amount}\u00a0FCFA" in page
    assert "Kongodougou, Le Lac" in page and "01/03/2027" in page and "De l’eau claire" in page
    english = client.get("/bourse", headers={"Accept-Language": "en"}).text
    assert "8,000,000\u00a0FCFA" in english and "CSR project exchange" in english


def test_points_appear_once_both_have_scored_and_reasons_once_somebody_else_has_read_them(
    world: World, client: FlaskClient
) -> None:
    address = published(world)
    score(world, address, "adjoua", 3)
    page = shown(client, address)
    assert "Pas encore noté" in page and "Vu sur place" not in page and "sur 100" not in page
    score(world, address, "akissi", 1)
    page = shown(client, address)
    assert "66,7 sur 100" in page and "Vu sur place" not in page and "pas encore été relues" in page
    with world.app.app_context():
        of_adjoua = db.session.query(BourseScoring).filter_by(by=world.adjoua).one().id
    send(world.signed_in("akissi"), reasons(of_adjoua))
    page = shown(client, address)
    assert page.count("Vu sur place") == 9 and "pas encore été relues" in page


LEVELS: Mapping[str, tuple[Mapping[str, int], Mapping[str, int]]] = {
    "Forage": ({"social": 3, "needs": 3, "environmental": 1}, {"social": 3, "needs": 2, "sdg": 3}),
    "École": ({"structure": 3, "psgouv": 3}, {"structure": 2, "economic": 0}),
    "Moulin": ({"environmental": 3, "economic": 3, "needs": 1}, {"environmental": 3, "economic": 2}),
    "Piste": ({"environmental": 0, "social": 1}, {"environmental": 0, "social": 1, "needs": 3}),
}
"""What differs from 2 everywhere."""


def naive_totals(world: World) -> dict[str, Decimal]:
    """Scores worked out anew from the rows, with decimals and one criterion after the other."""
    weights = {term.code: int(term.attributes["weight"]) for term in vocabulary("bourse_criteria").terms}
    found: dict[str, Decimal] = {}
    with world.app.app_context():
        for row in db.session.query(BourseScoring):
            for code, weight in weights.items():
                share = Decimal(row.points[code]["level"]) / 3 / 2
                found[str(row.project_id)] = found.get(str(row.project_id), Decimal(0)) + share * weight
    return found


def test_every_score_and_rank_on_the_page_is_that_of_a_second_slow_way(world: World, client: FlaskClient) -> None:
    for title, levels in LEVELS.items():
        address = published(world, title=title)
        for login, changes in zip(("adjoua", "akissi"), levels, strict=True):
            assert score(world, address, login, 2, **changes).status_code == 303
    totals = naive_totals(world)
    page = client.get("/bourse").text
    items = re.findall(r'href="/bourse/([0-9a-f-]{36})">([^<]+)</a></h2>(.*?)</li>', page, re.DOTALL)
    assert [key for key, *_ in items] == sorted(totals, key=lambda key: -totals[key])
    for rank, (key, _, text) in enumerate(items, 1):
        rounded = totals[key].quantize(Decimal("0.1"), ROUND_HALF_EVEN)
        words = f"{rounded}".removesuffix(".0").replace(".", ",")
        assert f"<strong>{words} sur 100</strong>" in text
        assert ("1ᵉʳ sur 4" if rank == 1 else f"{rank}ᵉ sur 4") in text
        parts = re.findall(r">([\d,]+) sur (\d+)</td>", text)
        assert len(parts) == 9
        summed = sum(Decimal(one.replace(",", ".")) for one, _ in parts)
        assert abs(summed - totals[key]) < Decimal("0.5"), "parts are rounded each"
    assert "Sur 36 notes doubles" in page and "kappa" in page


def test_the_sum_is_never_without_its_parts(world: World, client: FlaskClient) -> None:
    address = scored(world)
    for page in (client.get("/bourse").text, shown(client, address)):
        assert page.count("<svg") == 1 and 'role="img"' in page
        assert all(label in page for label in ("Utilité sociale", "Cohérence avec les ODD"))


def test_a_project_that_is_funded_is_not_ranked_any_more(world: World, client: FlaskClient) -> None:
    whole = {"found_amount": ["10 000 000"]}
    first, second = scored(world, 3, 3, title="Le premier", **whole), scored(world, 1, 1, title="Le second")
    assert "1ᵉʳ sur 2" in shown(client, first) and "2ᵉ sur 2" in shown(client, second)
    today = re.findall(r'max="([\d-]+)"', world.signed_in("akissi").get(first).text)
    send(world.signed_in("akissi"), f"{first}/step", state="financed", day=today[0])
    page = client.get("/bourse").text
    assert "1ᵉʳ sur 1" in page and "2ᵉ sur 2" not in page
    assert page.index("Le second") < page.index("Le premier"), "those that seek funding come first"


def test_a_withdrawn_project_leaves_the_list_and_its_address_stays(world: World, client: FlaskClient) -> None:
    address = published(world)
    send(world.signed_in("akissi"), f"{address}/step", state="withdrawn")
    assert WELL["title"] not in client.get("/bourse").text
    assert "Retiré" in shown(client, address)


def test_filters_choose_among_projects(world: World, client: FlaskClient) -> None:
    published(world, title="De l’eau", sector="water")
    published(world, title="Une école", sector="education", places="V3")

    def titles(query: str) -> list[str]:
        return re.findall(r'href="/bourse/[0-9a-f-]{36}">([^<]+)</a></h2>', client.get(f"/bourse?{query}").text)

    assert set(titles("")) == {"De l’eau", "Une école"}
    assert titles("sector=water") == ["De l’eau"] and titles("place=R2") == ["Une école"]
    assert titles("place=R1&sector=education") == []
    assert titles("state=running") == [] == titles("theme=x") == titles("sector=zzz")
    assert "Tout voir" in client.get("/bourse?sector=zzz").text


def test_needs_are_shown_with_the_voices_of_the_public_list_and_none_that_it_hides(
    world: World, client: FlaskClient
) -> None:
    theme = assigned(world, accepted(client, world), accepted(client, world, world.koffi), theme="Pompes en panne")
    address = published(world, theme=[theme])
    next_week(world)
    page = shown(client, address)
    assert "Pompes en panne" not in page, "two voices are fewer than k"
    demonstration(world)
    page = shown(client, address)
    assert "Pompes en panne" in page and "2 voix" in page and f"/portfolio/{theme}" in page
    assert "Pompes en panne" in client.get(f"/bourse?theme={theme}").text


def test_the_answers_that_it_carries_out_are_named_once_they_are_public(world: World, client: FlaskClient) -> None:
    from feedback_app.portfolio.solutions.tables import Solution

    assigned(world, accepted(client, world), new_solution="Former deux réparateurs")
    with world.app.app_context(), transaction() as session:
        solution = session.query(Solution).one()
        solution.published, key = False, str(solution.id)
    address = published(world, solution=[key])
    assert "Former deux réparateurs" not in shown(client, address)
    with world.app.app_context(), transaction() as session:
        session.query(Solution).one().published = True
    assert send(world.signed_in("akissi"), f"{address}/step", state="withdrawn").status_code == 303
    assert "Former deux réparateurs" in shown(client, address)


def test_a_programme_that_shows_nothing_shows_no_project(world: World, client: FlaskClient) -> None:
    address = published(world)
    settings(world, public=False)
    assert WELL["title"] not in client.get("/bourse").text
    assert client.get(f"/bourse/{project_id(address)}").status_code == 404


def test_milestones_are_shown_as_promised_done_or_late(world: World, client: FlaskClient) -> None:
    changes: dict[str, Any] = {
        "milestone_title": ["Creuser", "Former"], "milestone_due": ["2020-01-01", "2020-02-01"],
        "milestone_evidence": ["Le trou", "Deux réparateurs"], "milestone_key": ["", ""],
    }  # fmt: skip
    address = published(world, **changes)
    assert shown(client, address).count("En retard") == 2
    done = {"key": "m1", "day": "2020-01-15", "evidence": "Vu par Mariam"}
    assert send(world.signed_in("akissi"), f"{address}/milestones", **done).status_code == 303
    page = shown(client, address)
    assert "Fait le 15/01/2020" in page and page.count("En retard") == 1
    assert "Étapes faites\u00a0: 1 sur 2" in page
    assert "Vu par Mariam" not in page, "nobody else has read these words"
    with world.app.app_context():
        assert db.session.query(BourseMilestone).one().evidence == "Vu par Mariam"


def test_words_of_strangers_are_text_in_public_too(world: World, client: FlaskClient) -> None:
    nasty = '"><script>alert(1)</script>'
    changes: dict[str, Any] = dict.fromkeys(("title", "holder", "summary"), nasty)
    address = published(world, **changes, budget_label=[nasty, nasty], milestone_title=[nasty])
    form = {key: nasty if key.startswith("reason.") else value for key, value in given(1).items()}
    for login in ("adjoua", "akissi"):
        send(world.signed_in(login), f"{address}/score", **form)
    with world.app.app_context():
        of_adjoua = db.session.query(BourseScoring).filter_by(by=world.adjoua).one().id
    send(world.signed_in("akissi"), reasons(of_adjoua))
    for page in (client.get("/bourse").text, shown(client, address)):
        assert nasty not in page and "<script" not in page


def test_thirty_projects_are_a_light_page_without_a_script(world: World, client: FlaskClient) -> None:
    for n in range(3):
        scored(world, 1, 2, title=f"Projet {n}")
    page = client.get("/bourse")
    assert "<script" not in page.text and "style=" not in page.text
    each = len(gzip.compress(page.data)) / 3
    assert each * 10 < 40_000


def test_milestones_of_funded_projects_are_counted_by_organisation_and_region_with_those_that_are_late(
    world: World, client: FlaskClient
) -> None:
    titles = [f"Étape {n}" for n in range(6)]
    changes: dict[str, Any] = {
        "found_amount": ["10 000 000"], "milestone_title": titles, "milestone_due": ["2020-01-01"] * 5 + ["2199-01-01"],
        "milestone_evidence": titles, "milestone_key": [""] * 6,
    }  # fmt: skip
    address, akissi = published(world, **changes), world.signed_in("akissi")
    assert "étapes promises" not in client.get("/bourse").text, "nothing is promised before it is funded"
    for n in range(1, 4):
        done = {"key": f"m{n}", "day": "2020-01-01", "evidence": "Vu"}
        assert send(akissi, f"{address}/milestones", **done).status_code == 303
    today = re.findall(r'max="([\d-]+)"', akissi.get(address).text)[0]
    assert send(akissi, f"{address}/step", state="financed", day=today).status_code == 303
    page = client.get("/bourse").text
    cell = r'<td class="number" data-label="[^"]*">(\d)</td>'
    rows = re.findall(rf'dir="auto">([^<]+)</td>{cell * 4}', page)
    done_confirmed_late_contested = ("3", "0", "2", "0")
    assert rows == [
        ("Coopérative du Lac", *done_confirmed_late_contested),
        ("Région du Lac", *done_confirmed_late_contested),
    ]
    assert page.count("23\u202f%") == 2, "the low end of Wilson's interval of 3 of 5"
