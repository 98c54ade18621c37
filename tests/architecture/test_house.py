"""What every package follows: its files in the wheel, doors, settings, problems, texts, tables."""

from __future__ import annotations

import configparser
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from feedback_app.app import create_app
from feedback_app.base import audience, i18n
from feedback_app.base.audience import GUARDS
from feedback_app.base.discovery import modules_named, templates
from feedback_app.base.http import EchoFlask
from feedback_app.base.problem import CATALOGUE
from feedback_app.jobs import JOBS
from feedback_app.migrations import config

ROOT = Path(__file__).parents[2]


def test_every_package_is_in_the_wheel() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    listed = {name for name in setup["options"]["packages"].split() if name != "feedback_app.static"}
    there = {
        ".".join(file.parent.relative_to(ROOT).parts)
        for top in ("feedback_app", "sync", "schemas")
        for file in (ROOT / top).rglob("__init__.py")
    }
    assert listed == there


def closed(files: Iterable[Path], homes: Iterable[str]) -> list[str]:
    """Files that are named after who may come in, and serve nothing."""
    doors = {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files if file.stem in GUARDS}
    return sorted(doors - set(homes))


def test_every_door_is_open(app: EchoFlask) -> None:
    files = list((ROOT / "feedback_app").rglob("*.py"))
    homes = [home.import_name for home in app.blueprints.values()]
    assert closed(files, homes) == []
    made_up = ROOT / "feedback_app" / "review" / "made_up" / "desk.py"
    assert closed([*files, made_up], homes) == ["feedback_app.review.made_up.desk"]


def test_a_door_is_found_in_a_package_within_a_package(tmp_path: Path) -> None:
    for name in ("desk.py", "desk_store.py", "queue/desk.py", "queue/parts/public.py", "loose/desk.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for package in ("queue", "queue/parts"):
        (tmp_path / package / "__init__.py").touch()
    found = list(modules_named([str(tmp_path)], "made", GUARDS))
    assert found == ["made.desk", "made.queue.desk", "made.queue.parts.public"], "a folder that is no package has none"


def hidden(folders: Iterable[str]) -> list[str]:
    """Templates of which only one of two by the same name would be found."""
    names = Counter(str(page.relative_to(at)) for at in folders for page in Path(at).rglob("*.html"))
    return sorted(name for name, times in names.items() if times > 1)


def test_every_package_s_templates_are_found_and_none_hides_another(app: EchoFlask, tmp_path: Path) -> None:
    folders = templates([str(ROOT / "feedback_app")])
    assert set(app.jinja_env.list_templates()) >= {
        page.relative_to(at).as_posix() for at in folders for page in Path(at).rglob("*.html")
    }
    assert hidden(folders) == []
    for package in ("queue", "record/parts"):
        page = tmp_path / package / "templates" / "made" / "list.html"
        page.parent.mkdir(parents=True)
        page.touch()
    assert hidden(templates([str(tmp_path)])) == ["made/list.html"]


@pytest.mark.parametrize("who", GUARDS)
def test_who_may_come_in_follows_from_the_name_of_a_door_in_a_package_within_a_package(who: str) -> None:
    """So do its address, a name of its own, and the tag of its package in the OpenAPI document."""
    module = f"feedback_app.review.queue.{who}"
    pages, api = audience.pages(module, "x"), audience.api(module, "x")
    assert (pages.name, api.name, api.tag) == (f"review_queue_{who}_pages", f"review_queue_{who}", f"review_{who}")
    assert api.url_prefix == audience.PREFIXES[who] == (pages.url_prefix or "")
    assert pages.before_request_funcs == api.before_request_funcs == {None: [GUARDS[who]]}


def test_every_route_is_in_a_file_named_after_who_may_call_it(app: EchoFlask) -> None:
    for rule in app.url_map.iter_rules():
        module = app.view_functions[rule.endpoint].__module__
        home = app.blueprints.get(rule.endpoint.rpartition(".")[0])
        if rule.endpoint.startswith("api-docs"):
            continue
        assert home is not None, f"{rule.rule} is outside every door"
        assert home.import_name.rsplit(".", 1)[-1] in GUARDS, f"{rule.rule} ({module}) is behind no guard"


def test_a_stranger_gets_in_nowhere_but_at_the_public_doors(app: EchoFlask) -> None:
    client = app.test_client()
    tried = 0
    for rule in app.url_map.iter_rules():
        home = app.blueprints.get(rule.endpoint.rpartition(".")[0])
        audience = home.import_name.rsplit(".", 1)[-1] if home else "public"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if audience == "public":
                continue
            address = re.sub(r"<(?:\w+:)?\w+>", "018f0000-0000-7000-8000-000000000001", rule.rule)
            got = client.open(address, method=method)
            to_login = got.status_code == 302 and "/desk/login" in got.headers["Location"]
            assert got.status_code == 401 or to_login, (method, address, got.status_code)
            tried += 1
    assert tried > 10


def test_migrations_are_numbered_without_gaps() -> None:
    names = sorted(file.stem for file in (ROOT / "feedback_app/migrations/versions").glob("0*.py"))
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
    assert config is not None


def test_every_sentence_is_there_in_both_languages(app: EchoFlask) -> None:
    assert i18n.TABLES
    for table in i18n.TABLES:
        for key, (fr, en) in table.rows.items():
            assert fr.strip() and en.strip(), key
            assert set(re.findall(r"{(\w+)}", fr)) == set(re.findall(r"{(\w+)}", en)), key
    for code, kind in CATALOGUE.items():
        assert kind.fr and kind.en and 400 <= kind.status < 600, code


def test_settings_problems_and_jobs_are_in_the_docs() -> None:
    operate = (ROOT / "docs/operate.md").read_text()
    settings = re.findall(r"FEEDBACK_[A-Z_]+", (ROOT / "feedback_app/settings.py").read_text())
    assert [name for name in settings if name not in operate] == []
    assert [job.name for job in JOBS if f"`{job.name}`" not in operate] == []
    protocol = (ROOT / "docs/protocol.md").read_text()
    assert [code for code in CATALOGUE if f"`{code}`" not in protocol] == []


def test_the_app_starts_without_touching_the_database(tmp_path: Path) -> None:
    from tests.conftest import settings_on

    create_app(settings_on(tmp_path, f"sqlite:///{tmp_path / 'none.db'}"))
    assert not (tmp_path / "none.db").exists()
