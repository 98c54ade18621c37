"""What the project is built of: pinned with hashes, listed in the wheel, and named where its licence asks for it."""

from __future__ import annotations

import configparser
import importlib.metadata
import json
import re
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

from tools.dependencies import EXTRAS, INSTALLER, Package, bill_of_materials, built_in, locked

ROOT = Path(__file__).parents[2]
ASK_FOR_MORE = re.compile(r"GPL|MPL|Mozilla|Artistic|EUPL|CDDL|EPL")
"""Licences that ask for more than that their text is handed on."""


def wanted(*extras: str) -> list[Requirement]:
    """What setup.cfg asks for, and those of its extras."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    texts = [setup["options"]["install_requires"], *(setup["options.extras_require"][extra] for extra in extras)]
    return [Requirement(line) for text in texts for line in text.split("\n") if line]


def missing(requirements: list[Requirement], packages: list[Package]) -> list[str]:
    """Requirements that no package of a lock meets."""
    versions = {one.name: one.version for one in packages}
    names = [(one, re.sub(r"[-_.]+", "-", one.name).lower()) for one in requirements]
    return [str(one) for one, name in names if not one.specifier.contains(versions.get(name, "0"), prereleases=True)]


@pytest.mark.parametrize("name", EXTRAS)
def test_whoever_installs_tomorrow_gets_what_was_checked_today(name: str) -> None:
    packages = locked(name)
    assert missing(wanted(*EXTRAS[name]), packages) == []
    assert [one.name for one in packages if not all(re.fullmatch(r"sha256:[0-9a-f]{64}", h) for h in one.hashes)] == []
    assert [one.name for one in packages if not one.hashes] == []
    assert set(INSTALLER) <= {one.name for one in packages}


def test_a_lock_that_is_behind_setup_cfg_would_be_noticed() -> None:
    lock = [Package("pypi", "flask", "3.0.1", ("sha256:00",))]
    assert missing([Requirement("flask>=3.1,<4")], lock) == ["flask<4,>=3.1"]
    assert missing([Requirement("flask-smorest>=0.47")], lock) == ["flask-smorest>=0.47"]


def test_tests_run_with_the_versions_that_servers_run_with() -> None:
    served = {(one.name, one.version) for one in locked("build")}
    assert served <= {(one.name, one.version) for one in locked("test")}


def test_the_tests_run_with_what_is_locked() -> None:
    """Where somebody installed something else by hand, it would be that which is tested."""
    ours = {re.sub(r"[-_.]+", "-", d.name).lower(): d.version for d in importlib.metadata.distributions()}
    other = [one for one in locked("build") if ours.get(one.name, one.version) != one.version]
    assert [f"{one.name} {ours[one.name]}, not {one.version}" for one in other] == []


@pytest.mark.parametrize("name", EXTRAS)
def test_no_lock_names_a_registry(name: str) -> None:
    assert not re.search(r"https?:|index-url|file:", (ROOT / "requirements" / f"{name}.txt").read_text())


def test_an_operator_can_read_what_the_wheel_is_made_of() -> None:
    bill = bill_of_materials([*locked("build"), *built_in()])
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill)) is None
    listed = {one["purl"] for one in bill["components"]}
    assert any(one.startswith("pkg:pypi/flask@") for one in listed)
    assert any(one.startswith("pkg:npm/%40preact/signals@") for one in listed)
    assert not any("typescript" in one or "/pytest@" in one for one in listed), "what only builds or tests is not in it"


def test_a_bill_that_is_none_would_be_noticed() -> None:
    bill = bill_of_materials([Package("pypi", "flask", "3.1", ("md4:00",))])
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill)) is not None


def licence(name: str) -> str:
    """What a package says of itself; empty where it is not installed (another system's)."""
    try:
        its = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    fields = ("License-Expression", "License", "Classifier")
    return " ".join(value[:80] for field in fields for value in its.get_all(field) or [])


def test_packages_whose_licence_asks_for_more_are_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text()
    asking = [one.name for one in locked("build") if ASK_FOR_MORE.search(licence(one.name))]
    assert "psycopg" in asking
    assert [name for name in asking if name not in notice] == []
    assert [one.name for one in built_in() if one.name not in notice] == []
