"""A photo that trickles in over EDGE holds nobody up: not another phone's records, not the desk."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.http.tus import BYTES, Tus, described
from tests.people import World

pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(60)]

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8


class Trickle(io.BytesIO):
    """A body of which nothing more comes until the test says so."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked, self.go = threading.Event(), threading.Event()

    def readinto(self, buffer: Any) -> int:
        """What the server asks for; it waits for the link."""
        self.asked.set()
        self.go.wait(15)
        return super().readinto(buffer)

    def read(self, size: int | None = -1) -> bytes:
        """As `readinto`."""
        self.asked.set()
        self.go.wait(15)
        return super().read(size)


@pytest.fixture
def awa(world: World) -> Tus:
    return Tus(world.app.test_client(), world.awa)


def open_link(awa: Tus, body: Trickle, address: str, method: str, **headers: str) -> tuple[threading.Thread, list[Any]]:
    """Awa's phone sends, and its link is slow."""
    answers: list[Any] = []
    heads = {"Tus-Resumable": "1.0.0", "Content-Type": BYTES} | headers | awa.phone.headers()

    def send() -> None:
        answers.append(
            awa.client.open(
                address, method=method, headers=heads, input_stream=body,
                environ_overrides={"CONTENT_LENGTH": str(len(PHOTO))},
            )
        )  # fmt: skip

    link = threading.Thread(target=send)
    link.start()
    assert body.asked.wait(20)
    return link, answers


@pytest.mark.parametrize("method", ["PATCH", "POST"])
def test_koffi_hands_over_his_records_while_awas_photo_trickles_in(
    awa: Tus, world: World, client: FlaskClient, method: str
) -> None:
    body = Trickle(PHOTO)
    if method == "PATCH":
        link, answers = open_link(awa, body, awa.place(PHOTO), "PATCH", **{"Upload-Offset": "0"})
    else:
        announced = {"Upload-Length": str(len(PHOTO)), "Upload-Metadata": described(PHOTO)}
        link, answers = open_link(awa, body, "/api/v1/media/", "POST", **announced)
    try:
        answer = world.koffi.exchange(client, world.koffi.entry())
        assert answer.get_json()["acks"][0]["outcome"] == "stored"
        assert answers == [], "the photo was there first: the records waited for it"
    finally:
        body.go.set()
        link.join(30)
    assert answers[0].status_code == (204 if method == "PATCH" else 201)
    assert answers[0].headers["Upload-Offset"] == str(len(PHOTO))
