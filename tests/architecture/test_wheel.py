"""The wheel carries everything: whoever installs it needs no Node and no checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    shutil.rmtree(ROOT / "build", ignore_errors=True)  # setuptools would put into the wheel what it left there before
    words = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--disable-pip-version-check", "-w", str(folder)]
    done = subprocess.run([*words, str(ROOT)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_has_the_built_app_the_instruments_and_the_pages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "feedback_app/static/pwa/dist/index.html",
        "feedback_app/static/pwa/dist/sw.js",
        "feedback_app/static/pwa/dist/pictograms.svg.br",
        "feedback_app/static/desk/dist/desk.css",
        "feedback_app/static/pwa/pictograms/eau.svg",
        "feedback_app/base/templates/desk/layout.html",
        "feedback_app/review/queue/templates/review/queue.html",
        "feedback_app/enrol/demo/places.csv",
        "feedback_app/sbom.cdx.json",
        "feedback_app/migrations/env.py",
        "schemas/instruments/besoin.md",
        "schemas/vocabulary/domains.csv",
        "sync/engine.py",
    ):
        assert wanted in names, wanted
    templates = {str(p.relative_to(ROOT)) for p in (ROOT / "feedback_app").glob("**/templates/**/*.html")}
    assert templates <= set(names)
    assert not [name for name in names if name.endswith((".ts", ".tsx")) or "node_modules" in name]


def test_the_wheel_serves_without_node_and_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    script = (
        "from feedback_app.app import create_app; from feedback_app.serve import set_up; import feedback_app\n"
        "app = create_app(); client = app.test_client()\n"
        "with app.app_context(): set_up(app.extensions['echo_settings'], demo=True)\n"
        "print(feedback_app.__file__)\n"
        "for path in ('/', '/app/', '/app/sw.js', '/desk/login', '/api/v1/openapi.json', '/assets/desk/desk.css'):\n"
        "    print(path, client.get(path).status_code)\n"
    )
    env = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(installed),
        "FEEDBACK_DATA": str(tmp_path / "data"),
        "HOME": os.environ.get("HOME", "/"),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith(str(installed))
    assert [line.split()[1] for line in lines[1:]] == ["200"] * 6, done.stdout
