"""The cookies of the desk: the session that a browser bears, and the names by which it is known."""

from __future__ import annotations

from flask import Response, request

from feedback_app.base.proxy_watch import is_https

COOKIE = "echo_desk"
"""The session's cookie where pages come in the clear, as on the own machine."""
SECURE_COOKIE = f"__Host-{COOKIE}"
"""The same over HTTPS: browsers take it from this very host alone, and only where it is `Secure`."""
KNOWN_BROWSERS = "echo_known"
"""Says which logins signed in from a browser before (`enrol.sign_in`). It opens nothing."""
KNOWN_DAYS = 365


def session_cookie() -> str:
    """The session that this request bears; empty where it bears none. Over HTTPS only what `__Host-` protects counts:
    a neighbouring host could have set the other."""
    secure = request.cookies.get(SECURE_COOKIE, "")
    return secure if secure or is_https() else request.cookies.get(COOKIE, "")


def set_session_cookie(answer: Response, cookie: str, *, hours: int) -> None:
    """Gives the browser a session."""
    secure = is_https()
    name = SECURE_COOKIE if secure else COOKIE
    answer.set_cookie(name, cookie, max_age=hours * 3600, httponly=True, secure=secure, samesite="Lax", path="/")


def delete_session_cookie(answer: Response) -> None:
    """Takes the session away from the browser, under each of its names."""
    answer.delete_cookie(SECURE_COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    answer.delete_cookie(COOKIE, path="/")


def known_browsers() -> str:
    """What `set_known_browsers` gave the browser."""
    return request.cookies.get(KNOWN_BROWSERS, "")


def set_known_browsers(answer: Response, value: str) -> None:
    """Gives the browser the names by which it is known."""
    answer.set_cookie(
        KNOWN_BROWSERS, value, max_age=KNOWN_DAYS * 24 * 3600, httponly=True, secure=is_https(), samesite="Lax",
        path="/desk",
    )  # fmt: skip
