"""The datasets: each module here is one, its `DATASET`. Nothing else names them."""

from __future__ import annotations

from collections.abc import Iterable

from feedback_app.base.discovery import modules
from feedback_app.out.dataset import Dataset


def find_datasets(path: Iterable[str], package: str) -> tuple[Dataset, ...]:
    """The datasets in a folder of modules, by name."""
    return tuple(module.DATASET for module in modules(path, package))


DATASETS = find_datasets(__path__, __name__)
