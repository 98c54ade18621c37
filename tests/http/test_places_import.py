"""Loading places and projects by the command line, on both databases: all of a file, or nothing of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask
from feedback_app.ledger.reference import publish_everywhere
from feedback_app.register.commands import places, projects
from feedback_app.register.tables import Organisation, Place, PlaceShape, Project, ProjectFunder
from tests.people import World

pytestmark = pytest.mark.both_databases

HEADER = "code,parent_code,level,name,lat,lng,population\n"


class Desk:
    """Akissi at the command line."""

    def __init__(self, app: EchoFlask, folder: Path) -> None:
        self._app, self._folder = app, folder

    def loads(self, group: Any, text: str | Path, *words: str, name: str = "file.csv") -> tuple[int, str]:
        """Exit status, and what was printed."""
        path = text if isinstance(text, Path) else self._folder / name
        if isinstance(text, str):
            path.write_text(text)
        with self._app.app_context():
            done = CliRunner().invoke(group, ["import", str(path), *words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        return done.exit_code, done.output


@pytest.fixture
def akissi(app: EchoFlask, tmp_path: Path) -> Desk:
    return Desk(app, tmp_path)


def stored(app: EchoFlask) -> dict[str, int]:
    with app.app_context():
        tables = (Place, PlaceShape, Project, ProjectFunder, Organisation)
        return {one.__tablename__: db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def test_new_places_hang_on_those_that_are_there(app: EchoFlask, akissi: Desk) -> None:
    before = stored(app)["place"]
    status, output = akissi.loads(places, HEADER + "V9,S1,locality,Tiébissou,6.2,-4.3,12\n")
    assert (status, stored(app)["place"]) == (0, before + 1), output
    with app.app_context():
        place = db.session.get_one(Place, "V9")
        assert (place.path, place.label, place.search) == ("/XX/R1/S1/V9/", "Tiébissou, Le Lac", "tiebissou")


def test_an_import_is_atomic_one_bad_row_in_the_middle_and_nothing_is_loaded(app: EchoFlask, akissi: Desk) -> None:
    before = stored(app)
    lines = [f"W{n},S1,locality,Village {n},,,\n" for n in range(500)]
    lines[250] = "W250,S1,locality,Village 250,95,-4,\n"
    status, output = akissi.loads(places, HEADER + "".join(lines))
    assert (status, stored(app)) == (1, before)
    assert "252" in output
    assert "lat" in output


def test_importing_the_same_file_is_idempotent_and_a_corrected_name_reaches_the_phones(
    app: EchoFlask, akissi: Desk, world: World
) -> None:
    text = HEADER + "V2,S1,locality,Bécédi,6.15,-4.25,700\n"
    assert akissi.loads(places, text)[0] == 0
    before = stored(app)
    assert akissi.loads(places, text)[0] == 0
    assert stored(app) == before
    world.koffi.sync(app.test_client())
    assert akissi.loads(places, text.replace("Bécédi", "Bécédi-Brignan"))[0] == 0
    with app.app_context():
        publish_everywhere(db.session)
        db.session.commit()
    world.koffi.sync(app.test_client())
    assert world.koffi.pulled["place", "V2"]["name"] == "Bécédi-Brignan"


def test_whoever_is_called_after_a_renamed_place_is_relabelled_and_the_phones_hear_of_it(
    app: EchoFlask, akissi: Desk, world: World
) -> None:
    world.koffi.sync(app.test_client())
    assert akissi.loads(places, HEADER + "S1,R1,sous_prefecture,Grand-Lac,,,\n")[0] == 0
    with app.app_context():
        assert db.session.get_one(Place, "V2").label == "Bécédi, Grand-Lac"
        publish_everywhere(db.session)
        db.session.commit()
    world.koffi.sync(app.test_client())
    assert world.koffi.pulled["place", "V2"]["label"] == "Bécédi, Grand-Lac"


def test_a_namesake_from_a_later_file_makes_the_first_one_say_more(app: EchoFlask, akissi: Desk) -> None:
    text = "S3,R2,sous_prefecture,Le Lac,,,\nV9,S3,locality,Bécédi,,,\n"
    assert akissi.loads(places, HEADER + text)[0] == 0
    with app.app_context():
        labels = [db.session.get_one(Place, code).label for code in ("V2", "V9")]
    assert labels == ["Bécédi, Le Lac, Région du Lac", "Bécédi, Le Lac, Région du Mont"]


@pytest.mark.parametrize(
    "text", ["code,parent,level,name\nV2,S1,locality,Bécédi-Brignan\n", HEADER + "V2,S1,locality,Bécédi-Brignan,,,\n"]
)
def test_a_list_of_corrected_names_does_not_wipe_the_map(app: EchoFlask, akissi: Desk, text: str) -> None:
    assert akissi.loads(places, HEADER + "V2,S1,locality,Bécédi,6.15,-4.25,700\n")[0] == 0
    assert akissi.loads(places, text)[0] == 0
    with app.app_context():
        place = db.session.get_one(Place, "V2")
        assert (place.name, place.lat, place.lng, place.population) == ("Bécédi-Brignan", 6.15, -4.25, 700)


def test_the_longest_names_fit(app: EchoFlask, akissi: Desk) -> None:
    text = f"S8,R1,sous_prefecture,{'Œ' * 200},,,\nV8,S8,locality,{'é' * 200},,,\n"
    assert akissi.loads(places, HEADER + text)[0] == 0
    with app.app_context():
        assert len(db.session.get_one(Place, "V8").label) == 400


def test_a_place_does_not_move_under_records_that_name_its_path(app: EchoFlask, akissi: Desk) -> None:
    status, output = akissi.loads(places, HEADER + "V2,S2,locality,Bécédi,,,\n")
    assert (status, "V2" in output) == (1, True), output
    with app.app_context():
        assert db.session.get_one(Place, "V2").path == "/XX/R1/S1/V2/"


def test_an_outline_of_an_unknown_place_is_refused(app: EchoFlask, akissi: Desk) -> None:
    square = '{"type":"Polygon","coordinates":[[[-6,7],[-5,7],[-5,8],[-6,7]]]}'
    text = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"%s"},"geometry":'
        + square
        + "}]}"
    )
    assert akissi.loads(places, text % "S77", name="shapes.geojson")[0] == 1
    assert akissi.loads(places, text % "S1", name="shapes.geojson")[0] == 0
    assert akissi.loads(places, text % "S1", name="shapes.geojson")[0] == 0, "and again, in its place"
    assert stored(app)["place_shape"] == 1


def test_a_project_whose_place_is_not_known_is_taken_with_a_remark(app: EchoFlask, akissi: Desk) -> None:
    text = "id,titre,entreprises,place\nQ1,École,Cacao du Lac (60 %) ; Mine (40 %),V1\nQ2,Pont,Mine,NULLE\n"
    status, output = akissi.loads(projects, text, "--programme", "pilote")
    assert status == 0, output
    assert "3" in output
    with app.app_context():
        assert [db.session.get_one(Project, (key, "pilote")).place_code for key in ("Q1", "Q2")] == ["V1", None]
    assert stored(app)["project_funder"] == 3


def test_an_import_of_projects_is_atomic(app: EchoFlask, akissi: Desk) -> None:
    before = stored(app)
    status, output = akissi.loads(projects, "id,titre\nQ1,École\n\nQ2,\n", "--programme", "pilote")
    assert (status, stored(app)) == (1, before)
    assert "4" in output, "rows are counted as the spreadsheet counts them"


def test_importing_a_register_again_is_idempotent_and_updates_what_it_says(app: EchoFlask, akissi: Desk) -> None:
    text = "id,titre,entreprises,place,montant\nQ1,École,Cacao du Lac (60 %) ; Mine (40 %),V1,9 900 000 000\n"
    assert akissi.loads(projects, text, "--programme", "pilote")[0] == 0
    before = stored(app)
    assert akissi.loads(projects, text, "--programme", "pilote")[0] == 0
    assert stored(app) == before
    assert akissi.loads(projects, "id,titre,entreprises,place\nQ1,Lycée,Mine,V2\n", "--programme", "pilote")[0] == 0
    with app.app_context():
        project = db.session.get_one(Project, ("Q1", "pilote"))
        assert (project.title, project.place_code) == ("Lycée", "V2")
        paying = select(ProjectFunder.organisation_id).where(ProjectFunder.project_id == "Q1")
        assert db.session.scalars(paying).all() == ["mine"]


def test_a_register_for_a_programme_that_does_not_exist_is_refused(app: EchoFlask, akissi: Desk) -> None:
    before = stored(app)
    status, output = akissi.loads(projects, "id,titre\nQ1,École\n", "--programme", "nulle")
    assert (status, stored(app)) == (1, before)
    assert "programme" in output


def test_the_whole_country_its_outlines_and_its_real_projects(app: EchoFlask, akissi: Desk, shared: Path) -> None:
    status, output = akissi.loads(places, shared / "places" / "civ_places.csv")
    assert status == 0, output
    with app.app_context():
        count = select(func.count()).select_from(Place).where(Place.path.startswith("/CI/"))
        assert db.session.scalar(count) == 9184
        assert db.session.get_one(Place, "C1516").path == "/CI/CI-SM/CI23/CI2303/CI230307/C1516/"
    before = stored(app)
    assert akissi.loads(places, shared / "places" / "civ_places.csv")[0] == 0
    assert stored(app) == before
    for outlines in sorted((shared / "places").glob("*.geojson")):
        status, output = akissi.loads(places, outlines)
        assert status == 0, (outlines.name, output)
    assert stored(app)["place_shape"] > 0
    register = shared / "corpora" / "rse_projets_ci_exemples.csv"
    status, output = akissi.loads(projects, register, "--programme", "pilote")
    assert status == 0, output
    assert stored(app)["project"] > 10


def test_a_register_with_fewer_columns_takes_nothing_away_and_an_empty_cell_only_when_it_is_wanted(
    app: EchoFlask, akissi: Desk
) -> None:
    whole = "id;titre;entreprises;place;montant;statut\nQ1;École;Mine;V1;1 000;en cours\n"
    assert akissi.loads(projects, whole, "--programme", "pilote")[0] == 0
    for text in ("id;titre\nQ1;Lycée\n", "id;titre;entreprises;place;montant;statut\nQ1;Lycée;;;;\n"):
        assert akissi.loads(projects, text, "--programme", "pilote")[0] == 0
        with app.app_context():
            one = db.session.get_one(Project, ("Q1", "pilote"))
            assert (one.title, one.place_code, one.amount, one.status) == ("Lycée", "V1", 1000, "en cours")
    assert stored(app)["project_funder"] == 1
    assert akissi.loads(projects, text, "--programme", "pilote", "--clear")[0] == 0
    with app.app_context():
        assert db.session.get_one(Project, ("Q1", "pilote")).amount is None
    assert stored(app)["project_funder"] == 0


def test_points_that_are_swapped_or_at_zero_are_refused(app: EchoFlask, akissi: Desk) -> None:
    assert akissi.loads(places, HEADER + "S1,R1,sous_prefecture,Le Lac,6.2,-4.3,\n")[0] == 0
    for point, why in (("-4.2,6.3", "échangées"), ("0,0", "0, 0"), ("6.3,4.3", "signe")):
        status, output = akissi.loads(places, HEADER + f"V9,S1,locality,Tiébissou,{point},\n")
        assert (status, why in output) == (1, True), output
    assert akissi.loads(places, HEADER + "V9,S1,locality,Tiébissou,30,-4,\n")[0] == 1, "far away is a doubt"
    assert akissi.loads(places, HEADER + "V9,S1,locality,Tiébissou,30,-4,\n", "--accept-doubts")[0] == 0


def test_places_of_one_name_get_a_remark_and_are_distinguished_by_their_code(app: EchoFlask, akissi: Desk) -> None:
    status, output = akissi.loads(places, HEADER + "V8,S1,locality,N'Zué,,,\nV9,S1,locality,N’Zué,,,\n")
    assert (status, "même nom" in output) == (0, True), output
    with app.app_context():
        assert db.session.get_one(Place, "V8").label == "N'Zué, Le Lac (V8)"


def test_a_dry_run_changes_nothing_and_shows_old_and_new(app: EchoFlask, akissi: Desk) -> None:
    status, output = akissi.loads(places, "code,name\nV2,Bécédi-Brignan\n", "--check")
    assert (status, "Bécédi → Bécédi-Brignan" in output) == (0, True), output
    with app.app_context():
        assert db.session.get_one(Place, "V2").name == "Bécédi"


def test_geojson_in_another_system_is_refused_by_name(akissi: Desk) -> None:
    text = '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32630"}},"features":[]}'
    status, output = akissi.loads(places, text, name="x.geojson")
    assert (status, "32630" in output) == (1, True), output


def test_a_wider_place_takes_no_project_from_its_village(app: EchoFlask, akissi: Desk) -> None:
    assert akissi.loads(projects, "id,titre,place\nQ1,École,V1\nQ2,Pont,S1\n", "--programme", "pilote")[0] == 0
    assert akissi.loads(projects, "id,adm3\nQ1,S1\nQ2,V2\n", "--programme", "pilote")[0] == 0
    assert akissi.loads(projects, "id,place,adm3\nQ1,,S1\n", "--programme", "pilote", "--clear")[0] == 0
    with app.app_context():
        assert [db.session.get_one(Project, (key, "pilote")).place_code for key in ("Q1", "Q2")] == ["V1", "V2"]
    assert akissi.loads(projects, "id,place\nQ1,S1\n", "--programme", "pilote")[0] == 0
    with app.app_context():
        assert db.session.get_one(Project, ("Q1", "pilote")).place_code == "S1", "said outright, it counts"


def test_a_project_whose_number_lost_its_zeros_is_no_second_project(app: EchoFlask, akissi: Desk) -> None:
    assert akissi.loads(projects, "id,titre\nRSE-007,École\n", "--programme", "pilote")[0] == 0
    before = stored(app)
    status, output = akissi.loads(projects, "id,titre\nrse-7,École\n", "--programme", "pilote")
    assert (status, stored(app), "RSE-007" in output) == (1, before, True), output


def test_what_the_remark_says_of_an_unknown_place_is_true(akissi: Desk) -> None:
    register = "id,titre,place\nQ1,École,V1\nQ2,Pont,\nQ3,Puits,NULLE\n"
    status, output = akissi.loads(projects, register, "--programme", "pilote")
    assert (status, "n’est sur aucun lieu" in output, "chargé sans lieu" in output) == (0, True, True), output
    status, output = akissi.loads(projects, "id,place\nQ1,NULLE\n", "--programme", "pilote")
    assert (status, "le lieu d’avant reste" in output) == (0, True), output


def test_a_place_without_a_parent_is_not_put_at_the_top_without_a_word(akissi: Desk) -> None:
    status, output = akissi.loads(places, HEADER + "V9,,locality,Ici,,,\n", "--check")
    assert (status, "sans lieu parent" in output) == (0, True), output
    status, output = akissi.loads(places, HEADER + "YY,,country,Pays,,,\n", "--check")
    assert (status, "sans lieu parent" in output) == (0, False), output


def test_a_file_of_outlines_says_that_names_are_not_read_from_it(akissi: Desk) -> None:
    square = '{"type":"Polygon","coordinates":[[[-4.3,6],[-4.1,6],[-4.1,6.2],[-4.3,6]]]}'
    text = (
        '{"type":"FeatureCollection","features":[{"type":"Feature",'
        f'"properties":{{"code":"S1","name":"Autre"}},"geometry":{square}}}]}}'
    )
    status, output = akissi.loads(places, text, "--check", name="x.geojson")
    assert (status, "ne change que la forme" in output, "Autre" in output) == (0, True, False), output


def test_a_village_far_from_the_others_of_its_parent_is_a_doubt_where_no_outline_is_known(
    app: EchoFlask, akissi: Desk
) -> None:
    village = "W{n},S4,locality,Village {n},{lat},{lng},\n".format
    around = "".join(village(n=n, lat=6.2 + n / 50, lng=-4.3 + n / 60) for n in range(9))
    assert akissi.loads(places, HEADER + "S4,R1,sous_prefecture,Rive,,,\n" + around)[0] == 0
    for lat, lng, why in ((7.9, -4.2, "loin"), (-4.2, 6.3, "échangées"), (6.3, 4.2, "signe")):
        status, output = akissi.loads(places, HEADER + village(n=99, lat=lat, lng=lng))
        assert (status, why in output, "Rive" in output) == (1, True, True), output
    assert akissi.loads(places, HEADER + village(n=99, lat=6.6, lng=-4.4))[0] == 0
