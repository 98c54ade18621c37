"""The page of feelings and scores: what anyone reads, and what nobody can."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from feedback_app.base.db import db
from feedback_app.insight.figures.scales import bar, change, middle
from feedback_app.insight.figures.view import figures as gather
from tests.http.insight.people import feeling, follow, next_week, record
from tests.http.portfolio_people import decide, demonstration, settings
from tests.people import World
from tests.rules.test_instruments_shipped import FEEDBACK

PAGE = "/ressenti"


def read(client: FlaskClient, address: str = PAGE) -> str:
    got = client.get(address, headers={"Accept-Language": "fr"})
    assert got.status_code == 200
    return got.text


def score(client: FlaskClient, world: World, n: int, answer: str) -> None:
    ages = ("18_24", "25_34", "35_59", "60_plus", "refus", "groupe")
    left = {key: FEEDBACK[key] for key in ("connu", "avance", "problemes")}
    answers = {**left, "projet": "P1", "age": ages[n], "acces": answer}
    decide(world, record(client, world.awa, "retour", answers, project="P1"))


def test_where_nothing_is_accepted_the_page_has_words_for_it(client: FlaskClient, world: World) -> None:
    assert "Rien à montrer ici pour le moment" in read(client)


def test_anyone_reads_how_people_feel_by_place_and_over_time(client: FlaskClient, world: World) -> None:
    for n in range(12):
        feeling(client, world, "peur" if n % 2 else "espoir", n=n)
    assert "Le Lac" not in read(client)
    next_week(world)
    page = read(client)
    for words in ("Le Lac", "au moins 12 voix", "très bien 100 %", "au milieu", "Peur", "moins de 5 voix"):
        assert words in page, words
    assert "<script" not in page.split("<main", 1)[1]


def test_scores_of_a_project_have_the_words_of_the_question_that_was_asked(client: FlaskClient, world: World) -> None:
    demonstration(world)
    for n, answer in enumerate("44512"):
        score(client, world, n, answer)
    follow(world)
    page = read(client)
    for words in ("Est-ce facile d’en profiter", "Pompe de Kongodougou", "5 voix", "Ici, les chiffres sont exacts"):
        assert words in page, words
    assert "Is it easy to benefit" in client.get(PAGE, headers={"Accept-Language": "en"}).text


def test_the_file_has_the_figures_of_the_page_and_no_others(client: FlaskClient, world: World) -> None:
    for n in range(14):
        feeling(client, world, "peur" if n % 3 else "joie", n=n)
    next_week(world)
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/feelings.csv").text.lstrip("\ufeff"))))
    in_file = Counter((row["row_fr"], row["answer_fr"], row["voices"]) for row in rows if row["question"] == "emotion")
    with world.app.test_request_context(headers={"Accept-Language": "fr"}):
        view = gather(db.session, world.programme)
    tables = [
        table for chapter in view.chapters for one in chapter.feelings if not one.is_scale for table in one.tables
    ]
    on_page = Counter(
        (row.name, answer, "" if cell is None else str(cell))
        for table in tables
        for row in table.rows[:-1]
        for answer, cell in zip(table.answers, row.cells, strict=True)
    )
    assert in_file == on_page != Counter()
    assert {cell["voices"] for cell in client.get("/api/v1/feelings").get_json()["cells"]} <= {None, 0, *range(5, 15)}


def test_what_a_programme_does_not_show_is_on_no_page(client: FlaskClient, world: World) -> None:
    for n in range(6):
        feeling(client, world, "peur", n=n)
    next_week(world)
    assert "Le Lac" in read(client)
    settings(world, public=False)
    assert "Le Lac" not in read(client) and "Le Lac" not in read(client, f"{PAGE}?programme={world.programme}")
    assert "Le Lac" not in read(client, "/api/v1/feelings.csv")


def test_a_programme_that_does_not_exist_is_an_empty_page(client: FlaskClient, world: World) -> None:
    for odd in ("<script>alert(1)</script>", "x" * 5000, "\x00"):
        assert "<script>alert(1)" not in client.get(PAGE, query_string={"programme": odd}).text


class TestScale:
    def test_a_bar_is_of_a_hundred_and_none_where_a_part_is_hidden(self) -> None:
        assert [(part.answer, part.percent) for part in bar([1, 0, 3]) or ()] == [(0, 25), (2, 75)]
        assert bar([1, None, 3]) is None and bar([0, 0]) is None

    def test_the_middle_of_few_has_no_interval(self) -> None:
        few, many = middle([1, 1, 0, 1, 0]), middle([2, 10, 20, 10, 2])
        assert few is not None and (few.median, few.low) == (1, None)
        assert many is not None and (many.median, many.low, many.high) == (2, 2, 2)

    @pytest.fixture(
        params=[([[9, 1], [1, 9]], 0.8), ([[5, 5], [5, 5]], 0.0), ([[5, 5]], None), ([[5, None], [5, 5]], None)]
    )
    def case(self, request: pytest.FixtureRequest) -> Iterator[tuple[list[list[int | None]], float | None]]:
        yield request.param

    def test_a_change_is_from_the_first_time_to_the_last(
        self, case: tuple[list[list[int | None]], float | None]
    ) -> None:
        rows, expected = case
        found = change(rows)
        assert (found.delta if found else None) == expected

    def test_a_change_that_may_be_none_is_not_clear(self) -> None:
        ten, forty = (change([[one, 5 * one, one, 3 * one, one], [one, 3 * one, one, 5 * one, one]]) for one in (1, 9))
        assert ten is not None and not ten.is_clear
        assert forty is not None and forty.is_clear and forty.delta == ten.delta
