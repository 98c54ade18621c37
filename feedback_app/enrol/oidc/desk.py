"""The door for whoever is signed in: linking their account at the provider, and unlinking it. Both ask for a factor, or
for the password where there is none."""

from __future__ import annotations

from flask import make_response, redirect, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.ids import hash_token
from feedback_app.base.session_cookie import session_cookie
from feedback_app.enrol import linked_account_store as store
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.oidc import actions
from feedback_app.enrol.oidc.flow import new_flow
from feedback_app.enrol.oidc.provider import ProviderError
from feedback_app.enrol.oidc.public import (
    GO,
    LINK,
    answered_account,
    failed,
    oidc_client,
    page,
    with_flow,
    without_flow,
)
from feedback_app.enrol.second_factor.desk import me, prove_page, refused

pages = audience.pages(__name__, audience.SIGNED_IN)

AT = "/linked-account"


@pages.get(AT)
def linked() -> ResponseReturnValue:
    """The caller's account at the provider."""
    account = store.account_of(db.session, me().id, oidc_client().issuer)
    return page("linked", account=account, taken="taken" in request.args)


@pages.post(f"{AT}/confirm")
def confirm() -> ResponseReturnValue:
    """Asks for a factor before it is linked or unlinked."""
    oidc_client()
    return prove_page(me(), at=LINK, hidden={})


@pages.post(AT)
def change() -> ResponseReturnValue:
    """Unlinks the account, or leads to the provider to link one: by a link, since forms lead nowhere else."""
    person, client = me(), oidc_client()
    wait = refused(person)
    if wait is not None:
        return prove_page(person, at=LINK, hidden={}, wrong=True, wait=wait), 429 if wait else 401
    audience.note_access()
    if store.account_of(db.session, person.id, client.issuer) is not None:
        actions.unlink(db.session, person.id, now=clock.now())
        return redirect(LINK, 303)
    flow = new_flow(wanted=LINK, now=clock.now(), links=hash_token(session_cookie()))
    return with_flow(make_response(page("go", to=GO)), flow)


@pages.post(f"{AT}/back")
def link() -> ResponseReturnValue:
    """Links the account that the provider vouches for, in the session that asked for it."""
    person = audience.caller(StaffIdentity)
    try:
        account, _ = answered_account(links=hash_token(session_cookie()))
    except ProviderError as why:
        return failed(why)
    audience.note_access()
    done = actions.link(db.session, person.person_id, account, now=clock.now())
    return without_flow(make_response(redirect(LINK if done else f"{LINK}?taken", 303)))
