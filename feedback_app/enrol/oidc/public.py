"""The door for who signs in with an account at the provider, which replaces the password and nothing else."""

from __future__ import annotations

import logging
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.base.proxy_watch import is_https
from feedback_app.base.sealing import Sealer
from feedback_app.base.sign_in import local_address
from feedback_app.enrol.oidc import actions, provider
from feedback_app.enrol.oidc.flow import MINUTES, Flow, new_flow, open_flow, seal_flow
from feedback_app.enrol.oidc.id_token import Account, read_id_token
from feedback_app.enrol.oidc.provider import Client, ProviderError
from feedback_app.enrol.oidc.texts import TEXTS
from feedback_app.enrol.second_factor import public as second_factor
from feedback_app.settings import Settings

pages = audience.pages(__name__)

AT = "/desk/login/oidc"
GO = f"{AT}/go"
LINK = "/desk/linked-account"
COOKIE = "echo_oidc"
SECURE_COOKIE = f"__Host-{COOKIE}"


@pages.get(AT)
def start() -> ResponseReturnValue:
    """To the provider, with what must come back."""
    return _to_provider(new_flow(wanted=local_address(request.args.get("next")), now=clock.now()))


@pages.get(GO)
def go() -> ResponseReturnValue:
    """The same for who is about to link an account."""
    flow = _flow()
    return redirect(LINK) if flow is None else _to_provider(flow)


def _to_provider(flow: Flow) -> ResponseReturnValue:
    client = oidc_client()
    try:
        found = provider.discover(client)
    except ProviderError as why:
        return failed(why)
    asked = provider.authorization_url(found, client, state=flow.state, nonce=flow.nonce, challenge=flow.challenge)
    return with_flow(make_response(redirect(asked, 303)), flow)


@pages.get(f"{AT}/back")
def come_back() -> ResponseReturnValue:
    """From the provider, by an address, which changes nothing: the page sends it on as a form."""
    flow = _flow()
    answer = {name: request.args.get(name, "")[:4000] for name in ("code", "state", "iss")}
    to = f"{LINK}/back" if flow and flow.links else f"{AT}/back"
    return render_template("enrol/oidc/back.html", texts=TEXTS, answer=answer, to=to)


@pages.post(f"{AT}/back")
def sign_in() -> ResponseReturnValue:
    """Signs in who linked the account; the second factor comes next."""
    try:
        account, flow = answered_account(links="")
    except ProviderError as why:
        return failed(why)
    person = actions.sign_in(db.session, account, now=clock.now())
    if person is None:
        return without_flow(make_response(page("failed", say="not_linked"), 403))
    return without_flow(make_response(second_factor.go_on(person, wanted=flow.wanted, form=None)))


def answered_account(*, links: str) -> tuple[Account, Flow]:
    """The account that the provider vouches for in answer to this browser's flow. ProviderError for anything else.
    Asks the provider: nothing may be locked meanwhile."""
    flow, client, sent = _flow(), oidc_client(), request.form
    if flow is None or flow.links != links or not flow.fits(sent.get("state", ""), clock.now()):
        raise ProviderError("the answer is to no flow of this browser")
    if sent.get("iss") and sent["iss"] != client.issuer:
        raise ProviderError("the answer is another provider's")
    found = provider.discover(client)
    token = provider.exchange_code(found, client, code=sent.get("code", ""), verifier=flow.verifier)
    account = read_id_token(
        token, provider.keys_of(found), issuer=client.issuer, client_id=client.client_id, nonce=flow.nonce,
        now=clock.now(),
    )  # fmt: skip
    if account is None:
        raise ProviderError("its ID token is not valid")
    return account, flow


def failed(why: ProviderError) -> Response:
    """The page of a sign-in that did not work; the log has the reason."""
    logging.getLogger(__name__).warning("OpenID Connect: %s", why)
    return without_flow(make_response(page("failed", say="failed"), 502))


def page(name: str, **shown: Any) -> str:
    """One of this package's pages."""
    return render_template(f"enrol/oidc/{name}.html", texts=TEXTS, provider=oidc_client().name, **shown)


def with_flow(answer: Response, flow: Flow) -> Response:
    """Gives the browser what must come back with it."""
    secure, sealed = is_https(), seal_flow(flow, _sealer())
    answer.set_cookie(
        SECURE_COOKIE if secure else COOKIE, sealed, max_age=MINUTES * 60, httponly=True, secure=secure,
        samesite="Lax", path="/",
    )  # fmt: skip
    return answer


def without_flow(answer: Response) -> Response:
    """Takes it away: it is good for one answer."""
    answer.delete_cookie(SECURE_COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    answer.delete_cookie(COOKIE, path="/")
    return answer


def _flow() -> Flow | None:
    secure = request.cookies.get(SECURE_COOKIE, "")
    return open_flow(secure if secure or is_https() else request.cookies.get(COOKIE, ""), _sealer())


def oidc_client() -> Client:
    """Who we are to the provider. Problem `not-found` where none is set."""
    settings = _settings()
    if not settings.oidc_issuer:
        raise Problem("not-found")
    back = f"{settings.public_url}{AT}/back"
    return Client(settings.oidc_issuer, settings.oidc_client_id or "", settings.oidc_client_secret, back)


def provider_name() -> str:
    """What the sign-in page calls the provider; empty where none is set."""
    return oidc_client().name if _settings().oidc_issuer else ""


def _settings() -> Settings:
    found: Settings = current_app.extensions["echo_settings"]
    return found


def _sealer() -> Sealer:
    return Sealer(_settings().secret_key)
