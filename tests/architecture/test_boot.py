"""What `./check` installs: browsers are looked for where they are, once, and not when one test is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from tools import boot


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, ...]]:
    """What was asked of apt on Yao's computer, which has no other browser and gets none."""
    asked: list[tuple[str, ...]] = []

    def refuse(*packages: str) -> bool:
        asked.append(packages)
        return False

    monkeypatch.setattr(boot, "apt", refuse)
    monkeypatch.setattr(boot, "other_browser", lambda name: None)
    monkeypatch.setattr(boot, "proxy", lambda name: None)
    monkeypatch.setattr(boot, "VENV", tmp_path)
    return asked


def test_a_browser_that_could_not_be_had_is_asked_for_once(tried: list[tuple[str, ...]]) -> None:
    boot.find_other_browsers()
    boot.find_other_browsers()
    assert tried == list(boot.OTHER_BROWSERS.values())


def test_proxies_are_asked_for_once_and_not_where_they_are(
    tried: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    boot.find_proxies()
    boot.find_proxies()
    assert tried == list(boot.PROXIES.values())
    tried.clear()
    monkeypatch.setattr(boot, "VENV", boot.VENV / "new")
    monkeypatch.setattr(boot, "proxy", lambda name: f"/usr/sbin/{name}")
    boot.find_proxies()
    assert not tried


def test_a_browser_that_yao_installed_himself_is_not_asked_for(
    tried: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boot, "other_browser", lambda name: f"/usr/bin/{name}")
    boot.find_other_browsers()
    assert not tried


@pytest.mark.parametrize(("args", "looks"), [(["tests/rules"], False), ([], True)])
def test_only_a_check_of_everything_looks_for_other_browsers(
    args: list[str], looks: bool, tried: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("make_venv", "build_front_end", "find_browser", "sh", "npm"):
        monkeypatch.setattr(boot, name, lambda *words, **options: None)

    def ends(*_: object) -> NoReturn:
        raise SystemExit

    monkeypatch.setattr("os.execv", ends)
    with pytest.raises(SystemExit):
        boot.check(args)
    assert bool(tried) is looks


@pytest.mark.parametrize("folder", ["lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu", "lib64", "libexec", "lib"])
def test_webkit_s_browser_is_found_where_distributions_keep_it(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boot, "LIBRARIES", [tmp_path / name for name in ("lib", "lib64", "libexec")])
    assert boot.mini_browser() is None
    program = tmp_path / folder / "webkit2gtk-4.1" / "MiniBrowser"
    program.parent.mkdir(parents=True)
    program.touch()
    assert boot.mini_browser() is None, "a file that nobody may run"
    program.chmod(0o755)
    assert boot.mini_browser() == program


def test_webkit_without_a_screen_of_its_own_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boot, "mini_browser", lambda: Path("/usr/libexec/MiniBrowser"))
    monkeypatch.setattr("shutil.which", lambda program: None)
    assert boot.other_browser("webkit") is None
