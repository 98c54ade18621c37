"""The server dies and comes back from yesterday's backup; the phone gives back by itself what it had already sent."""

from __future__ import annotations

import re
import time
from pathlib import Path

from tests.journeys import server
from tests.journeys.badlink import BadLink
from tests.journeys.killable import KillableBrowser
from tests.journeys.surveyor import EMOTION, NEED, PLACE, Surveyor, speak, until


def counted(running: server.RunningServer, what: str) -> int:
    found = re.search(rf"{what} (\d+)", running.cli("ledger", "verify"))
    assert found
    return int(found[1])


def wait_for_media(running: server.RunningServer, count: int) -> None:
    """Until so many photos and voices have arrived: they go after the words."""
    deadline = time.monotonic() + 30
    while len(list((running.data / "media").glob("*/??/??/" + "?" * 64))) < count:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def sees_safe(awa: Surveyor, count: int) -> None:
    """Her home screen comes to say that so many records are safe."""
    awa.sync()
    until(awa.page, f"document.querySelectorAll('.glance b')[2].innerText === '{count}'")


def test_a_server_restored_from_yesterday_gets_everything_back_from_awas_phone(
    killable: KillableBrowser, tmp_path: Path
) -> None:
    running = server.start(tmp_path / "data")
    backups = tmp_path / "backups"
    link = BadLink(running.port)
    try:
        awa = Surveyor(killable.open())
        awa.enrol(f"{link.origin}/app/#enrol={running.enrolment_code()}")
        awa.wait_until_offline_ready()

        # Before the backup: an emotion. After it: a need with her voice.
        awa.record("Émotion", PLACE, EMOTION)
        sees_safe(awa, 0)
        running.cli("backup", str(backups))
        sees_safe(awa, 1)
        awa.record("Besoin", PLACE, NEED | {"recit": speak(1.5)})
        sees_safe(awa, 1)
        assert counted(running, "entries") == 2

        # The machine is lost that night. In the morning there is another one, restored from the backup.
        running.kill()
        running.cli("restore", str(backups), "--yes")
        assert counted(running, "entries") == 1
        again = server.start(running.data, port=running.port)

        # Awa's phone notices by itself and offers again; nothing is there twice.
        killable.kill()
        awa = Surveyor(killable.open())
        awa.come_back(f"{link.origin}/app/")
        awa.sync()
        wait_for_media(again, 1)
        assert (counted(again, "entries"), counted(again, "bad digests")) == (2, 0)
        running.cli("backup", str(backups))
        sees_safe(awa, 2)
    finally:
        link.stop()
        running.stop()
        if "again" in locals():
            again.stop()


def test_awa_whom_a_restored_server_does_not_know_goes_on_in_her_place_with_a_new_code(
    killable: KillableBrowser, tmp_path: Path
) -> None:
    running = server.start(tmp_path / "data")
    backups = tmp_path / "backups"
    link = BadLink(running.port)
    try:
        # The backup is older than Awa's enrolment, and nothing that was noted since is left.
        running.cli("backup", str(backups))
        awa = Surveyor(killable.open())
        awa.enrol(f"{link.origin}/app/#enrol={running.enrolment_code()}")
        awa.wait_until_offline_ready()
        awa.record("Émotion", PLACE, EMOTION)
        sees_safe(awa, 0)
        assert counted(running, "entries") == 1
        running.kill()
        for file in running.data.glob("echo.db*"):
            file.unlink()
        for note in backups.glob("access-*.json"):
            note.unlink()
        running.cli("restore", str(backups), "--yes")
        again = server.start(running.data, port=running.port)
        assert counted(again, "entries") == 0

        awa.sync()
        opens = awa.page.get_by_role("link", name="J’ai un nouveau code")
        opens.wait_for()
        awa.record("Besoin", PLACE, NEED | {"recit": speak(1.5)})
        awa.home()
        opens.click()
        awa.page.get_by_label("Votre code").fill(again.enrolment_code())
        awa.page.get_by_role("button", name="Reprendre").click()
        wait_for_media(again, 1)
        assert (counted(again, "entries"), counted(again, "quarantined")) == (2, 0)
    finally:
        link.stop()
        running.stop()
        if "again" in locals():
            again.stop()
