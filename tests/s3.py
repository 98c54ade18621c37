"""A throw-away S3 server for tests: SeaweedFS, from its wheel, on loopback, with keys made for the occasion."""

from __future__ import annotations

import json
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

PROGRAM = Path(sys.executable).with_name("weed")
BUCKET = "echo"
PATIENCE_S = 60


@dataclass
class S3Server:
    """Where it is, and how to be let in: `environment` is what a program that uses it needs."""

    endpoint: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def client(self) -> Any:
        """A plain client, for looking at what is there."""
        return boto3.client(
            "s3", endpoint_url=self.endpoint, region_name="us-east-1",
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
        )  # fmt: skip


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """A server with an empty bucket, ended by its process id."""
    with tempfile.TemporaryDirectory(prefix="echo-s3-") as folder:
        keys = {"accessKey": secrets.token_hex(10), "secretKey": secrets.token_hex(20)}
        config = Path(folder) / "s3.json"
        actions = ["Admin", "Read", "Write", "List", "Tagging"]
        config.write_text(json.dumps({"identities": [{"name": "echo", "credentials": [keys], "actions": actions}]}))
        ports = {name: _free() for name in ("master", "volume", "filer", "s3")}
        words = [f"-{name}.port={port}" for name, port in ports.items()]
        process = subprocess.Popen(
            [
                PROGRAM, "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", *words,
                "-s3.ip.bind=127.0.0.1", f"-s3.config={config}", "-master.volumeSizeLimitMB=64", "-volume.max=30",
                "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false",
                f"-s3.localSocket={folder}/s3.sock", f"-filer.localSocket={folder}/filer.sock",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        made = S3Server(
            f"http://127.0.0.1:{ports['s3']}",
            {
                "AWS_ACCESS_KEY_ID": keys["accessKey"],
                "AWS_SECRET_ACCESS_KEY": keys["secretKey"],
                "AWS_DEFAULT_REGION": "us-east-1",
            },
            process,
        )
        try:
            _wait(made)
            yield made
        finally:
            process.kill()  # its goodbye would take a quarter of a minute, so its sockets are left to us
            process.wait(10)
            for port in [*ports.values(), *(port + 10000 for port in ports.values())]:
                for left in Path(tempfile.gettempdir()).glob(f"seaweedfs-*-{port}.sock"):
                    left.unlink(missing_ok=True)


def _wait(server: S3Server) -> None:
    """Until a bucket can be made and written to: its parts come up one after the other."""
    deadline, client = time.monotonic() + PATIENCE_S, server.client()
    while True:
        if server.process.poll() is not None:
            raise RuntimeError("the S3 server ended")
        try:
            with suppress(client.exceptions.BucketAlreadyExists, client.exceptions.BucketAlreadyOwnedByYou):
                client.create_bucket(Bucket=BUCKET)
            client.put_object(Bucket=BUCKET, Key="first", Body=b"1")
            client.delete_object(Bucket=BUCKET, Key="first")
            return
        except (BotoCoreError, ClientError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _free() -> int:
    """A free port whose companion for gRPC, 10,000 above, is free too."""
    for _ in range(200):
        port = 15000 + secrets.randbelow(30000)
        with socket.socket() as one, socket.socket() as other:
            try:
                one.bind(("127.0.0.1", port))
                other.bind(("127.0.0.1", port + 10000))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")
