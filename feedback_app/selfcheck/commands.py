"""`feedback-app doctor`: whether the proxies in front let people through."""

from __future__ import annotations

import ssl

import click
from flask import current_app

from feedback_app.base import clock
from feedback_app.selfcheck.checks import START_LINES
from feedback_app.selfcheck.doctor import Doctor
from feedback_app.selfcheck.slow_requests import PAUSE_S
from feedback_app.settings import Settings


@click.command()
@click.argument("url", required=False)
@click.option("--any-certificate", is_flag=True, help="Go on although browsers would not trust the certificate.")
@click.option("--slow", is_flag=True, help=f"Also fall silent as phones do; takes {PAUSE_S:.0f} s to two minutes.")
def doctor(url: str | None, *, any_certificate: bool, slow: bool) -> None:
    """Ask URL (else FEEDBACK_PUBLIC_URL) as phones do, and say what is wrong. Run it where the server runs.

    Host, https, proxies, how large a request may be, clock. Ends with status 1 when something is to be mended.
    """
    settings: Settings = current_app.extensions["echo_settings"]
    context = ssl.create_default_context()
    if any_certificate:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    bad = 0
    asking = Doctor(settings.secret_key, settings.proxies, context, PAUSE_S if slow else None)
    for found in asking.examine(url or settings.public_url, clock.now()):
        click.echo(f"{'ok ' if found.well else 'BAD'}  {found.words}")
        bad += not found.well
    if settings.secret_apart is None:
        click.echo(f"     {START_LINES['secret']}")
    raise SystemExit(1 if bad else 0)
