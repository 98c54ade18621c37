"""nginx and Caddy as people install them, each on loopback ports and a folder of its own; ended by process id."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.journeys.server import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
BARE = "server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{upstream}; {more} }} }}"
"""What somebody writes who follows the first page that a search finds."""
NGINX = """daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type application/octet-stream; gzip on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {sites}
}}
"""


@dataclass(frozen=True)
class Certificate:
    """A certificate for localhost that nobody has signed, and its key."""

    chain: Path
    key: Path


def find(name: str) -> str:
    """The program, or a skip that says that it is not there. Debian keeps nginx off a person's path."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed and could not be had: NOT tried behind it")
    return found


def certificate(folder: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=90))
        .add_extension(names, critical=False).add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    found = Certificate(folder / "chain.pem", folder / "key.pem")
    found.chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.TraditionalOpenSSL
    found.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return found


def bare_nginx(folder: Path, port: int, upstream: int, more: str = "") -> list[str]:
    """The command for nginx with nothing but `proxy_pass`; Debian's limit of a body, 1 MB, is nginx's own."""
    return _nginx(folder, BARE.format(port=port, upstream=upstream, more=more))


def our_nginx(folder: Path, port: int, upstream: int) -> list[str]:
    """The command for nginx with `deploy/nginx.conf`, whose names and paths are this test's."""
    made = certificate(folder)
    text = (DEPLOY / "nginx.conf").read_text()
    text = re.sub(r"listen (\[::\]:)?80;", "", text)
    text = text.replace("server_name echo.example;\n    return", f"listen 127.0.0.1:{free_port()};\n    return")
    text = re.sub(r"listen \[::\]:443 ssl http2;", "", text).replace("listen 443", f"listen 127.0.0.1:{port}")
    text = re.sub(r"(ssl_certificate +)\S+;", rf"\g<1>{made.chain};", text)
    text = re.sub(r"(ssl_certificate_key +)\S+;", rf"\g<1>{made.key};", text)
    text = text.replace("server_name echo.example", "server_name localhost").replace("127.0.0.1:8000", _at(upstream))
    return _nginx(folder, text)


def our_caddy(folder: Path, port: int, upstream: int) -> list[str]:
    """The command for Caddy with `deploy/Caddyfile`, whose name and certificate are this test's."""
    made = certificate(folder)
    text = (DEPLOY / "Caddyfile").read_text().replace("127.0.0.1:8000", _at(upstream))
    text = text.replace(
        "echo.example {", f"https://localhost:{port} {{\n\tbind 127.0.0.1\n\ttls {made.chain} {made.key}"
    )
    options = f"{{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system {folder}/caddy\n\tskip_install_trust\n}}\n"
    (folder / "Caddyfile").write_text(options + text)
    return [find("caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def _at(port: int) -> str:
    return f"127.0.0.1:{port}"


def _nginx(folder: Path, sites: str) -> list[str]:
    config = folder / "nginx.conf"
    # As root it would work as a user that cannot write into this test's folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    config.write_text(user + NGINX.format(folder=folder, sites=sites))
    return [find("nginx"), "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")]


@contextmanager
def running_proxy(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """A proxy until the end of the block."""
    home = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "proxy.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=home, cwd=folder)
    try:
        deadline = time.monotonic() + 30
        while not _listens(port):
            assert process.poll() is None and time.monotonic() < deadline, (folder / "proxy.log").read_text()
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def trusting() -> ssl.SSLContext:
    """Takes any certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
