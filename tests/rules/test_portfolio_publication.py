"""What may be shown: coarse places, rounded figures, codes only."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.forms.engine.meaning import FormMeaning
from feedback_app.insight.accepted.coarse import Step, coarse
from feedback_app.insight.accepted.month import month
from feedback_app.insight.disclosure import K_SENSITIVE, K, Rule, read_rule, round_down_or_hide
from feedback_app.out.dataset import Page
from feedback_app.out.datasets.portfolio import DATASET
from feedback_app.out.formats.csv import FORMAT as CSV
from feedback_app.portfolio.listing.atlas import PICTURE, MapPlace, draw
from feedback_app.portfolio.listing.groups import Cell, ExactGroup, Figure, figure, groups
from feedback_app.portfolio.solutions.need import NeedCodes, need_codes

RULE = read_rule({})


def way(*steps: tuple[str, str, int | None]) -> list[Step]:
    made, path = [], "/"
    for code, level, population in steps:
        path += f"{code}/"
        made.append(Step(code, level, path, population))
    return made


VILLAGE = way(
    ("CI", "country", 29_000_000), ("R", "region", 900_000), ("S", "sous_prefecture", 40_000), ("V", "locality", 832)
)


class TestCoarsePlaces:
    def test_a_village_is_shown_as_its_sous_prefecture(self) -> None:
        assert coarse(VILLAGE, RULE).code == "S"

    @pytest.mark.parametrize(("level", "code"), [("country", "CI"), ("region", "R"), ("locality", "V")])
    def test_the_programme_says_the_level(self, level: str, code: str) -> None:
        assert coarse(VILLAGE, read_rule({"public_level": level})).code == code

    def test_where_the_tree_skips_the_level_the_one_above_counts(self) -> None:
        short = way(("CI", "country", None), ("R", "region", None), ("V", "locality", None))
        assert coarse(short, RULE).code == "R"

    def test_a_record_of_a_whole_region_stays_there(self) -> None:
        assert coarse(VILLAGE[:2], RULE).code == "R"

    def test_where_levels_are_unknown_the_parent_counts(self) -> None:
        other = way(("GH", "state", None), ("K", "kingdom", None), ("T", "town", None))
        assert coarse(other, RULE).code == "K"
        assert coarse(other[:1], RULE).code == "GH"

    def test_a_place_with_too_few_people_is_shown_as_the_one_above(self) -> None:
        small = way(("R", "region", 900_000), ("S", "sous_prefecture", 499))
        assert coarse(small, RULE).code == "R"
        assert coarse(small, read_rule({"public_population": 0})).code == "S"

    def test_settings_that_make_no_sense_take_the_default(self) -> None:
        odd = read_rule({"k_public": "3", "k_sensitive": True, "public_level": 7, "public_population": -1})
        assert odd == Rule("sous_prefecture", 500, K, K_SENSITIVE, public=True) == RULE


class TestFigures:
    def test_rounded_down_and_silent_below(self) -> None:
        assert [round_down_or_hide(n, 5) for n in (0, 4, 5, 9, 10)] == [None, None, 5, 5, 10]
        assert [round_down_or_hide(n, 1) for n in (1, 7)] == [1, 7]

    @given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.integers(2, 12))
    def test_no_part_that_is_hidden_can_be_found_by_subtraction(self, parts: list[int], k: int) -> None:
        """Whatever total and other parts are shown, a hidden part may be any number below k."""
        hidden = [part for part in parts if part < k]
        if len(hidden) != 1:
            return
        total, shown = round_down_or_hide(sum(parts), k), [part - part % k for part in parts if part >= k]
        if total is None:
            return
        slack = (k - 1) * len(shown)  # what rounding took from the other parts
        least, most = total - sum(shown) - slack, total + (k - 1) - sum(shown)
        assert most - least >= k - 1

    def test_a_figure_of_several_lines_is_the_sum_of_what_they_show(self) -> None:
        made = shown(cell("eau", 7), cell("gen", 11))
        assert figure(made) == Figure(2, 15, 10)
        assert figure([]) == Figure(0, 0, 1)

    def test_what_too_few_say_of_a_sensitive_subject_is_in_no_line_and_no_sum(self) -> None:
        made = shown(cell("eau", 7), cell("gen", 9))
        assert [group.domain for group in made] == ["eau"] and figure(made) == Figure(1, 5, 5)

    def test_details_are_shown_from_k_on(self) -> None:
        made = shown(cell("eau", 6, detail="panne"), cell("eau", 3, detail="loin"), cell("eau", 2))
        assert len(made) == 1 and made[0].voices == 10
        assert made[0].parts(made[0].details) == [("panne", 5)]

    def test_the_same_line_keeps_its_name(self) -> None:
        one, two = (shown(cell("eau", n))[0].id for n in (5, 30))
        assert one == two


class TestLinesOfFewVoices:
    def test_are_counted_in_the_place_above(self) -> None:
        few = [cell("eau", 3, path=f"/CI/R/{name}/") for name in "STV"]
        made = shown(*few, cell("eau", 8, path="/CI/R/U/"))
        assert [(one.place, one.voices, one.is_gathered) for one in made] == [("U", 5, False), ("R", 5, True)]

    def test_of_two_places_alone_go_further_up_because_each_must_have_some_of_five(self) -> None:
        two = [cell("eau", 4, path="/CI/R/S/"), cell("eau", 4, path="/CI/R/T/")]
        assert shown(*two) == []
        made = shown(*two, cell("eau", 1, path="/CI/Q/U/"))
        assert [(one.place, one.voices) for one in made] == [("CI", 5)]

    def test_say_less_than_there_are_where_all_would_say_how_many_each_has(self) -> None:
        made = shown(*(cell("eau", 4, detail="panne", path=f"/CI/R/{name}/") for name in "STUVW"))
        assert [(one.voices, one.parts(one.details)) for one in made] == [(15, [("panne", 15)])]

    def test_are_all_counted_where_the_place_above_has_enough_by_itself(self) -> None:
        made = shown(cell("eau", 6, path="/CI/R/"), cell("eau", 4, path="/CI/R/S/"))
        assert [(one.place, one.voices) for one in made] == [("R", 10)]

    def test_go_no_higher_than_the_programmes_own_place(self) -> None:
        assert shown(cell("eau", 3, path="/CI/R/S/"), cell("eau", 3, path="/CI/Q/S/"), home="R") == []

    def test_lose_their_theme_last(self) -> None:
        one, other = uuid.UUID(int=1), uuid.UUID(int=2)
        made = shown(cell("eau", 3, theme=one), cell("eau", 3, theme=other), cell("eau", 2), home="S")
        assert [(line.place, line.theme, line.voices) for line in made] == [("S", None, 5)]
        made = shown(*(cell("eau", 3, theme=one, path=f"/CI/R/{name}/") for name in "STU"), home="R")
        assert [(line.place, line.theme) for line in made] == [("R", one)]

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["/CI/", "/CI/R/", "/CI/R/S/", "/CI/R/T/", "/CI/Q/U/", "/CI/Q/U/V/"]),
                st.sampled_from(["eau", "san", "gen"]), st.sampled_from([None, uuid.UUID(int=1), uuid.UUID(int=2)]),
                st.integers(1, 12),
            ),
            max_size=25,
        ),
        st.sampled_from(["CI", "R", "elsewhere"]),
    )  # fmt: skip
    def test_are_never_shown_and_nobody_is_counted_twice(
        self, needs: list[tuple[str, str, uuid.UUID | None, int]], home: str
    ) -> None:
        made = shown(*(cell(domain, n, theme=theme, path=path) for path, domain, theme, n in needs), home=home)
        for domain in ("eau", "san", "gen"):
            lines = [one for one in made if one.domain == domain]
            assert all(one.count >= RULE.least(domain) and one.voices for one in lines)
            left_out = sum(n for _, of, _, n in needs if of == domain) - sum(one.count for one in lines)
            tops = {"CI", "R", "Q"} if home == "R" else {"CI"}
            assert 0 <= left_out < 2 * RULE.least(domain) * len(tops)
        assert len({one.id for one in made}) == len(made)


def shown(*cells: Cell, home: str = "CI") -> list[ExactGroup]:
    return groups(cells, {"p": RULE}, {"p": home})


def cell(
    domain: str, count: int, *, detail: str | None = None, theme: uuid.UUID | None = None, path: str = "/CI/R/S/"
) -> Cell:
    return Cell("p", path, domain, detail, None, theme, (), count, "2026-10", "2026-11")


FORM = FormMeaning(
    {
        "name": "eau_du_projet",
        "questions": [
            {"name": "sujet", "type": "select_one", "means": "domain", "choices": [{"name": "eau"}, {"name": "san"}]},
            {
                "name": "panne", "type": "select_one", "means": "detail", "relevant": None,
                "choices": [{"name": "panne", "label": {"fr": "La pompe"}}, {"name": "nsp", "label": {"fr": "?"}}],
            },
            {
                "name": "urgence", "type": "select_one", "means": "severity",
                "choices": [{"name": "vital"}, {"name": "nsp"}],
            },
            {"name": "soin", "type": "text"},
        ],
    }
)  # fmt: skip
"""A programme's own form, whose questions have names of their own."""


def taken(**answers: object) -> NeedCodes:
    return need_codes(FORM.facts(answers), FORM)


class TestWhatIsTaken:
    def test_codes_of_the_lists_whatever_the_questions_are_called(self) -> None:
        assert taken(sujet="eau", panne="panne", urgence="vital", soin="la sage-femme") == NeedCodes(
            "eau", "panne", "vital"
        )

    @pytest.mark.parametrize(
        "answers",
        [
            {"sujet": "eau", "panne": "chez la veuve du chef", "urgence": "parce que"},
            {"sujet": "eau", "panne": ["panne"], "urgence": 3},
            {"sujet": "eau", "panne": "nsp", "urgence": "nsp"},
            {"sujet": "eau"},
        ],
    )
    def test_free_text_cannot_slip_through(self, answers: dict[str, object]) -> None:
        assert taken(**answers) == NeedCodes("eau", None, None)

    @pytest.mark.parametrize("domain", ["le puits de Mariam", None, 7, ["eau"]])
    def test_an_unknown_domain_is_something_else(self, domain: object) -> None:
        assert taken(sujet=domain, panne="panne") == NeedCodes("aut", None, None)

    def test_a_question_that_means_nothing_is_not_read(self) -> None:
        assert taken(sujet="san", soin="Awa est malade") == NeedCodes("san", None, None)

    def test_the_month_of_a_clock_that_cannot_be_right_is_the_month_of_arrival(self) -> None:
        now = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
        assert month(now - dt.timedelta(days=40), now) == "2026-10"
        for wrong in (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), now + dt.timedelta(days=30), None):
            assert month(wrong, now) == "2026-11"


class TestTheMap:
    def test_points_stand_on_the_map_and_names_do_not_touch(self) -> None:
        places = [MapPlace(f"P{n}", f"Sous-préfecture {n}", (5 + n % 7, -8 + n // 7), n + 1) for n in range(60)]
        made = draw(places, outlines=[], within=None)
        assert made and len(made.points) == 60
        assert all(0 <= p.x <= PICTURE.width and 0 <= p.y <= PICTURE.height for p in made.points)
        assert made.points[0].radius > made.points[-1].radius
        assert 0 < sum(point.label is not None for point in made.points) <= 24

    def test_north_is_up_and_east_is_right(self) -> None:
        made = draw([MapPlace("SW", "a", (5, -8), 1), MapPlace("NE", "b", (6, -7), 1)], outlines=[], within=None)
        assert made
        at = {point.code: point for point in made.points}
        assert at["NE"].x > at["SW"].x and at["NE"].y < at["SW"].y

    def test_one_place_alone_and_none(self) -> None:
        assert draw([], outlines=[], within=None) is None
        made = draw([MapPlace("A", "Seul", (7, -6), 0)], outlines=[], within=None)
        assert made and (made.points[0].x, made.points[0].y) == (PICTURE.width / 2, PICTURE.height / 2)


@pytest.mark.parametrize(
    ("start", "safe"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "'\t'=1"), (" =1", "' =1"), ("＝1", "'＝1"),
        ("\r=1", "'\r'=1"), ("Eau;=1+1;x", "Eau;'=1+1;x"),
    ],
)  # fmt: skip
def test_no_cell_of_a_spreadsheet_is_a_formula(start: str, safe: str) -> None:
    need: dict[str, object] = {
        "id": "1", "programme": start, "place": {"code": start, "name": "", "label": start, "level": "", "latitude": -1.5,
        "longitude": -6.25}, "domain": {"code": "eau", "label": {"fr": start}}, "theme": {"id": "x", "title": start},
        "solution": None, "solutions": [], "voices": 5, "k": 5, "details": [], "gravity": [], "first_month": None, "last_month": None,
        "gathered": False, "made_up": False,
    }  # fmt: skip
    text = CSV.write(DATASET, Page(rows=[need], total=1, figures={}, limit=1, offset=0)).decode()
    assert text.count(safe) == 5 and ",-1.5,-6.25," in text
