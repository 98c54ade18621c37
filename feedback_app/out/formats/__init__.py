"""The formats of datasets: each module here is one, its `FORMAT`. Nothing else names them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from feedback_app.base.discovery import modules
from feedback_app.out.dataset import Dataset
from feedback_app.out.format import Export, Format


def find_formats(path: Iterable[str], package: str) -> tuple[Format, ...]:
    """The formats in a folder of modules, in their order."""
    formats: list[Format] = [module.FORMAT for module in modules(path, package)]
    return tuple(sorted(formats, key=lambda one: one.rank))


FORMATS = find_formats(__path__, __name__)


def exports(dataset: Dataset, formats: Sequence[Format] = FORMATS) -> tuple[Export, ...]:
    """A dataset in each format that it can be written in."""
    return tuple(Export(dataset, one) for one in formats if one.fits(dataset))
