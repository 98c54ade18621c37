"""While somebody works on the front end it is built after each change, and nothing is left running when they stop."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.node import NODE

ROOT = Path(__file__).parents[2]
SHELL = "import subprocess, sys; subprocess.Popen(sys.argv[1:]).wait()"


class Watch:
    """Yao's terminal, in which he watches a copy of the front end."""

    def __init__(self, folder: Path) -> None:
        self.static = folder / "static"
        shutil.copytree(ROOT / "static", self.static, ignore=shutil.ignore_patterns("dist"))
        shutil.copy(ROOT / "package.json", folder)
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        command = [sys.executable, "-c", SHELL, str(NODE), str(self.static / "watch.mjs")]
        self.terminal = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip

    def says(self) -> str:
        """What the next build comes to."""
        assert self.terminal.stdout
        return next((line for line in self.terminal.stdout if line.startswith("[watch]")), "it ended")

    def built(self, pattern: str) -> str:
        """A built file's text."""
        (file,) = self.static.glob(pattern)
        return file.read_text()

    def is_closed(self) -> str:
        """Closes the terminal. Returns the output until everything that wrote to it had ended."""
        self.terminal.kill()
        assert self.terminal.stdout
        return self.terminal.stdout.read()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    made = Watch(tmp_path)
    yield made
    with suppress(ProcessLookupError):  # as it should be
        os.killpg(made.terminal.pid, signal.SIGKILL)
    made.terminal.wait(10)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


@pytest.mark.timeout(120)
def test_each_change_is_built_a_mistake_costs_nothing_and_all_ends_with_the_terminal(watch: Watch) -> None:
    assert "built in" in watch.says()

    (watch.static / "pwa" / "pictograms" / "essai.svg").write_text('<svg viewBox="0 0 48 48"><path d="M1 2h3"/></svg>')
    assert "built in" in watch.says()
    assert "M1 2h3" in watch.built("pwa/dist/pictograms.svg")

    change(watch.static / "desk" / "desk.ts", "\n", "\nconst = 1;\n")
    assert "not built" in watch.says()
    assert "M1 2h3" in watch.built("pwa/dist/pictograms.svg")

    change(watch.static / "desk" / "desk.ts", "const = 1;", "document.title = 'essai';")
    assert "built in" in watch.says()
    assert "essai" in watch.built("desk/dist/desk.js")

    assert watch.is_closed() == ""
