"""How many places a change touches: each row of the table in `docs/map.md` is bound to a test.

It is the test function that fails when one more place is needed, or one of those named was left out. Rows that say of a
list that nothing else names its terms, or of a file that no other has such lines, are tested here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest

from feedback_app.forms.engine.definition import SILENT, Kind
from feedback_app.forms.shipped import SHIPPED
from schemas.vocabulary import vocabulary
from tests.architecture.state_names import COMMENT, ROOT, sources

HERE = "tests/architecture/test_places_touched.py"
BOUND_TO = {
    "a need category, an emotion, a reason code": f"{HERE}::test_a_term_is_named_in_its_list_alone",
    "a meaning of questions": "tests/rules/test_vocabulary.py::test_a_meaning_names_types_and_lists_that_there_are",
    "a type of question": f"{HERE}::test_a_type_of_question_is_known_wherever_one_is_asked",
    "a need form of a programme in the portfolio": "tests/http/portfolio/test_needs_of_any_form.py::test_a_need_of_the_programmes_own_form_reaches_the_portfolio",
    "a state of a record": "tests/architecture/test_states.py::test_a_state_is_named_in_its_list_alone",
    "a role": "tests/architecture/test_roles.py::test_a_role_is_named_in_its_list_alone",
    "an audit event": "tests/http/test_audit_coverage.py::test_every_route_by_which_staff_change_something_notes_it",
    "a permission": "tests/architecture/test_roles.py::test_the_columns_are_the_permissions_that_code_asks_for",
    "an entry of the menu": "tests/architecture/test_roles.py::test_no_template_and_no_page_frame_lists_the_menu",
    "an instrument of ours": f"{HERE}::test_an_instrument_of_ours_is_its_markdown_and_its_name",
    "an instrument of a programme": "tests/http/test_instrument_import.py::test_what_she_takes_travels_to_the_phones",
    "a language to listen in": "tests/http/test_prompts.py::test_the_programme_s_languages_travel_with_their_names",
    "a danger door in a form": "tests/rules/test_danger_door.py::test_the_forms_in_which_a_person_may_report_violence_have_a_door",
    "a helpline of a country": f"{HERE}::test_a_term_is_named_in_its_list_alone",
    "a problem": "tests/architecture/test_house.py::test_settings_problems_and_jobs_are_in_the_docs",
    "a fault of entries": "tests/architecture/test_protocol_page.py::test_every_fault_of_an_entry_is_in_the_protocol_and_has_a_sentence_at_the_desk",
    "a setting": f"{HERE}::test_what_belongs_into_one_file_is_in_no_other",
    "a job": f"{HERE}::test_what_belongs_into_one_file_is_in_no_other",
    "a column": "tests/migrations/test_upgrades.py::test_the_steps_make_what_the_tables_say",
    "a door": "tests/http/test_permissions.py::test_no_route_of_the_desk_is_missing",
    "a field on the wire": "tests/architecture/test_wire.py::test_the_phone_s_wire_types_are_fresh",
    "a JSON endpoint": "tests/http/test_declared_answers.py::test_every_endpoint_that_answers_json_says_how",
    "a kind of row that travels down": "tests/http/test_declared_answers.py::test_every_kind_of_row_has_the_schema_of_its_body",
    "a format of datasets": "tests/architecture/test_formats.py::test_a_format_is_named_in_its_own_file_alone",
    "a dataset for anyone": "tests/architecture/test_datasets.py::test_a_dataset_is_named_in_its_own_file_alone",
    "what a reviewer may do with a record": "tests/architecture/test_desk_actions.py::test_an_action_is_named_in_its_own_file_and_template_alone",
    "a sentence on the phone": "tests/pwa/words.test.ts::what is said in one language is said in the other",
}  # fmt: skip
"""The test of a row: its file, and its name there."""


def unbound(page: str, bound: Mapping[str, str]) -> list[str]:
    """Rows of the table without a test, and tests of rows that are gone."""
    table = page.partition("## How many places does it touch?")[2]
    rows = re.findall(r"^\| (?!to add|---)([^|]+?) \|", table, flags=re.MULTILINE)
    return sorted(set(rows) ^ set(bound))


def names_of_tests(path: Path) -> set[str]:
    """The names of the tests in a file, those of its classes too."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if path.suffix == ".ts":
        return set(re.findall(r"^test\('([^']+)'", text, flags=re.MULTILINE))
    return {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}


def gone(bound: Mapping[str, str]) -> list[str]:
    """Tests that are bound to a row and are not there."""
    places = {test: test.partition("::") for test in bound.values()}
    return sorted(test for test, (file, _, name) in places.items() if name not in names_of_tests(ROOT / file))


def test_every_row_of_the_table_is_bound_to_a_test_that_is_there() -> None:
    assert unbound((ROOT / "docs" / "map.md").read_text(encoding="utf-8"), BOUND_TO) == []
    assert gone(BOUND_TO) == []


def test_a_row_without_a_test_and_a_test_that_is_gone_would_be_noticed() -> None:
    page = "## How many places does it touch?\n\n| to add | places |\n| --- | --- |\n| a colour | 7: here and there |\n"
    assert unbound(page, {}) == ["a colour"] == unbound("", {"a colour": HERE})
    assert gone(
        {"a colour": f"{HERE}::test_made_up", "a tone": f"{HERE}::test_what_belongs_into_one_file_is_in_no_other"}
    ) == [f"{HERE}::test_made_up"]
    assert gone({"a colour": "tests/made_up.py::test_made_up"}) == ["tests/made_up.py::test_made_up"]


LISTS = ("domains", "emotions", "reasons", "helplines")
TERMS = {term.code for name in LISTS for term in vocabulary(name).terms}
QUOTED = re.compile(r"""(["'`])([\w.-]+)\1""")
OTHER_THINGS: Mapping[str, Mapping[str, set[str]]] = {
    "a button of an import": {
        "feedback_app/enrol/admin.py": {"clear"},
        "feedback_app/enrol/templates/enrol/import.html": {"clear"},
    },
    "a form that was checked, a box that is": {
        "feedback_app/forms/preview.py": {"checked"},
        "feedback_app/forms/texts.py": {"checked"},
        "static/desk/desk.ts": {"checked"},
    },
    "whether a record is sensitive": {
        "feedback_app/forms/engine/meaning.py": {"sensitive"},
        "feedback_app/forms/engine/sensitivity.py": {"sensitive"},
        "feedback_app/receipt/sensitive.py": {"sensitive"},
        "schemas/vocabulary/__init__.py": {"sensitive"},
        "static/pwa/src/domain/meaning.ts": {"sensitive"},
    },
    "the number of a start anew": {
        "static/pwa/src/storage/outbox.ts": {"gen"},
        "static/pwa/src/storage/rows.ts": {"gen"},
    },
    "any question's answer of not knowing, or of not wanting to say": {
        "feedback_app/forms/engine/definition.py": {"nsp", "refus"},
        "static/pwa/src/domain/meaning.ts": {"nsp", "refus"},
        "static/pwa/src/follow/screen.tsx": {"nsp"},
        "static/pwa/src/replies/screen.tsx": {"nsp"},
    },
    "an answer that stands for what is in no list": {"feedback_app/forms/engine/meaning.py": {"aut"}},
    "an example in the description of the API": {"feedback_app/out/openapi/examples.py": {"eau"}},
}
"""The same words for other things, by what they are there. This list may only shrink."""


def quoted(text: str, kind: str) -> set[str]:
    """The short texts in a source of this kind."""
    if kind == ".py":
        return {node.value for node in _constants(ast.parse(text)) if isinstance(node.value, str)}
    return {word for _, word in QUOTED.findall(COMMENT.sub("", text))}


def _constants(tree: ast.AST) -> Iterator[ast.Constant]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Constant))


def terms_named(text: str, kind: str) -> set[str]:
    return quoted(text, kind) & TERMS


@pytest.fixture(scope="module")
def everything() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sources()}


def test_a_term_is_named_in_its_list_alone(everything: dict[str, str]) -> None:
    found = {path: terms_named(text, Path(path).suffix) for path, text in everything.items()}
    expected: dict[str, set[str]] = {}
    for files in OTHER_THINGS.values():
        for path, words in files.items():
            expected[path] = expected.get(path, set()) | words
    assert {path: words for path, words in found.items() if words} == expected


@pytest.mark.parametrize(
    ("kind", "offender"),
    [
        (".py", "if need.domain == 'eau':\n    pass\n"),
        (".py", "REASONS = {'duplicate': 3}\n"),
        (".tsx", "return emotion === 'joie' && <p />;"),
        (".html", "{% if domain == 'san' %}!{% endif %}"),
    ],
)
def test_naming_a_term_elsewhere_would_be_noticed(kind: str, offender: str) -> None:
    assert terms_named(offender, kind)


def instruments_apart(files: set[str], named: set[str]) -> set[str]:
    """Instruments that have a Markdown and no name, or a name and no Markdown."""
    return files ^ named


def test_an_instrument_of_ours_is_its_markdown_and_its_name() -> None:
    files = {path.stem for path in (ROOT / "schemas" / "instruments").glob("*.md")}
    assert instruments_apart(files, set(SHIPPED)) == set()
    assert instruments_apart(files | {"made_up"}, set(SHIPPED)) == {"made_up"}


KINDS = set(get_args(Kind))
ASKED_KINDS = KINDS - SILENT - {"calculate", "repeat"}
"""Types of questions that a person answers by themselves."""


def kinds_missing(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """The types of questions that a file on either side has no line for, and those that only the phone has."""
    union = re.search(r"export type Kind =([^;]+);", sources["definition.ts"])
    phone = set(re.findall(r"'(\w+)'", union[1])) if union else set()
    there = {
        "definition.ts": phone ^ KINDS,
        "question.tsx": ASKED_KINDS - set(re.findall(r"case '(\w+)':", sources["question.tsx"])),
        "kinds.py": ASKED_KINDS - set(re.findall(r'^    "(\w+)":', sources["kinds.py"], flags=re.MULTILINE)),
        "limits.py": KINDS - set(re.findall(r': "(\w+)",', sources["limits.py"])),
        "vectors": ASKED_KINDS - set(re.findall(r'"type": ?"(\w+)"', sources["vectors"])),
    }
    return {name: sorted(left) for name, left in there.items() if left}


def kind_sources() -> dict[str, str]:
    phone, forms = ROOT / "static" / "pwa" / "src", ROOT / "feedback_app" / "forms"
    files = [
        phone / "domain/definition.ts",
        phone / "capture/question.tsx",
        forms / "engine/kinds.py",
        forms / "xlsform/limits.py",
    ]
    vectors = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "vectors").glob("*.json"))
    return {path.name: path.read_text(encoding="utf-8") for path in files} | {"vectors": vectors}


def test_a_type_of_question_is_known_wherever_one_is_asked() -> None:
    assert kinds_missing(kind_sources()) == {}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("definition.ts", "| 'rank'"),
        ("question.tsx", "case 'rank':"),
        ("kinds.py", '"rank":'),
        ("limits.py", ': "rank",'),
    ],
)
def test_a_type_of_question_that_one_side_forgot_would_be_noticed(name: str, line: str) -> None:
    sources = kind_sources()
    assert line in sources[name]
    assert kinds_missing(sources | {name: sources[name].replace(line, "")}) == {name: ["rank"]}


ONE_FILE = {
    "feedback_app/settings.py": re.compile(r"""(["'])FEEDBACK_[A-Z_0-9]+\1"""),
    "feedback_app/jobs.py": re.compile(r"\bJob\(|\.add_job\("),
}
"""What may be in one file only: names of settings as texts, rows of jobs and what plans them."""
ELSEWHERE = {
    "feedback_app/cli.py": {'envvar="FEEDBACK_DATA"': "an option of the command is read before there are settings"},
    "feedback_app/serve.py": {'os.environ.get("FEEDBACK_PUBLIC_URL")': "whether the address was set at all"},
}


def found_elsewhere(path: str, text: str) -> list[str]:
    """Lines of a file that belong into another one."""
    known = ELSEWHERE.get(path, {})
    return [
        line.strip()
        for home, row in ONE_FILE.items()
        for line in text.splitlines()
        if path != home and row.search(line) and not any(piece in line for piece in known)
    ]


def test_what_belongs_into_one_file_is_in_no_other(everything: dict[str, str]) -> None:
    assert {path: lines for path, text in everything.items() if (lines := found_elsewhere(path, text))} == {}
    assert all(piece in everything[path] for path, pieces in ELSEWHERE.items() for piece in pieces)


@pytest.mark.parametrize(
    "offender", ['os.environ.get("FEEDBACK_COLOUR")', 'Job("paint", 5, _paint)', "scheduler.add_job(paint)"]
)
def test_a_setting_or_a_job_elsewhere_would_be_noticed(offender: str) -> None:
    assert found_elsewhere("feedback_app/review/actions.py", offender) == [offender]
