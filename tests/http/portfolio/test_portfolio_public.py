"""Yao and strangers read the portfolio; what they must not see is not there."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from feedback_app.out.datasets.portfolio import DATASET
from feedback_app.out.formats import exports
from feedback_app.out.workbook import WORKBOOK as XLSX
from schemas.page_query import with_terms
from schemas.portfolio import PortfolioSchema
from tests.desk_actions import ACCEPT, REOPEN
from tests.http.portfolio_people import accepted, assigned, decide, demonstration, follow, listed, next_week, settings
from tests.people import World

API = "/api/v1/portfolio"
EXPORTS = exports(DATASET)
OUTPUTS = (*(one.address for one in EXPORTS), "/", "/besoins", "/besoins?domain=eau", "/besoins?place=S1")
PAGE = {"Accept": "text/html"}


def readable(got: TestResponse) -> str:
    """All that an answer says; of a workbook, what its cells hold and what it says of itself."""
    if got.mimetype != XLSX:
        return got.text
    cells = [str(value) for row in load_workbook(io.BytesIO(got.data)).worksheets[0].values for value in row]
    with zipfile.ZipFile(io.BytesIO(got.data)) as parts:
        about = [parts.read(name).decode() for name in parts.namelist() if name.startswith("docProps/")]
    return "\n".join(cells + about)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_yao_reads_what_is_missing_where_and_who_answers(world: World, client: FlaskClient) -> None:
    demonstration(world)
    assigned(world, accepted(client, world), new_solution="Former deux réparateurs", project_id="P1")
    answer = listed(client)
    assert with_terms(PortfolioSchema)().validate(answer) == {}
    need = answer["needs"][0]
    assert (need["voices"], need["k"], answer["voices"], answer["total"]) == (1, 1, 1, 1)
    assert need["place"]["latitude"] == 6.1 and need["place"]["level"] == "sous_prefecture"
    assert need["gravity"] == [{"code": "grave", "label": {"fr": "C’est grave", "en": "It is serious"}, "voices": 1}]


def test_what_few_say_is_in_no_public_figure(world: World, client: FlaskClient) -> None:
    for _ in range(4):
        accepted(client, world, answers={"domaine": "eau", "quoi_eau": "panne"})
    assert next_week(world) == 0 and listed(client)["total"] == 0
    for _ in range(3):
        accepted(client, world, answers={"domaine": "eau", "quoi_eau": "loin"})
    assert listed(client)["total"] == 0, "not before Monday"
    assert next_week(world) == 7
    need = listed(client)["needs"][0]
    assert (need["voices"], need["gathered"], need["made_up"]) == (5, False, False), "seven, rounded down"
    assert need["details"] == [], "four and three are each too few"
    assert "au moins 5 voix" in client.get("/besoins", headers=PAGE).text


def test_a_small_part_cannot_be_found_by_subtraction(world: World, client: FlaskClient) -> None:
    for _ in range(5):
        accepted(client, world, answers={"domaine": "eau"})
    for _ in range(2):
        accepted(client, world, answers={"domaine": "san"})
    next_week(world)
    answer = listed(client)
    assert (answer["total"], answer["voices"]) == (1, 5), "the total does not reveal that there are two more"


def test_a_demonstration_says_that_it_is_one_wherever_it_is_shown(world: World, client: FlaskClient) -> None:
    demonstration(world)
    theme = assigned(world, accepted(client, world))
    for address in ("/", f"/portfolio/{theme}"):
        assert "Démonstration" in client.get(address, headers=PAGE).text
    assert listed(client)["needs"][0]["made_up"] is True
    assert rows(client.get(f"{API}.csv").text)[0]["made_up"] == "yes"


def test_sensitive_subjects_need_more_voices(world: World, client: FlaskClient) -> None:
    demonstration(world, k_sensitive=3)
    for count in range(1, 4):
        accepted(client, world, answers={"domaine": "gen"})
        assert listed(client)["total"] == (1 if count == 3 else 0)
    assert listed(client)["needs"][0]["voices"] == 3


def test_a_programme_can_keep_its_portfolio_to_itself(world: World, client: FlaskClient) -> None:
    demonstration(world)
    theme = assigned(world, accepted(client, world))
    assert client.get(f"/portfolio/{theme}", headers=PAGE).status_code == 200
    settings(world, public=False)
    assert listed(client)["total"] == 0
    assert client.get(f"/portfolio/{theme}", headers=PAGE).status_code == 404


CANARIES = {
    "texte": "CANARI-TEXTE la sage-femme de Bécédi",
    "attente_texte": "CANARI-ATTENTE",
    "souhait_texte": "CANARI-SOUHAIT",
    "a_un_lieu": "oui",
    "point": {"lat": 6.123456, "lon": -4.234567, "accuracy_m": 7.25},
}


def test_nothing_of_the_person_is_in_any_public_output(world: World, client: FlaskClient) -> None:
    demonstration(world)
    record = accepted(
        client, world, answers={"domaine": "eau", "quoi_eau": "panne", "age": "60_plus", "sexe": "femme", **CANARIES},
        location={"lat": 6.123456, "lon": -4.234567, "accuracy_m": 7.25, "source": "gps"},
        consent={"version": "1", "language": "fr", "given_by": "oral", "attribution": "named",
                 "uses": {"keep": True, "photo": True, "voice": True, "quote": True, "contact": True}},
    )  # fmt: skip
    decide(world, record, REOPEN)
    decide(world, record, ACCEPT, reason="clear", message="CANARI-MESSAGE")
    follow(world)
    theme = assigned(world, record)
    forbidden = [
        "CANARI", "6.12345", "4.23456", "7.25", "60_plus", "60 ans", "femme", "Awa", "Adjoua", "Téléphone",
        str(record), record.hex, str(world.awa.person_id), str(world.awa.device_id), str(world.adjoua), "V1",
        "Kongodougou",
    ]  # fmt: skip
    page_of_theme = f"/portfolio/{theme}"
    for address in (*OUTPUTS, page_of_theme, "/api/v1/openapi.json?x"):
        got = client.get(address, headers=PAGE if "/api/" not in address else {})
        assert got.status_code == 200
        if "openapi" in address:
            assert "CANARI" not in got.text
            continue
        counted = {"60 ans", "femme"} if address == page_of_theme else set()  # how many spoke, by age and sex
        assert [word for word in forbidden if word in readable(got) and word not in counted] == [], address
    assert "S1" in client.get(API).text


def test_a_village_that_is_too_small_is_not_named_whatever_the_level(world: World, client: FlaskClient) -> None:
    demonstration(world)
    from feedback_app.base.db import transaction
    from feedback_app.register.tables import Place

    settings(world, public_level="locality")
    with world.app.app_context(), transaction() as session:
        session.get_one(Place, "V1").population = 499
        session.get_one(Place, "V2").population = 832
    accepted(client, world)
    accepted(client, world, world.koffi, place="V2")
    assert sorted(need["place"]["code"] for need in listed(client)["needs"]) == ["S1", "V2"]


class TestFilters:
    def test_by_domain_place_and_theme(self, world: World, client: FlaskClient) -> None:
        demonstration(world)
        water = accepted(client, world)
        accepted(client, world, answers={"domaine": "san"})
        theme = assigned(world, water)
        assert [need["domain"]["code"] for need in listed(client, domain="san")["needs"]] == ["san"]
        assert listed(client, place="R1")["total"] == 2 and listed(client, place="R2")["total"] == 0
        assert listed(client, place="nowhere")["total"] == 0
        assert [need["domain"]["code"] for need in listed(client, theme=theme)["needs"]] == ["eau"]
        assert listed(client, programme="ailleurs")["total"] == 0

    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=x", "limit=9999999", "offset=-1", "theme=nope", "domain=" + "x" * 100, "place=%00"]
    )
    def test_invalid_filters_are_refused_with_the_reason(self, client: FlaskClient, query: str) -> None:
        got = client.get(f"{API}?{query}")
        assert got.status_code == 422 and got.mimetype == "application/problem+json"
        assert got.get_json()["type"] == "/problems/malformed" and got.get_json()["errors"]

    @pytest.mark.parametrize("query", ["theme=nope", "offset=-3", "place=%00", "domain=" + "x" * 9999, "programme=%ff"])
    def test_the_page_takes_any_address(self, world: World, client: FlaskClient, query: str) -> None:
        accepted(client, world)
        assert client.get(f"/besoins?{query}", headers=PAGE).status_code == 200

    def test_pagination_is_linked_and_complete(self, world: World, client: FlaskClient) -> None:
        demonstration(world)
        for domain in ("eau", "san", "edu", "rou", "ene"):
            accepted(client, world, answers={"domaine": domain})
        seen: list[str] = []
        address: str | None = f"{API}?limit=2"
        while address:
            got = client.get(address)
            seen += [need["domain"]["code"] for need in got.get_json()["needs"]]
            address = got.get_json()["next"]
            assert bool(address) == ('rel="next"' in got.headers.get("Link", ""))
        assert sorted(seen) == ["edu", "eau", "ene", "rou", "san"] or len(set(seen)) == 5 == len(seen)


class TestFormats:
    @pytest.mark.parametrize(
        ("accept", "expected"),
        [
            ("application/json", "application/json"),
            ("application/geo+json", "application/geo+json"),
            ("text/csv", "text/csv"),
            (XLSX, XLSX),
            ("text/html,*/*;q=0.8", "application/json"),
            ("image/png", "application/json"),
        ],
    )
    def test_content_negotiation_chooses_the_format(self, client: FlaskClient, accept: str, expected: str) -> None:
        assert client.get(API, headers={"Accept": accept}).mimetype == expected

    def test_geojson_is_what_the_standard_says(self, world: World, client: FlaskClient) -> None:
        demonstration(world)
        accepted(client, world)
        settings(world, public_level="region")
        follow(world)
        accepted(client, world, world.koffi, place="V2")
        answer = client.get(f"{API}.geojson")
        assert answer.mimetype == "application/geo+json"
        made = answer.get_json()
        assert made["type"] == "FeatureCollection"
        for feature in made["features"]:
            assert set(feature) == {"type", "id", "geometry", "properties"} and feature["type"] == "Feature"
            assert feature["geometry"] is None, "the region has no point of its own"
        settings(world, public_level="sous_prefecture")
        follow(world)
        geometry = client.get(f"{API}.geojson").get_json()["features"][0]["geometry"]
        assert geometry == {"type": "Point", "coordinates": [-4.2, 6.1]}

    def test_csv_opens_in_a_spreadsheet_and_runs_nothing(self, world: World, client: FlaskClient) -> None:
        demonstration(world)
        assigned(world, accepted(client, world), theme='=HYPERLINK("http://x")', new_solution='+1, "deux"\n@trois')
        row = rows(client.get(f"{API}.csv").text)[0]
        assert row["theme"].startswith("'=") and row["solution"].startswith("'+")
        assert (row["place_code"], row["voices"], row["fewer_than"], row["latitude"]) == ("S1", "1", "", "6.1")
        assert row["gravity"] == "grave=1"

    def test_a_workbook_opens_in_excel_of_every_language_and_runs_nothing(
        self, world: World, client: FlaskClient
    ) -> None:
        demonstration(world)
        assigned(world, accepted(client, world), theme='=HYPERLINK("http://x")', new_solution="L’eau à Bécédi\x01")
        got = client.get(f"{API}.xlsx")
        assert got.mimetype == XLSX and "portfolio-" in got.headers["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(got.data)).active
        assert sheet is not None
        names, tags, values = ([cell.value for cell in row] for row in sheet.iter_rows())
        row = dict(zip(names, values, strict=True))
        assert (row["place_code"], row["voices"], row["latitude"]) == ("S1", 1, 6.1), "numbers are numbers"
        assert (row["theme"], row["solution"]) == ('=HYPERLINK("http://x")', "L’eau à Bécédi")
        assert [cell.data_type for cell in sheet[3]].count("f") == 0, "no formula"
        assert tags[names.index("place_code")] == "#adm+code"

    def test_a_download_is_of_what_is_shown(self, world: World, client: FlaskClient) -> None:
        for _ in range(5):
            accepted(client, world)
        page = client.get("/besoins?domain=eau", headers=PAGE).text
        links = [html.unescape(link) for link in re.findall(r'href="(/api/v1/portfolio[^"]*)"', page) if "?" in link]
        assert len(links) == len(EXPORTS)
        for link in links:
            assert "domain=eau" in link and client.get(link).status_code == 200, link


class TestEtag:
    def test_the_etag_changes_exactly_when_the_content_does(self, world: World, client: FlaskClient) -> None:
        demonstration(world)
        record = accepted(client, world)
        for address in (one.address for one in EXPORTS):
            first = client.get(address)
            etag = first.headers["ETag"]
            assert re.fullmatch(r'"[^"]+"', etag), "strong"
            again = client.get(address, headers={"If-None-Match": etag})
            assert again.status_code == 304 and again.data == b"" and again.headers["ETag"] == etag
            assert client.get(address).headers["ETag"] == etag
        before = client.get(API).headers["ETag"]
        assigned(world, record)
        changed = client.get(API, headers={"If-None-Match": before})
        assert changed.status_code == 200 and changed.headers["ETag"] != before
        assert client.get(API, headers={"Accept": "text/csv"}).headers["ETag"] != changed.headers["ETag"]

    def test_a_compressed_answer_has_its_own_etag(self, world: World, client: FlaskClient) -> None:
        demonstration(world)
        accepted(client, world)
        plain, packed = client.get(API), client.get(API, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.data) == plain.data
        assert packed.headers["ETag"] != plain.headers["ETag"]
        conditions = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
        assert client.get(API, headers=conditions).status_code == 304
        assert {"Accept", "Accept-Encoding"} <= {word.strip() for word in packed.headers["Vary"].split(",")}

    def test_head_says_the_same(self, world: World, client: FlaskClient) -> None:
        accepted(client, world)
        got = client.head(API)
        assert got.data == b"" and got.headers["ETag"] == client.get(API).headers["ETag"]


def test_cors_lets_other_sites_read_it(world: World, client: FlaskClient) -> None:
    assert client.get(API).headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options(
        API, headers={"Origin": "https://else.example", "Access-Control-Request-Headers": "if-none-match"}
    )
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in asked.headers
    assert client.post(API).status_code == 405


class TestPages:
    def test_the_page_speaks_french_and_english(self, world: World, client: FlaskClient) -> None:
        demonstration(world)
        assert "Rien à montrer" in client.get("/besoins", headers=PAGE).text
        theme = assigned(world, accepted(client, world), new_solution="Former", project_id="P1")
        page = client.get("/besoins", headers=PAGE).text
        assert "Ce que les localités demandent" in page and "Pompes en panne" in page and "<circle" in page
        assert "What localities ask for" in client.get("/besoins", headers=PAGE | {"Accept-Language": "en"}).text
        page = client.get(f"/portfolio/{theme}", headers=PAGE).text
        assert "Former" in page and "Pompe de Kongodougou" in page

    def test_the_map_works_without_shapes_and_has_a_list_beside_it(self, world: World, client: FlaskClient) -> None:
        demonstration(world)
        accepted(client, world)
        page = client.get("/besoins", headers=PAGE).text
        assert 'aria-label="Le Lac\u00a0: 1 besoin, 1 voix"' in page
        assert "<caption" in page and "style=" not in page, "the content policy allows no inline styles"

    def test_a_title_cannot_inject_html(self, world: World, client: FlaskClient) -> None:
        assigned(world, accepted(client, world), theme="<script>alert(1)</script>")
        assert "<script>alert" not in client.get("/besoins", headers=PAGE).text

    def test_an_unknown_theme_is_not_found(self, client: FlaskClient) -> None:
        got = client.get("/portfolio/018f0000-0000-7000-8000-000000000001", headers=PAGE)
        assert got.status_code == 404


def test_the_json_is_the_same_for_every_language(world: World, client: FlaskClient) -> None:
    accepted(client, world)
    french, english = (client.get(API, headers={"Accept-Language": lang}).data for lang in ("fr", "en"))
    assert french == english


def keys(value: Any) -> set[str]:
    """Every key anywhere in a JSON value."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()


def test_only_named_fields_are_public(world: World, client: FlaskClient) -> None:
    demonstration(world)
    assigned(world, accepted(client, world, answers={"quoi_eau": "panne"}), new_solution="Former", project_id="P1")
    assert keys(json.loads(client.get(API).data)) == {
        "total", "voices", "k", "limit", "offset", "next", "previous", "needs", "id", "programme", "place", "code",
        "name", "label", "level", "latitude", "longitude", "domain", "fr", "en", "theme", "title", "title_en", "solution", "solutions",
        "description", "project", "status", "funders", "details", "gravity", "first_month", "gathered", "last_month", "made_up", "as_of", "licence",
    }  # fmt: skip
