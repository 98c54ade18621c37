"""What the project is built of: the locks with hashes, what is newer, and the list that goes into the wheel.

    python -m tools.dependencies lock     writes requirements/*.txt anew from setup.cfg
    python -m tools.dependencies newer    compares the locks with the registries; status 1 when something is newer
    python -m tools.dependencies sbom     writes the software bill of materials (CycloneDX) of what runs

`./run dependencies COMMAND` does the same, with what it needs installed. Reading the locks needs the standard library
alone.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements"
EXTRAS = {"build": ("build", "s3"), "test": ("build", "s3", "test")}
"""A lock's name, and the extras of setup.cfg that are in it."""
OLDEST_PYTHON = "3.11"
SBOM = ROOT / "feedback_app" / "sbom.cdx.json"
INSTALLER = ("setuptools", "wheel")
"""What installs the project itself. It is in the locks, so that nothing is built with what happens to be newest."""
HEAD = "# Written by `./run dependencies lock`: every package with the hashes of all its files.\n"


@dataclass(frozen=True, slots=True)
class Package:
    """One package at one version: `pypi` or `npm`, and its files' hashes as `algorithm:hex`."""

    registry: str
    name: str
    version: str
    hashes: tuple[str, ...]
    license: str = ""

    @property
    def purl(self) -> str:
        """Its package URL, which is the same for everybody who writes of it."""
        return f"pkg:{self.registry}/{self.name.replace('@', '%40')}@{self.version}"


def locked(name: str) -> list[Package]:
    """The Python packages of a lock, in its order. A package may be there at two versions, for two kinds of machine."""
    lines = re.sub(r"\\\n\s*", "", (LOCKS / f"{name}.txt").read_text()).splitlines()
    found = (re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", line) for line in lines)
    return [
        Package("pypi", one[1], one[2], tuple(re.findall(r"--hash=(\S+)", line)))
        for line, one in zip(lines, found, strict=True)
        if one
    ]


def built_in() -> list[Package]:
    """The npm packages that are built into the phone app and the desk: those that are not for building alone."""
    entries = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return [
        Package("npm", path.removeprefix("node_modules/"), one["version"], (_hex(one["integrity"]),), one["license"])
        for path, one in entries.items()
        if path and not one.get("dev")
    ]


def _hex(integrity: str) -> str:
    algorithm, _, value = integrity.partition("-")
    return f"{algorithm}:{b64decode(value).hex()}"


def bill_of_materials(packages: list[Package]) -> dict[str, Any]:
    """CycloneDX 1.6 of what a server runs and a phone loads. The same locks give the same document."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "feedback-app", "name": "feedback-app"}},
        "components": [_component(one) for one in sorted(packages, key=lambda one: one.purl)],
    }


def _component(package: Package) -> dict[str, Any]:
    """A package. All files of one version are in a lock: a hash names one of them, so they are its distributions'."""
    hashes = [{"alg": _algorithm(one), "content": one.partition(":")[2]} for one in package.hashes]
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "externalReferences": [{"type": "distribution", "url": package.purl, "hashes": hashes}],
    }
    if package.license:
        component["licenses"] = [{"license": {"id": package.license}}]
    return component


def _algorithm(digest: str) -> str:
    return digest.partition(":")[0].upper().replace("SHA", "SHA-")


def write_sbom() -> None:
    """Beside the package's modules, from where it goes into the wheel."""
    text = json.dumps(bill_of_materials([*locked("build"), *built_in()]), indent=1) + "\n"
    if not SBOM.exists() or SBOM.read_text() != text:
        SBOM.write_text(text)


def lock() -> None:
    """Every lock from setup.cfg: the newest that its ranges allow, for every system and Python that we run on.

    The lock for tests has the versions of the one that runs.
    """
    with tempfile.TemporaryDirectory() as folder:
        installer = Path(folder) / "installer.in"
        installer.write_text("".join(f"{name}\n" for name in INSTALLER))
        for name, extras in EXTRAS.items():
            target = LOCKS / f"{name}.txt"
            words = [
                sys.executable,
                "-m",
                "uv",
                "pip",
                "compile",
                "-q",
                "--universal",
                "--generate-hashes",
                "--upgrade",
            ]
            words += ["--no-annotate", "--no-header", "--python-version", OLDEST_PYTHON, "-o", str(target)]
            words += [word for extra in extras for word in ("--extra", extra)]
            words += [] if name == "build" else ["--constraint", str(LOCKS / "build.txt")]
            subprocess.run([*words, str(ROOT / "setup.cfg"), str(installer)], check=True, cwd=ROOT)
            target.write_text(HEAD + target.read_text())


def newer() -> list[str]:
    """A line for each package of which the registries have a newer version. Asks them."""
    python = _asked([sys.executable, "-m", "pip", "list", "--outdated", "--format", "json"])
    ours = {one.name for one in locked("test")}
    lines = [
        f"{one['name']} {one['version']} -> {one['latest_version']}"
        for one in python
        if re.sub(r"[-_.]+", "-", one["name"]).lower() in ours
    ]
    from tools.boot import npm_answer  # the Node of .venv

    return lines + [
        f"{name} {one['current']} -> {one['latest']}"
        for name, one in json.loads(npm_answer("outdated", "--json") or "{}").items()
        if one["current"] != one["latest"]
    ]


def _asked(words: list[str]) -> Any:
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def main(command: str) -> int:
    """The status that the command ends with."""
    if command == "lock":
        lock()
    elif command == "sbom":
        write_sbom()
    elif command == "newer":
        lines = newer()
        print(*lines, sep="\n")
        return 1 if lines else 0
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2] or [""]))
