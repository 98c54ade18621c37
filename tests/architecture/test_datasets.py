"""A dataset is one module, named nowhere else. What it may read is a rule of `test_imports.py`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from feedback_app.base.audience import GUARDS
from feedback_app.out import datasets
from feedback_app.out.dataset import Dataset
from feedback_app.out.datasets import DATASETS, find_datasets
from feedback_app.out.formats import exports
from feedback_app.out.openapi.document import tags
from tests.architecture.state_names import ROOT, sources

HOME = ROOT / "feedback_app" / "out" / "datasets"


def named(text: str, some: tuple[Dataset, ...] = DATASETS) -> set[str]:
    """What a source says of one dataset: its address, its module."""
    modules = "|".join(one.read.__module__.rpartition(".")[2] for one in some)
    imported = re.findall(rf"out\.datasets(?:\.| import )(?:{modules})\b", text)
    return {one.address for one in some if one.address in text} | set(imported)


def test_a_dataset_is_named_in_its_own_file_alone() -> None:
    elsewhere = [path for path in sources() if path.parent != HOME]
    found = {path.relative_to(ROOT).as_posix(): named(path.read_text(encoding="utf-8")) for path in elsewhere}
    assert {path: names for path, names in found.items() if names} == {}, "ask DATASETS"


@pytest.mark.parametrize(
    "offender", ['client.get("/api/v1/portfolio")', "from feedback_app.out.datasets.portfolio import DATASET"]
)
def test_naming_a_dataset_elsewhere_would_be_noticed(offender: str) -> None:
    assert named(offender)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda one: str(one.name))
def test_a_dataset_says_who_may_read_it_and_all_that_its_description_needs(dataset: Dataset) -> None:
    assert dataset.audience in GUARDS
    assert all([dataset.description, dataset.summary, dataset.about, dataset.rows, dataset.row])
    assert {"limit", "offset"} <= set(dataset.query().fields) and dataset.member in dataset.schema().fields
    if dataset.table:
        assert [*dataset.table.values(dataset.example.rows[0])] and all(
            set(dataset.table.values(row)) == set(dataset.table.columns) for row in dataset.example.rows
        )


MADE_UP = """
from feedback_app.out.dataset import Dataset, Found, Page
from marshmallow import Schema, fields
class Query(Schema):
    limit = fields.Integer(load_default=10)
    offset = fields.Integer(load_default=0)
class Wells(Schema):
    wells = fields.List(fields.Dict())
ROWS = [{"id": "a", "at": [1.0, 2.0]}, {"id": "b", "at": None}]
DATASET = Dataset(
    name="wells", audience="public", description="Wells", summary="List wells.", about="All.", rows="wells", row="well",
    member="wells", query=Query, schema=Wells, read=lambda session, asked: Found(2, {}, lambda a, b: ROWS[a:b]),
    example=Page(rows=ROWS, total=2, figures={}, limit=10, offset=0),
)
"""


@pytest.fixture
def wells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """A dataset more, as one more file."""
    (tmp_path / "wells.py").write_text(MADE_UP, encoding="utf-8")
    monkeypatch.setattr(datasets, "__path__", [*datasets.__path__, str(tmp_path)])
    try:
        made = find_datasets(datasets.__path__, datasets.__name__)
    finally:
        sys.modules.pop(f"{datasets.__name__}.wells", None)
    assert [one.name for one in made if one.name != "wells"] == [one.name for one in DATASETS]
    return next(one for one in made if one.name == "wells")


def test_one_more_file_is_a_dataset_with_a_chapter_of_its_own(wells: Dataset) -> None:
    assert tags([wells])["wells_public"] == "Wells"
    (export,) = exports(wells)
    assert (export.address, export.about.partition("\n")[0]) == ("/api/v1/wells", "List wells.")
    assert b'"wells":[{"id":"a"' in export.write(wells.example)
