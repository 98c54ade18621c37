"""What a folder of modules holds, so that one more file is all that one more thing takes. Pure."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from types import ModuleType


def modules(path: Iterable[str], package: str) -> list[ModuleType]:
    """The modules in the folders of a package, by name."""
    return [importlib.import_module(f"{package}.{one.name}") for one in pkgutil.iter_modules(list(path))]


def templates(path: Iterable[str]) -> list[str]:
    """The folders of templates in a package and in the packages within it, however deep."""
    return sorted(str(folder) for at in path for folder in Path(at).rglob("templates"))


def modules_named(path: Iterable[str], package: str, names: Collection[str]) -> Iterator[str]:
    """The modules of these names in a package and in the packages within it, however deep. Imports none of them."""
    folders = list(path)
    for one in pkgutil.iter_modules(folders):
        if one.ispkg:
            yield from modules_named([str(Path(at) / one.name) for at in folders], f"{package}.{one.name}", names)
        elif one.name in names:
            yield f"{package}.{one.name}"
