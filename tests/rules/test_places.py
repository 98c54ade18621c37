"""Reading a file of places: what the Lab's spreadsheets look like, and what is wrong with them, row by row."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.base.folding import fold
from feedback_app.enrol.texts import TEXTS
from feedback_app.register.place_files import PlaceFile, complete_rows, read_table_of_places
from feedback_app.register.place_geojson import read_geojson as read_features
from feedback_app.register.places import MAX_DEPTH, PlaceRow, Unusable, rows_with_paths

HEADER = "code,parent_code,level,name,lat,lng,population\n"
TREE = (
    HEADER
    + "XX,,country,Pays,,,\nD1,XX,district,Lacs,,,\nR1,D1,region,Bélier,,,\n"
    + "S1,R1,sous_prefecture,Guézon,6.7,-7.1,59203\nL1,S1,locality,N’Gbessou,6.73,-7.11,800\n"
)


def read_csv(data: bytes) -> list[PlaceRow]:
    """The rows of a file of new places."""
    return complete_rows(read_table_of_places(data), {})


def read_geojson(data: bytes) -> tuple[list[PlaceRow], list[Any]]:
    file: PlaceFile = read_features(data)
    return complete_rows(file, {}), list(file.shapes)


def faults_of(work: Callable[[], Any]) -> list[tuple[int, str, str]]:
    with pytest.raises(Unusable) as caught:
        work()
    return [(fault.row, fault.column, fault.reason) for fault in caught.value.faults]


def labels(text: str, **existing: tuple[str, str]) -> dict[str, str]:
    paths, names = {c: p for c, (p, _) in existing.items()}, {c: n for c, (_, n) in existing.items()}
    return {row.code: row.label for row in rows_with_paths(read_csv(text.encode()), paths, names)}


@pytest.mark.parametrize(
    "data",
    [
        TREE.encode(),
        b"\xef\xbb\xbf" + TREE.encode(),
        TREE.replace(",", ";").encode(),
        TREE.replace(",", "\t").replace("\n", "\r\n").encode(),
        TREE.replace("’", "'").encode("cp1252"),
        TREE.replace("code,parent_code,level,name", "PCODE,Parent,Niveau,Nom").encode(),
        (TREE + "\n,,,,,,\n").encode(),
    ],
    ids=["plain", "BOM", "semicolons", "tabs and CRLF", "Windows", "French headings", "empty lines"],
)
def test_a_spreadsheet_is_read_however_it_was_saved(data: bytes) -> None:
    rows = rows_with_paths(read_csv(data), {}, {})
    assert [row.path for row in rows][-1] == "/XX/D1/R1/S1/L1/"
    assert (rows[3].name, rows[3].lat, rows[3].population) == ("Guézon", 6.7, 59203)


def test_parents_may_be_below_their_children_and_codes_are_unchanged() -> None:
    lines = TREE.splitlines(keepends=True)
    rows = rows_with_paths(read_csv("".join([lines[0], *reversed(lines[1:])]).encode()), {}, {})
    assert [row.code for row in rows] == ["XX", "D1", "R1", "S1", "L1"]


def test_a_locality_is_labelled_with_its_sous_prefecture_because_names_repeat() -> None:
    assert labels(TREE) == {
        "XX": "Pays",
        "D1": "Lacs",
        "R1": "Bélier, Lacs",
        "S1": "Guézon, Bélier",
        "L1": "N’Gbessou, Guézon",
    }


def test_namesakes_under_namesakes_are_labelled_with_the_departement_as_well() -> None:
    two = TREE + "R2,D1,region,Worodougou,,,\nS2,R2,sous_prefecture,Guézon,,,\n" + "L2,S2,locality,N’Gbessou,,,\n"
    found = labels(two)
    assert (found["L1"], found["L2"]) == ("N’Gbessou, Guézon, Bélier", "N’Gbessou, Guézon, Worodougou")


def test_the_chief_town_s_name_is_not_repeated_in_the_label() -> None:
    assert labels(TREE + "L9,S1,locality,Guézon,,,\n")["L9"] == "Guézon"


def test_a_second_file_hangs_on_what_is_there() -> None:
    more = HEADER + "L2,S1,locality,Tiébissou,,,\n"
    assert labels(more, S1=("/XX/D1/R1/S1/", "Guézon"), R1=("/XX/D1/R1/", "Bélier")) == {"L2": "Tiébissou, Guézon"}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("L2,S1,locality,,6.7,-7.1,1", (7, "name", "not-a-name")),
        ("L 2,S1,locality,Bécédi,6.7,-7.1,1", (7, "code", "not-a-code")),
        (",S1,locality,Bécédi,,,", (7, "code", "not-a-code")),
        ("L2,../S1,locality,Bécédi,,,", (7, "parent_code", "not-a-code")),
        ("L2,S1,locality,Bécédi,97,-7.1,1", (7, "lat", "not-in-range")),
        ("L2,S1,locality,Bécédi,nan,-7.1,1", (7, "lat", "not-in-range")),
        ("L2,S1,locality,Bécédi,six,-7.1,1", (7, "lat", "not-in-range")),
        ("L2,S1,locality,Bécédi,6.7,,1", (7, "lng", "half-a-point")),
        ("L2,S1,locality,Bécédi,,,beaucoup", (7, "population", "not-a-number")),
        ("L2,S1,locality,Bécédi,,,-3", (7, "population", "not-a-number")),
        ("L2,S1,locality,Bé\u202ecédi,,,", (7, "name", "not-a-name")),
        ("L2,S1," + "x" * 41 + ",Bécédi,,,", (7, "level", "not-a-name")),
        ("L2,S1,locality,Bou\ufffdké,,,", (7, "name", "not-a-name")),
        ('"L2","S1","locality","Bé\ncédi",,,', (7, "name", "not-a-name")),
        (",,,,,,\n\nL 2,S1,locality,Bécédi,,,", (9, "code", "not-a-code")),
    ],
)
def test_faults_are_reported_by_row_and_column(line: str, fault: tuple[int, str, str]) -> None:
    assert fault in faults_of(lambda: read_csv((TREE + line + "\n").encode()))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("L1,S1,locality,Encore,,,", (7, "code", "twice")),
        ("L2,S9,locality,Bécédi,,,", (7, "parent", "unknown-parent")),
        ("A,B,locality,Un,,,\nB,A,locality,Deux,,,", (7, "parent", "circle")),
        ("A,A,locality,Moi,,,", (7, "parent", "circle")),
    ],
)
def test_a_tree_that_does_not_hold_is_refused(line: str, fault: tuple[int, str, str]) -> None:
    assert fault in faults_of(lambda: rows_with_paths(read_csv((TREE + line + "\n").encode()), {}, {}))


def test_a_name_that_its_encoding_lost_is_refused_and_not_guessed() -> None:
    data = (HEADER + "XX,,country,Bou").encode() + b"\x81k\xe9,,,\n"
    assert faults_of(lambda: read_csv(data))[0] == (0, "", "which-code-page")


def chain(levels: int) -> list[PlaceRow]:
    """Each place in the one before it."""
    lines = [f"A{n},{f'A{n - 1}' if n else ''},locality,Lieu {n},,,\n" for n in range(levels)]
    return read_csv((HEADER + "".join(lines)).encode())


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, MAX_DEPTH + 2, 60])
def test_too_many_levels_are_refused_whichever_way_the_file_is_sorted(levels: int) -> None:
    for rows in (chain(levels), chain(levels)[::-1]):
        (fault,) = faults_of(lambda: rows_with_paths(rows, {}, {}))  # noqa: B023
        assert fault[1:] == ("parent", "too-deep")
    assert len(rows_with_paths(chain(MAX_DEPTH)[::-1], {}, {})) == MAX_DEPTH


def test_the_longest_names_still_make_a_label_that_fits_its_column() -> None:
    names = {code: code * 200 for code in "ABCD"}
    lines = [f"{code},{above},locality,{names[code]},,,\n" for above, code in ("AB", "BC", "CD")]
    made = labels(HEADER + f"A,,country,{names['A']},,,\n" + "".join(lines))
    assert max(map(len, made.values())) == 400


FOREST = st.lists(st.integers(0, 30), max_size=30).map(
    lambda above: [PlaceRow(n, f"P{n}", f"P{at}" if at < n else None, "l", f"N{n % 3}", None, None, None)
                   for n, at in enumerate(above)]
)  # fmt: skip
"""Trees without a circle: each place's parent is before it."""


@given(FOREST, st.randoms(use_true_random=False))
def test_a_tree_is_the_same_in_whatever_order_its_rows_stand(rows: list[PlaceRow], dice: Any) -> None:
    shuffled = dice.sample(rows, len(rows))
    try:
        grown = rows_with_paths(rows, {}, {})
    except Unusable:
        assert faults_of(lambda: rows_with_paths(shuffled, {}, {}))
        return
    paths = {row.code: row.path for row in grown}
    for row in grown:
        assert row.path == (paths[row.parent] if row.parent else "/") + f"{row.code}/"
    seen: set[str | None] = {None}
    for row in rows_with_paths(shuffled, {}, {}):
        assert (row.path, row.parent in seen) == (paths[row.code], True), "parents come first"
        seen.add(row.code)
    assert {(row.code, row.label) for row in rows_with_paths(shuffled, {}, {})} == {
        (row.code, row.label) for row in grown
    }


@given(FOREST.filter(len), st.integers(0, 29))
def test_whoever_is_put_under_their_own_descendant_is_a_circle(rows: list[PlaceRow], at: int) -> None:
    top = rows[at % len(rows)]
    below = PlaceRow(99, "Z", top.code, "l", "Z", None, None, None)
    turned = [row if row is not top else PlaceRow(row.row, row.code, "Z", "l", "N", None, None, None) for row in rows]
    assert {reason for _, _, reason in faults_of(lambda: rows_with_paths([*turned, below], {}, {}))} <= {
        "circle",
        "too-deep",
    }


def test_every_fault_has_words_in_both_languages() -> None:
    broken: list[Callable[[], Any]] = [
        lambda: read_csv((HEADER + "!,?,,,95,,x\n").encode()),
        lambda: rows_with_paths(read_csv((HEADER + "A,A,l,n,,,\n").encode()), {}, {}),
        lambda: read_geojson(geojson(3, feature(SQUARE), feature({"type": "Polygon"}, code="S1"))),
    ]
    for work in broken:
        for _, _, reason in faults_of(work):
            fr, en = (TEXTS.say(reason, lang=lang) for lang in ("fr", "en"))
            assert fr and en and fr != en, reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty-file"),
        (TREE.replace("Guézon", "Gué\x00zon").encode(), "not-text"),
        (b"\x00\x01\x02", "not-text"),
        (b"PK\x03\x04 a workbook", "not-a-workbook"),
        (b"code,parent,level\nXX,,country\n", "column-missing"),
        (b"code,code,parent,level,name\n", "column-twice"),
        (b'code,parent,level,name\n"XX,,country,Pays\n', "not-csv"),
        (b"code,parent,level,name\nXX,,country," + b"x" * 200_000, "not-csv"),
    ],
)
def test_a_file_that_is_no_table_of_places_is_refused_as_a_whole(data: bytes, reason: str) -> None:
    assert reason in {reason for _, _, reason in faults_of(lambda: read_csv(data))}


def test_at_most_a_hundred_faults_are_reported_and_the_first_are_the_ones_to_mend_first() -> None:
    faults = faults_of(lambda: read_csv((HEADER + "!,,,,,,\n" * 500).encode()))
    assert len(faults) == 100
    assert faults[0][0] == 2


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


SQUARE = {"type": "Polygon", "coordinates": [[[-6, 7], [-5, 7], [-5, 8], [-6, 8], [-6, 7]]]}


def test_points_are_places_and_outlines_are_shapes() -> None:
    point = feature(
        {"type": "Point", "coordinates": [-6.2, 7.5]}, code="L1", parent="S1", level="locality", name="Bouata"
    )
    places, shapes = read_geojson(geojson(point, feature(SQUARE, pcode="S1")))
    assert [(row.code, row.lat, row.lng) for row in places] == [("L1", 7.5, -6.2)]
    assert [(shape.code, shape.row) for shape in shapes] == [("S1", 2)]


def test_geojson_may_begin_with_a_byte_order_mark() -> None:
    assert [shape.code for shape in read_geojson(b"\xef\xbb\xbf" + geojson(feature(SQUARE, code="S1")))[1]] == ["S1"]


def test_two_outlines_of_one_place_are_a_fault_and_neither_is_chosen() -> None:
    twice = geojson(feature(SQUARE, code="S1"), feature(SQUARE, code="S2"), feature(SQUARE, code="S1"))
    assert faults_of(lambda: read_geojson(twice)) == [(3, "code", "twice")]


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[]",
        b'{"features": {}}',
        geojson(3),
        geojson(feature(None, code="S1")),
        geojson(feature({"type": "Point", "coordinates": ["a", "b"]}, code="L1", level="l", name="n")),
        geojson(feature({"type": "Point", "coordinates": [1e999, 0]}, code="L1", level="l", name="n")),
        geojson(feature({"type": "Polygon", "coordinates": [[[0, 0], [1]]]}, code="S1")),
        geojson(feature({"type": "Polygon", "coordinates": [[[999, 0], [1, 1], [2, 2], [999, 0]]]}, code="S1")),
        geojson(feature({"type": "GeometryCollection", "geometries": []}, code="S1")),
        geojson(feature(SQUARE)),
        geojson(feature(SQUARE, code={"a": 1})),
    ],
)
def test_geojson_that_is_none_is_refused(data: bytes) -> None:
    assert faults_of(lambda: read_geojson(data))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "properties", "geometry", "coordinates", "code"]), inner)
    ),
    max_leaves=8,
)


@given(st.lists(JUNK, max_size=3))
def test_no_geojson_breaks_the_reader(features: list[Any]) -> None:
    try:
        read_geojson(geojson(*features))
    except Unusable as unusable:
        assert unusable.faults


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for start in (b"", HEADER.encode()):
        try:
            rows_with_paths(read_csv(start + data), {}, {})
        except Unusable as unusable:
            assert unusable.faults


@given(st.text(max_size=30) | st.text(alphabet="aÉ_:-’ 0", max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_search_minds_no_accents_apostrophes_or_case() -> None:
    assert fold("N’Gbessou-Œuvre  ÉLÉPHANT") == "n gbessou oeuvre elephant"


VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "folding.json").read_text())


@pytest.mark.parametrize("name", VECTORS["folded"])
def test_phone_and_server_fold_a_name_the_same_way(name: str) -> None:
    assert fold(name) == VECTORS["folded"][name]


@pytest.mark.parametrize(("typed", "name"), VECTORS["found"])
def test_a_name_in_a_language_of_the_country_is_found_as_people_type_it(typed: str, name: str) -> None:
    assert fold(typed) in fold(name)
