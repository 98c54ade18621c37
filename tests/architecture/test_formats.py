"""A format of datasets is one file: nothing else names it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from feedback_app.out import formats
from feedback_app.out.dataset import Dataset
from feedback_app.out.datasets import DATASETS
from feedback_app.out.format import Format
from feedback_app.out.formats import FORMATS, exports, find_formats
from tests.architecture.state_names import ROOT, sources

HOME = "feedback_app/out/formats/"
OTHER_THINGS: Mapping[str, set[str]] = {
    "feedback_app/enrol/demo.py": {"projects.csv"},
    "feedback_app/out/workbook.py": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
}
"""Media types and files where something else is meant."""


def named(text: str, some: tuple[Format, ...] = FORMATS) -> set[str]:
    """What a source says of one format: its address, its download, its media type, its module."""
    own = [one for one in some if one.ending]
    words = [f"{dataset.name}{one.ending}" for dataset in DATASETS for one in own] + [one.media_type for one in own]
    modules = "|".join(one.write.__module__.rpartition(".")[2] for one in some)
    imported = re.findall(rf"out\.formats(?:\.| import )(?:{modules})\b", text)
    return {word for word in words if word in text} | set(imported)


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, str]:
    there = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sources()}
    return {path: text for path, text in there.items() if not path.startswith(HOME)}


def test_a_format_is_named_in_its_own_file_alone(elsewhere: dict[str, str]) -> None:
    wrong = {path: some for path, text in elsewhere.items() if (some := named(text) - OTHER_THINGS.get(path, set()))}
    assert wrong == {}, "What differs from format to format is said by its FORMAT: ask FORMATS."


def test_what_is_listed_as_another_thing_is_still_there(elsewhere: dict[str, str]) -> None:
    assert all(words <= named(elsewhere[path]) for path, words in OTHER_THINGS.items())


@pytest.mark.parametrize(
    "offender",
    [
        '@api.get("/api/v1/portfolio.csv")',
        '<a href="/api/v1/portfolio.geojson" download>GeoJSON</a>',
        "if kind == 'text/csv': pass",
        "from feedback_app.out.formats.xlsx import FORMAT",
        "from feedback_app.out.formats import json",
    ],
)
def test_naming_a_format_elsewhere_would_be_noticed(offender: str) -> None:
    assert named(offender)


MADE_UP = """
from feedback_app.out.format import Format
FORMAT = Format(rank=15, ending=".txt", media_type="text/plain", write=lambda dataset, page: b"", label={}, about="",
                content="", schema=lambda dataset: {})
"""


def test_one_more_file_is_a_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "txt.py").write_text(MADE_UP, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    try:
        made = find_formats(formats.__path__, formats.__name__)
    finally:
        sys.modules.pop(f"{formats.__name__}.txt", None)
    assert [one.ending for one in made if one.ending != ".txt"] == [one.ending for one in FORMATS]
    assert [one.media_type for one in made if one.ending == ".txt"] == ["text/plain"]


def test_each_format_has_an_address_of_its_own_and_words_for_people() -> None:
    assert len({one.ending for one in FORMATS}) == len({one.rank for one in FORMATS}) == len(FORMATS)
    assert all(one.about.strip() for one in FORMATS)
    assert all(one.label.keys() == {"fr", "en"} for one in FORMATS)
    assert FORMATS[0].ending == "", "who does not say what they want gets the dataset's own address"


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda one: str(one.name))
def test_a_format_writes_any_dataset(dataset: Dataset) -> None:
    written = {one.format.ending: one.write(dataset.example) for one in exports(dataset)}
    assert written and all(written.values())
    assert len({one.address for one in exports(dataset)}) == len(written)


def test_a_dataset_without_places_or_columns_is_not_offered_as_what_needs_them() -> None:
    bare = replace(DATASETS[0], table=None, features=None)
    assert [one.format.ending for one in exports(bare)] == [""]
