"""TypeScript, JavaScript and CSS follow one set of rules (`biome.jsonc`), checked without a network."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.node import NODE

ROOT = Path(__file__).parents[2]
BIOME = ROOT / "node_modules/@biomejs/biome/bin/biome"
CONFIG = ROOT / "biome.jsonc"


def biome(*words: str, folder: Path = ROOT) -> tuple[int, str]:
    """Runs the tool on a tree; its exit status and output."""
    command = [str(NODE), str(BIOME), *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def tree(folder: Path, source: str) -> Path:
    """A small tree under the same rules, with one made-up screen."""
    screen = folder / "static/pwa/src/home/made-up.tsx"
    screen.parent.mkdir(parents=True, exist_ok=True)
    screen.write_text(source)
    shutil.copy(CONFIG, folder)
    return folder


def lint(folder: Path) -> tuple[int, str]:
    return biome("lint", "--error-on-warnings", "--max-diagnostics=none", folder=folder)


def test_the_front_end_passes_the_linter() -> None:
    assert lint(ROOT)[0] == 0, lint(ROOT)[1]


def test_what_is_wrong_with_a_file_is_found(tmp_path: Path) -> None:
    status, output = lint(tree(tmp_path, "export const Press = (n: number) => <button>{n === n}</button>;\n"))
    assert status and "noSelfCompare" in output and "useButtonType" in output
    assert lint(tree(tmp_path, 'export const Press = () => <button type="button">Oui</button>;\n'))[0] == 0


def test_the_front_end_is_formatted() -> None:
    status, output = biome("format", "--max-diagnostics=none")
    assert status == 0, f"run `npm run format` (docs/map.md)\n{output}"


def test_a_file_that_is_not_formatted_is_found(tmp_path: Path) -> None:
    assert biome("format", folder=tree(tmp_path, "export const  yes = 1\n"))[0]
    assert biome("format", folder=tree(tmp_path, "export const yes = 1;\n"))[0] == 0


def test_the_tool_is_of_one_version_and_the_lock_names_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    version = biome("--version")[1].split()[-1]
    assert f'"@biomejs/biome": "{version}"' in (ROOT / "package.json").read_text()
    assert f'"@biomejs/biome": "{version}"' in lock and '"resolved"' not in lock
