"""What the licence of public data is called. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMONS = re.compile(r"https://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)/")


@dataclass(frozen=True, slots=True)
class Licence:
    """Its address, and what people call it: `CC BY 4.0`; the address itself where we know no name."""

    address: str

    @property
    def name(self) -> str:
        found = _COMMONS.match(self.address)
        return f"CC {found[1].upper()} {found[2]}" if found else self.address
