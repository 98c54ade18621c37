"""What a folder of modules holds, so that one more file is all that one more thing takes. Pure."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from types import ModuleType


def modules(path: Iterable[str], package: str) -> list[ModuleType]:
    """The modules in the folders of a package, by name."""
    return [importlib.import_module(f"{package}.{one.name}") for one in pkgutil.iter_modules(list(path))]
