"""XLSForms: what Adjoua gets from the form she writes, and the faults of what the phone could not do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from feedback_app.forms.engine.definition import Definition, Node, question
from feedback_app.forms.xlsform import limits
from feedback_app.forms.xlsform.compiler import XlsformError, compile_markdown, read_xlsform
from feedback_app.forms.xlsform.sentences import SHEET

SETTINGS = {"form_title": "Puits", "form_id": "puits", "version": "2", "default_language": "French (fr)"}
FR, EN = "label::French (fr)", "label::English (en)"


def sheet(name: str, rows: list[dict[str, str]]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return f"| {name} |\n" + "".join(f"| | {' | '.join(line)} |\n" for line in lines)


def form(
    *survey: dict[str, str], choices: list[dict[str, str]] | None = None, settings: Mapping[str, str] = SETTINGS
) -> str:
    return (
        sheet("survey", list(survey))
        + (sheet("choices", choices) if choices else "")
        + sheet("settings", [dict(settings)])
    )


def ask(kind: str = "text", name: str = "nom", **more: str) -> dict[str, str]:
    return {"type": kind, "name": name, FR: "Question ?", EN: "Question?", **more}


CHOICES = [
    {"list_name": "oui_non", "name": "oui", FR: "Oui", EN: "Yes", "media::image": "oui"},
    {"list_name": "oui_non", "name": "non", FR: "Non", EN: "No", "media::image": ""},
]


def faults_of(source: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(XlsformError) as error:
        compile_markdown(source, "puits")
    for issue in error.value.issues:
        assert issue.sentence("fr")
        assert issue.sentence("en")
    return [(issue.sheet, issue.row, issue.code) for issue in error.value.issues]


def node(definition: Definition, name: str) -> Node:
    found = question(definition, name)
    assert found is not None
    return found


def test_a_small_form_becomes_a_small_definition() -> None:
    source = form(
        ask("select_one oui_non", "puits", required="yes", appearance="pictures", **{"media::image": "eau"}),
        ask("integer", "metres", relevant="${puits} = 'oui'", constraint=". > 0"),
        choices=CHOICES,
        settings={**SETTINGS, "form_title::English (en)": "Wells", "picture": "eau"},
    )
    assert compile_markdown(source, "puits") == {
        "name": "puits",
        "version": "2",
        "title": {"fr": "Puits", "en": "Wells"},
        "languages": ["fr", "en"],
        "default_language": "fr",
        "picture": "eau",
        "questions": [
            {
                "name": "puits",
                "type": "select_one",
                "label": {"fr": "Question ?", "en": "Question?"},
                "required": True,
                "appearance": "pictures",
                "picture": "eau",
                "choices": [
                    {"name": "oui", "label": {"fr": "Oui", "en": "Yes"}, "picture": "oui"},
                    {"name": "non", "label": {"fr": "Non", "en": "No"}},
                ],
            },
            {
                "name": "metres",
                "type": "integer",
                "label": {"fr": "Question ?", "en": "Question?"},
                "relevant": {"call": "=", "args": [{"ref": "puits"}, {"lit": "oui"}]},
                "constraint": {"call": ">", "args": [{"self": True}, {"lit": 0}]},
            },
        ],
    }


@pytest.mark.parametrize(("written", "kind"), [
    ("text", "text"), ("integer", "integer"), ("decimal", "decimal"), ("date", "date"), ("geopoint", "geopoint"),
    ("image", "image"), ("photo", "image"), ("audio", "audio"), ("note", "note"), ("select_one oui_non", "select_one"),
    ("select_multiple oui_non", "select_multiple"),
])  # fmt: skip
def test_every_type_is_read(written: str, kind: str) -> None:
    definition = compile_markdown(form(ask(written), choices=CHOICES), "puits")
    assert node(definition, "nom")["type"] == kind


def test_a_group_holds_its_questions_and_a_calculation_its_tree() -> None:
    definition = compile_markdown(
        form(
            {"type": "begin_group", "name": "ensemble", FR: "Ensemble", "appearance": "field-list"},
            ask("integer", "a"),
            ask("audio", "b"),
            {"type": "end_group"},
            {"type": "calculate", "name": "double", "calculation": "${a} * 2"},
        ),
        "puits",
    )
    assert [child["name"] for child in node(definition, "ensemble")["children"]] == ["a", "b"]
    assert node(definition, "double")["calculation"] == {"call": "*", "args": [{"ref": "a"}, {"lit": 2}]}


def test_parameters_and_messages_are_preserved() -> None:
    messages = {"required_message::French (fr)": "Il faut.", "constraint_message::French (fr)": "Non."}
    source = form(ask("image", parameters="max-pixels=1600"), ask("text", "b", required="${nom} = ''", **messages))
    definition = compile_markdown(source, "puits")
    assert node(definition, "nom")["parameters"] == {"max-pixels": "1600"}
    assert node(definition, "b")["required_message"] == {"fr": "Il faut."}
    assert node(definition, "b")["required"] == {"call": "=", "args": [{"ref": "nom"}, {"lit": ""}]}


def test_typographic_quotes_are_shown_as_they_were_written() -> None:
    definition = compile_markdown(form(ask(**{FR: "« L’eau » ?", EN: "“Water”?"})), "puits")
    assert node(definition, "nom")["label"] == {"fr": "« L’eau » ?", "en": "“Water”?"}


def test_a_form_in_one_language_says_which_by_its_setting() -> None:
    definition = compile_markdown(form({"type": "text", "name": "a", "label": "Nom ?"}), "puits")
    assert node(definition, "a")["label"] == {"fr": "Nom ?"}
    no_language = {key: value for key, value in SETTINGS.items() if key != "default_language"}
    assert faults_of(form({"type": "text", "name": "a", "label": "Nom ?"}, settings=no_language)) == [
        ("survey", 2, "language-missing")
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ask("begin_repeat", "r"), "repeat-empty"),
        (ask("barcode"), "type-unsupported"),
        (ask("video"), "type-unsupported"),
        (ask("select_one_from_file oui.csv"), "type-unsupported"),
        (ask("select_one liste"), "list-missing"),
        (ask("integer", default="beaucoup"), "default-bad"),
        (ask("image", default="a.jpg"), "default-misplaced"),
        (ask("hidden"), "calculation-missing"),
        (ask("select_one oui_non", choice_filter="colour = ${avant}"), "expression"),
        (ask(calculation="position(..)", read_only="yes"), "position-level"),
        (ask("select_one_from_file oui.csv"), "type-unsupported"),
        (ask(**{"media::audio": "a.mp3"}), "media-missing"),
        (ask(trigger="${avant}"), "column-unsupported"),
        (ask(relevent="1"), "column-unsupported"),
        (ask("image", appearance="signature"), "appearance-unsupported"),
        (ask("text", appearance="faces"), "appearance-unsupported"),
        (ask("geopoint", parameters="allow-mock-accuracy=true"), "parameter-unsupported"),
        (ask(name="prénom"), "name-bad"),
        (ask(name="a.b"), "name-bad"),
        (ask(name="a" * 61), "name-bad"),
        (ask(name="avant"), "name-twice"),
        (ask(**{"media::image": "Eau.PNG"}), "media-missing"),
        (ask(**{"media::image::French (fr)": "eau", "media::image::English (en)": "water"}), "picture-by-language"),
        (ask(calculation="1"), "calculation-editable"),
        (ask(relevant="once(1)"), "only-in-calculation"),
        (ask("calculate", calculation="1", constraint="1"), "constraint-misplaced"),
        (ask(relevant="selected(${avant}"), "expression"),
        (ask(relevant="pulldata('a', 'b')"), "expression"),
        (ask(constraint="regex(., '(a+)+')"), "expression"),
        (ask(relevant="${avent} = 1"), "unknown-reference"),
        (ask(**{FR: "Bonjour ${avent}"}), "unknown-reference"),
        (ask(relevant="${apres} = 1"), "refers-ahead"),
        (ask(relevant="${nom} = 1"), "refers-ahead"),
        (ask(relevant="${dire} = 1"), "refers-to-group"),
        (ask(relevant=". = 1"), "self-misplaced"),
        (ask(relevant="now() > 1"), "only-in-calculation"),
        (ask(**{FR: "Bonjour ${apres}"}), "refers-ahead"),
    ],
)
def test_what_the_phone_cannot_do_is_a_fault_with_its_row(row: dict[str, str], code: str) -> None:
    extra = [{"type": "end_repeat"}] if code == "repeat-empty" else []
    source = form(ask(name="avant"), ask("note", "dire"), row, *extra, ask(name="apres"), choices=CHOICES)
    issues = faults_of(source)
    assert ("survey", 4, code) in issues


@pytest.mark.parametrize(
    ("survey", "code"),
    [
        ([{"type": "begin_group", "name": "g", FR: "G", "appearance": "affective-slider"}, ask("decimal"),
          {"type": "end_group"}], "slider-shape"),
        ([{"type": "begin_group", "name": "g", FR: "G", "appearance": "field-list"},
          {"type": "begin_group", "name": "h", FR: "H"}, ask(), {"type": "end_group"}, {"type": "end_group"}],
         "screen-nested"),
        ([{"type": "calculate", "name": "c", "calculation": "1"}], "nothing-asked"),
        ([ask(), {"type": "text", "name": "b", FR: ""}], "label-missing"),
    ],
)  # fmt: skip
def test_a_screen_that_cannot_be_shown_is_a_fault(survey: list[dict[str, str]], code: str) -> None:
    assert code in {found for _sheet, _row, found in faults_of(form(*survey))}


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"form_title": "Puits"}, "setting-missing"),
        ({"version": "1"}, "setting-missing"),
        ({**SETTINGS, "version": "1" * 61}, "version-bad"),
        ({**SETTINGS, "submission_url": "x"}, "setting-unsupported"),
        ({**SETTINGS, "default_language": "Tetun"}, "language-code"),
        ({**SETTINGS, "default_language": "default"}, "language-code"),
    ],
)
def test_settings_are_looked_at(settings: dict[str, str], code: str) -> None:
    assert ("settings", 2, code) in faults_of(form(ask(), settings=settings))


@pytest.mark.parametrize(
    ("name", "code"), [("oui", "choice-twice"), ("o ui", "choice-name-bad"), ("o" * 61, "choice-name-bad")]
)
def test_choices_are_looked_at(name: str, code: str) -> None:
    source = form(ask("select_one oui_non"), choices=[*CHOICES, {"list_name": "oui_non", "name": name, FR: "X"}])
    assert ("choices", 4, code) in faults_of(source)


@pytest.mark.parametrize("source", ["", "bonjour", "| survey |", "\0", "| a | b |\n" * 5, form(ask())[:40]])
def test_what_is_no_form_is_unreadable_and_no_crash(source: str) -> None:
    assert faults_of(source)


def test_a_form_with_a_fault_that_only_pyxform_knows_is_refused() -> None:
    assert faults_of(form({"type": "begin_group", "name": "g", FR: "G"}, ask())) == [("survey", 2, "unreadable")]
    assert faults_of(form(ask(name="echo_form"), ask(name="b", relevant="${echo_form} = 1"))) == [
        ("survey", None, "unreadable")
    ]


def test_a_form_too_large_is_refused_unread() -> None:
    assert faults_of("x" * (limits.LONGEST_FORM + 1)) == [("survey", None, "too-large")]


def test_all_faults_are_reported_at_once() -> None:
    source = form(ask("barcode", "a"), ask(name="b", relevant="1 +"), ask("deviceid", "c"), ask(relevant="${c} = 1"))
    assert {(row, code) for _sheet, row, code in faults_of(source)} == {
        (2, "type-unsupported"),
        (3, "expression"),
        (5, "refers-aside"),
    }


def test_a_row_of_headings_is_a_note_and_that_is_noticed() -> None:
    rows = ask("select_one oui_non", "titres", appearance="label"), ask("text", "b")
    reading = read_xlsform(form(*rows, choices=CHOICES), "puits")
    assert node(reading.definition, "titres")["type"] == "note"
    assert [(notice.row, notice.code) for notice in reading.notices] == [(2, "appearance-ignored")]
    assert compile_markdown(form(ask("text", "b", appearance="label")), "puits")["questions"][0]["type"] == "text"


def test_what_is_left_aside_is_noticed() -> None:
    source = form(
        {**ask("date", appearance="no-calendar"), "note": "pour nous"}, {"type": "text", "name": "b", FR: "Seul"}
    )
    notices = {(notice.row, notice.code) for notice in read_xlsform(source, "puits").notices}
    assert notices == {(2, "column-ignored"), (2, "appearance-ignored"), (3, "translation-missing")}


def test_what_the_form_cannot_ask_is_asked_in_words_when_adjoua_says_so() -> None:
    source = form(
        ask("barcode", "code", required="yes"), ask("image", "dessin", appearance="draw"), ask("integer", "n")
    )
    reading = read_xlsform(source, "puits", as_text=True)
    assert [each["type"] for each in reading.definition["questions"]] == ["text", "text", "integer"]
    assert [(notice.row, notice.code) for notice in reading.notices] == [(2, "shown-as-text"), (3, "shown-as-text")]
    assert node(reading.definition, "code")["required"] is True


class TestARepeat:
    def read(self, *inside: dict[str, str], after: tuple[dict[str, str], ...] = (), count: str = "") -> Definition:
        begin = {"type": "begin_repeat", "name": "problemes", FR: "Problèmes", EN: "Problems", "repeat_count": count}
        return compile_markdown(form(ask("integer", "n"), begin, *inside, {"type": "end_repeat"}, *after), "puits")

    def test_asks_its_questions_each_time(self) -> None:
        repeat = node(self.read(ask(name="quoi")), "problemes")
        assert (repeat["type"], [each["name"] for each in repeat["children"]]) == ("repeat", ["quoi"])
        assert "count" not in repeat

    @pytest.mark.parametrize(
        ("count", "tree"),
        [
            ("3", {"lit": 3}),
            ("${n}", {"ref": "n"}),
            ("${n} + 1", {"call": "+", "args": [{"ref": "n"}, {"lit": 1}]}),
        ],
    )
    def test_may_have_its_number_fixed(self, count: str, tree: object) -> None:
        definition = self.read(ask(name="quoi"), count=count)
        assert node(definition, "problemes")["count"] == tree
        assert question(definition, "problemes_count") is None

    def test_gives_all_its_values_to_those_after_it(self) -> None:
        after = {"type": "calculate", "name": "total", "calculation": "sum(${graines}) + count(${problemes})"}
        calculation = node(self.read(ask("integer", "graines"), after=(after,)), "total")["calculation"]
        assert calculation["args"] == [
            {"call": "sum", "args": [{"each": "graines"}]},
            {"call": "count", "args": [{"each": "problemes"}]},
        ]

    def test_sees_its_own_values_one_by_one(self) -> None:
        definition = self.read(ask("integer", "graines"), ask(name="b", relevant="${graines} > ${n}"))
        assert node(definition, "b")["relevant"] == {"call": ">", "args": [{"ref": "graines"}, {"ref": "n"}]}

    @pytest.mark.parametrize(
        ("row", "code"),
        [
            (ask(name="b", relevant="${quoi} = 'x'"), "several-values"),
            (ask(name="b", relevant="if(true(), ${quoi}, '') = 'x'"), "several-values"),
            (ask(name="b", **{FR: "Et ${quoi} ?"}), "several-values"),
            (ask(name="b", relevant="${problemes} = 'x'"), "several-values"),
            (ask(name="b", **{FR: "Et ${problemes} ?"}), "refers-to-group"),
            (ask(name="b", relevant="indexed-repeat(${n}, ${problemes}, 1) = 'x'"), "indexed-repeat-shape"),
            (ask(name="b", relevant="indexed-repeat(${problemes}, ${problemes}, 1) = 'x'"), "indexed-repeat-shape"),
        ],
    )
    def test_has_several_values_and_adjoua_gets_a_fault_when_she_means_one(
        self, row: dict[str, str], code: str
    ) -> None:
        with pytest.raises(XlsformError) as error:
            self.read(ask(name="quoi"), after=(row,))
        assert code in {issue.code for issue in error.value.issues}

    def test_holds_no_repeat(self) -> None:
        with pytest.raises(XlsformError) as error:
            self.read(
                ask(name="quoi"),
                {"type": "begin_repeat", "name": "dedans", FR: "D", EN: "D"},
                ask(name="b"),
                {"type": "end_repeat"},
            )
        assert "repeat-nested" in {issue.code for issue in error.value.issues}

    def test_knows_which_time_it_is_through_the_groups_it_holds(self) -> None:
        group = [
            {"type": "begin_group", "name": "g", FR: "G", EN: "G"},
            ask(calculation="position(../..)", read_only="yes"),
        ]
        definition = self.read(ask(name="quoi"), *group, {"type": "end_group"})
        assert node(definition, "nom")["calculation"] == {"call": "position", "args": [{"lit": 2}]}


def test_times_are_noted_by_themselves() -> None:
    definition = compile_markdown(form(ask("start", "debut"), ask("end", "fin"), ask("today", "jour"), ask()), "puits")
    calculations = [node(definition, name).get("calculation") for name in ("debut", "fin", "jour")]
    now = {"call": "now", "args": []}
    assert calculations == [{"call": "once", "args": [now]}, now, {"call": "today", "args": []}]


def test_a_draft_begins_with_what_the_form_says() -> None:
    definition = compile_markdown(
        form(
            ask("integer", "n", default="4"),
            ask("select_multiple oui_non", "m", default="oui non"),
            ask("date", "d", default="today()"),
            ask("text", "t", default="Daloa", read_only="yes"),
            ask("hidden", "h", default="v2"),
            ask("text", "lu", read_only="yes"),
            choices=CHOICES,
        ),
        "puits",
    )
    assert node(definition, "n")["default"] == 4
    assert node(definition, "m")["default"] == ["oui", "non"]
    assert node(definition, "d")["dynamic_default"] == {"call": "today", "args": []}
    assert (node(definition, "t")["default"], node(definition, "t")["read_only"]) == ("Daloa", True)
    assert (node(definition, "h")["type"], node(definition, "h")["calculation"]) == ("calculate", {"lit": "v2"})
    assert node(definition, "lu")["type"] == "note"


def test_a_list_is_narrowed_by_what_was_chosen_before() -> None:
    choices = [
        {"list_name": "regions", "name": "nord", FR: "Nord", EN: "North", "region": ""},
        {"list_name": "villes", "name": "korhogo", FR: "Korhogo", EN: "Korhogo", "region": "nord"},
    ]
    rows = ask("select_one regions", "region"), ask("select_one villes", "ville", choice_filter="region = ${region}")
    reading = read_xlsform(form(*rows, choices=choices), "puits")
    ville = node(reading.definition, "ville")
    assert ville["choice_filter"] == {"call": "=", "args": [{"column": "region"}, {"ref": "region"}]}
    assert ville["choices"][0]["columns"] == {"region": "nord"}
    assert reading.notices == ()


def test_or_other_asks_which_in_the_languages_of_the_form() -> None:
    french = [{key: value for key, value in row.items() if key != EN} for row in CHOICES]
    rows = {"type": "select_one oui_non or_other", "name": "eau", FR: "Eau ?"}
    definition = compile_markdown(form(rows, choices=french), "puits")
    assert node(definition, "eau")["choices"][-1] == {"name": "other", "label": {"fr": "Autre"}}
    other = node(definition, "eau_other")
    assert (other["label"], other["relevant"]["call"]) == ({"fr": "Précisez."}, "selected")


def test_every_fault_has_a_message_in_both_languages() -> None:
    for code, (french, english) in SHEET.items():
        assert french != english, code


def test_pyxform_is_imported_only_when_a_form_is_read() -> None:
    script = "import sys, feedback_app.forms.xlsform.compiler; sys.exit('pyxform' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_real_forms_of_the_field_are_read_or_refused_with_reasons(shared: Path) -> None:
    for path in sorted((shared / "xlsforms").glob("*.xls*")):
        try:
            assert read_xlsform(path.read_bytes(), "field", kind=path.suffix).definition["questions"]
        except XlsformError as error:
            assert all(issue.sentence("fr") for issue in error.issues), path.name
