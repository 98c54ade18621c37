"""Akissi, who coordinates, hears when the server is set up wrongly; reviewers and surveyors are not bothered with it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from feedback_app.app import create_app
from feedback_app.base.http import EchoFlask
from feedback_app.selfcheck import token
from feedback_app.selfcheck.checks import LEAST_ROOM, checks, start_lines
from feedback_app.selfcheck.commands import doctor
from feedback_app.selfcheck.doctor import Doctor
from feedback_app.selfcheck.probe import Finding
from feedback_app.selfcheck.slow_requests import PAUSE_S
from feedback_app.settings import SettingError, Settings, read_settings
from tests.conftest import settings_on
from tests.people import PASSWORD, World

PUBLIC = "https://echo.example"
FORWARDED = {"X-Forwarded-For": "41.66.1.9"}


def signed_in(app: EchoFlask, login: str) -> FlaskClient:
    client = app.test_client()
    assert client.post("/desk/login", data={"login": login, "password": PASSWORD}).status_code == 303
    return client


def coordinator(app: EchoFlask) -> FlaskClient:
    return signed_in(app, "akissi")


def lines_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if "FEEDBACK_PROXIES" in one.getMessage()]


def test_a_stranger_who_makes_up_a_proxy_warns_nobody_at_the_desk(
    app: EchoFlask, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    akissi = coordinator(app)
    for made_up in ("", "made up"):
        for path in ("/", "/desk/", "/api/v1/openapi.json", "/api/v1/nothing"):
            app.test_client().get(path, headers=FORWARDED | {"Authorization": f"Bearer {made_up}"})
        app.test_client().post("/api/v1/exchange", headers=FORWARDED | {"Authorization": f"Bearer {made_up}"}, json={})
    wrong = {"login": "akissi", "password": "guessed"}
    app.test_client().post("/desk/login", data=wrong, headers=FORWARDED)
    assert "FEEDBACK_PROXIES" not in akissi.get("/desk/").text
    assert len(lines_of(caplog)) == 1


@pytest.mark.parametrize("who", ["a phone", "a reviewer who signs in", "a reviewer", "the coordinator herself"])
def test_a_known_request_through_an_unnamed_proxy_is_logged_and_warned_of(
    who: str, app: EchoFlask, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    akissi, adjoua = coordinator(app), signed_in(app, "adjoua")
    assert "FEEDBACK_PROXIES" not in akissi.get("/desk/").text
    for _ in range(3):
        if who == "a phone":
            app.test_client().post("/api/v1/exchange", headers=FORWARDED | world.awa.headers(), json={})
        elif who == "a reviewer who signs in":
            words = {"login": "adjoua", "password": PASSWORD}
            app.test_client().post("/desk/login", data=words, headers=FORWARDED)
        else:
            (adjoua if who == "a reviewer" else akissi).get("/desk/", headers=FORWARDED)
    assert len(lines_of(caplog)) == 1
    shown = akissi.get("/desk/").text
    assert "FEEDBACK_PROXIES" in shown and 'role="alert"' in shown and "/desk/admin/server" in shown
    assert "FEEDBACK_PROXIES" not in adjoua.get("/desk/").text


def test_the_page_shows_what_arrives_and_what_is_to_be_mended(app: EchoFlask, world: World) -> None:
    akissi = coordinator(app)
    shown = akissi.get("/desk/admin/server", headers=FORWARDED | {"Accept-Language": "fr"}).text
    for words in ("X-Forwarded-For", "FEEDBACK_BACKUP", "feedback-app doctor http://localhost", "à régler", "UTC"):
        assert words in shown, words
    assert signed_in(app, "adjoua").get("/desk/admin/server").status_code == 403


def test_a_setting_is_spoken_of_once(app: EchoFlask, world: World) -> None:
    akissi = coordinator(app)
    assert akissi.get("/desk/admin/server").text.count("FEEDBACK_PROXIES") == 1
    shown = akissi.get("/desk/admin/server", headers=FORWARDED | {"Accept-Language": "fr"}).text.partition("<main")[2]
    assert "FEEDBACK_PROXIES vaut 0" in shown and "combien de proxys" not in shown


def test_a_proxy_that_is_named_is_nothing_to_speak_of(world: World, database: str, tmp_path: Path) -> None:
    app = create_app(replace(settings_on(tmp_path, database), public_url=PUBLIC, proxies=1))
    form = {"login": "akissi", "password": PASSWORD}
    heads = FORWARDED | {"X-Forwarded-Proto": "https", "Origin": PUBLIC, "Sec-Fetch-Site": "same-origin"}
    client = app.test_client()
    assert client.post("/desk/login", data=form, headers=heads, base_url="http://echo.example").status_code == 303
    answer = client.get("/desk/", headers=heads, base_url=PUBLIC)
    assert answer.status_code == 200 and 'role="alert"' not in answer.text


def test_the_doctor_is_answered_with_the_server_s_secret_alone(app: EchoFlask, client: FlaskClient) -> None:
    now = time.time()
    good = token.make_token(str(app.config["SECRET_KEY"]), now)
    answer = client.post(token.PATH, data=b"x" * 1000, headers={token.HEADER: good, **FORWARDED})
    assert answer.get_json() | {"address": ""} == {
        "host": "localhost", "scheme": "http", "address": "", "addresses": ["41.66.1.9"], "bytes": 1000,
    }  # fmt: skip
    old = token.make_token(str(app.config["SECRET_KEY"]), now - token.GOOD_S - 1)
    for shown in ("", "x", "1.2", "²." + "a" * 64, old, token.make_token("another", now), good + "é"):
        assert client.post(token.PATH, data=b"x", headers={token.HEADER: shown}).status_code == 404, shown


def test_a_slow_answer_is_bounded_and_for_the_doctor_alone(app: EchoFlask, client: FlaskClient) -> None:
    shown = {token.HEADER: token.make_token(str(app.config["SECRET_KEY"]), time.time())}
    assert client.post(f"{token.SLOW_PATH}?wait=0.01&size=1000", headers=shown).data == bytes(1000)
    assert client.post(f"{token.SLOW_PATH}?wait=0.01&size=1000").status_code == 404
    for asked in ("wait=51", "wait=-1", "wait=nan", "wait=inf", f"size={token.MOST_ANSWER + 1}", "size=-1"):
        assert client.post(f"{token.SLOW_PATH}?{asked}", headers=shown).status_code == 404, asked


@pytest.mark.parametrize(("words", "pause"), [([], None), (["--slow"], PAUSE_S)])
def test_the_doctor_falls_silent_only_when_asked_to(
    words: list[str], pause: float | None, app: EchoFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[float | None]()

    def examine(asking: Doctor, *_: object) -> list[Finding]:
        asked.append(asking.pause_s)
        return []

    monkeypatch.setattr(Doctor, "examine", examine)
    with app.app_context():
        CliRunner().invoke(doctor, words)
    assert asked == [pause]


def of(tmp_path: Path, **more: object) -> Settings:
    return replace(settings_on(tmp_path, "sqlite://"), **more)  # type: ignore[arg-type]


def test_settings_that_phones_cannot_live_with_are_warned_of_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert start_lines(of(tmp_path)) == [], "a trial on this machine"
    lines = "\n".join(start_lines(of(tmp_path, public_url="http://192.168.1.20:8000", backup=tmp_path)))
    assert "not https" in lines and "camera" in lines
    lines = "\n".join(start_lines(of(tmp_path, public_url=PUBLIC)))
    assert "FEEDBACK_PROXIES" in lines and "FEEDBACK_BACKUP" in lines
    well: Any = {"proxies": 1, "backup": tmp_path, "security_contact": "tel:+225"}
    (line,) = start_lines(of(tmp_path, public_url=PUBLIC, **well))
    assert "FEEDBACK_SECRET_KEY" in line
    assert start_lines(of(tmp_path, public_url=PUBLIC, secret_apart="s" * 32, **well)) == []
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": LEAST_ROOM - 1}))
    assert "room" in start_lines(of(tmp_path, public_url=PUBLIC, proxies=1, backup=tmp_path))[0]


def test_a_data_folder_that_is_gone_is_a_finding_and_no_error(tmp_path: Path) -> None:
    found = {one.kind: one.well for one in checks(of(tmp_path / "gone"))}
    assert found["room"] is False


@pytest.mark.parametrize("number", ["-1", "abc", "1.5", "99", "¹"])
def test_a_number_of_proxies_that_cannot_be_is_refused_with_a_sentence(number: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="FEEDBACK_PROXIES"):
        read_settings({"FEEDBACK_DATA": str(tmp_path), "FEEDBACK_PROXIES": number})
