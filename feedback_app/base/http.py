"""The edge: bounded reading of bodies, problems as answers, one transaction a request."""

from __future__ import annotations

import errno
import functools
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar, cast

import orjson
from apispec import APISpec
from flask import Flask, Request, Response, current_app, g, has_request_context, request
from flask.json.provider import JSONProvider
from flask.sessions import NullSession, SessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_smorest import Api
from marshmallow import Schema, ValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import ClientDisconnected, HTTPException
from werkzeug.utils import cached_property

from feedback_app.base.come_back import come_back_in
from feedback_app.base.db import REQUEST_S, db, intent, patience, reading_only
from feedback_app.base.files import FULL, StorageDown
from feedback_app.base.i18n import COOKIE, LANGUAGES, language, set_language_of_caller
from feedback_app.base.problem import Problem
from feedback_app.base.request_end import begin_request, log_request, run_afterwards
from feedback_app.base.safe_errors import safe_error
from feedback_app.base.write_lock import WriteLockTimeout
from sync.gunzip import BrokenGzip, GzipTooLarge, gunzip

MAX_BODY = 1024 * 1024 + 256 * 1024
"""Bytes of a decoded JSON body: 1 MiB of entries and their envelope."""

View = TypeVar("View", bound=Callable[..., Any])

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that only read: their transactions refuse to write."""
READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
DOWN_S = 60, 120
"""When to come back to a server whose storage or database is away: seconds, at least and at most."""
LATER_S = 900, 1200
"""The same of one that has no room: somebody must make some first."""
_NO_ROOM = re.compile("disk is full|No space left|disk full", re.IGNORECASE)

HTTP_PROBLEMS = {
    400: "unreadable", 401: "sign-in", 403: "not-allowed", 404: "not-found", 405: "method-not-allowed",
    413: "too-large", 415: "unsupported-type", 416: "no-such-range", 422: "malformed", 429: "slow-down",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormBounds:
    """The most bytes that a form has: files and fields together, and the fields alone, which are in memory."""

    in_all: int
    of_text: int


PLAIN_FORM = FormBounds(2 * 1024 * 1024, 2 * 1024 * 1024)


class OrjsonProvider(JSONProvider):
    """JSON by orjson: several times faster on an exchange of 500 entries, and strict about NaN."""

    def dumps(self, obj: Any, **_: Any) -> str:
        return orjson.dumps(obj, option=orjson.OPT_NON_STR_KEYS).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        body = orjson.dumps(self._prepare_response_obj(args, kwargs), option=orjson.OPT_NON_STR_KEYS)
        return Response(body, mimetype="application/json")


class _Body:
    """What comes of a body from whatever server. A link that breaks is the client's end, not a fault of ours."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, *size: int) -> bytes:
        return self._asked(self._stream.read, *size)

    def readline(self, *size: int) -> bytes:
        return self._asked(self._stream.readline, *size)

    def _asked(self, ask: Callable[..., bytes], *size: int) -> bytes:
        try:
            return ask(*size)
        except OSError as error:
            raise ClientDisconnected from error


class EchoRequest(Request):
    """A request. What a page's address asks is free of NUL: a page shows what it can of any address."""

    def __init__(self, environ: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        environ["wsgi.input"] = _Body(environ["wsgi.input"])
        super().__init__(environ, *args, **kwargs)

    @cached_property
    def args(self) -> MultiDict[str, str]:
        asked = super().args
        if is_api(self):
            return asked
        return ImmutableMultiDict((name, value.replace("\x00", "")) for name, value in asked.items(multi=True))

    @cached_property
    def language(self) -> str:
        """Looked for once: a page says hundreds of words."""
        chosen = self.cookies.get(COOKIE)
        if chosen in LANGUAGES:
            return chosen
        return self.accept_languages.best_match(LANGUAGES, default="fr") or "fr"


def language_of_request() -> str:
    """The person's own choice (cookie), else what the browser asks for, else French."""
    if not has_request_context():
        return "fr"
    return cast(EchoRequest, request).language


set_language_of_caller(language_of_request)


class _NoSessions(SessionInterface):
    """Flask's own sessions, which nothing here uses. Without this each request makes one, and who would sign it."""

    _none = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:  # noqa: ARG002 - Flask's names
        return self._none

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing is in it."""


class EchoFlask(Flask):
    """Flask, with one transaction a request: committed after the view returned and before the answer leaves."""

    json_provider_class = OrjsonProvider
    request_class = EchoRequest
    session_interface = _NoSessions()
    edge_limits: Any = None
    """What the server that serves this may take (`edge.limits.Limits`)."""
    proxies = 0
    """How many trusted ones are in front."""

    def body_limit(self, method: str, path: str) -> int:
        """Bytes of a body that a request may have: more is refused by the server, unread."""
        plain = MAX_BODY if path.startswith("/api/") else PLAIN_FORM.in_all
        try:
            endpoint, _ = self.url_map.bind("").match(path, method)
        except HTTPException:
            return plain
        bounds: FormBounds | None = getattr(self.view_functions[endpoint], "bounds", None)
        return bounds.in_all if bounds else plain

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view here is a coroutine: nobody needs to look at each function of each request for that."""
        return func

    def full_dispatch_request(self) -> Response:
        begin_request()
        view = self.view_functions.get(request.endpoint or "")
        transactions = reading_only() if request.method in SAFE else intent(write=not hasattr(view, "reads_first"))
        if not is_api(request):  # before any guard looks for a field of a form, and reads all of it
            bounds: FormBounds = getattr(view, "bounds", PLAIN_FORM)
            request.max_content_length, request.max_form_memory_size = bounds.in_all, bounds.of_text
        with transactions, patience(REQUEST_S):
            answer = super().full_dispatch_request()
        run_afterwards()
        return answer

    def finalize_request(self, rv: Any, from_error_handler: bool = False) -> Response:
        answer = super().finalize_request(rv, from_error_handler)
        log_request(answer.status_code)
        return answer

    def log_exception(self, exc_info: Any) -> None:
        """Flask's line has the address, in which there may be words."""
        self.logger.error("unexpected", exc_info=exc_info)

    def dispatch_request(self) -> ResponseReturnValue:
        try:
            _refuse_nul(request)
            answer = super().dispatch_request()
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        return answer


def reads_first(view: View) -> View:
    """Marks a view that writes, and says itself when it begins to (`base.db.begin_writing`)."""
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def uploaded(name: str, *, limit: int) -> bytes:
    """The bytes of a file that came with the form, one more than its limit at most; nothing where none was chosen."""
    sent = request.files.get(name)
    return sent.stream.read(limit + 1) if sent is not None and sent.filename else b""


def takes_at_most(in_all: int, *, of_text: int = PLAIN_FORM.of_text) -> Callable[[View], View]:
    """Marks a view whose form has at most so many bytes; what is more is `too-large`, unread. Others: `PLAIN_FORM`."""

    def mark(view: View) -> View:
        view.bounds = FormBounds(in_all, of_text)  # type: ignore[attr-defined]
        return view

    return mark


def _refuse_nul(incoming: Request) -> None:
    """No path and no form says NUL, which PostgreSQL's texts cannot hold. Problems: `not-found`, `malformed`."""
    if "\x00" in incoming.path:
        raise Problem("not-found")
    if not is_api(incoming) and any("\x00" in value for _, value in incoming.form.items(multi=True)):
        raise Problem("malformed")


def is_api(incoming: Request) -> bool:
    """Whether this is the JSON side, whose schemas check every part and whose bodies are read with bounds."""
    return incoming.path.startswith("/api/")


def read_body(incoming: Request, *, limit: int = MAX_BODY) -> bytes:
    """The body, gunzipped where it says so, never more than `limit` bytes in memory.

    Problems: `too-large` (a bomb included), `unreadable` (broken gzip, unknown encoding).
    """
    if (incoming.content_length or 0) > limit:
        raise Problem("too-large", limit=limit)
    raw = incoming.stream.read(limit + 1)
    encoding = incoming.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", ""}:
        raise Problem("unreadable", detail="Content-Encoding")
    data = raw if encoding != "gzip" else _gunzip(raw, limit)
    if len(data) > limit:
        raise Problem("too-large", limit=limit)
    return data


def _gunzip(raw: bytes, limit: int) -> bytes:
    try:
        return gunzip(raw, limit=limit)
    except GzipTooLarge as error:
        raise Problem("too-large", limit=limit) from error
    except BrokenGzip as error:
        raise Problem("unreadable", detail="gzip") from error


def read_json(incoming: Request, *, limit: int = MAX_BODY) -> Any:
    """The JSON value of a request's body. Problems as `read_body`, and `unreadable` for what is not JSON.

    Nor is what nests deeper than JSON is written here (254 levels).
    """
    try:
        value = orjson.loads(read_body(incoming, limit=limit))
        orjson.dumps(value)  # what is nested too deep to be written again could not be stored
    except (orjson.JSONDecodeError, orjson.JSONEncodeError) as error:
        raise Problem("unreadable", detail="json") from error
    return value


class BodyParser(FlaskParser):
    """webargs reading bodies through `read_json`, so that no door can forget the bounds."""

    def use_args(self, argmap: Any, req: Request | None = None, *, location: str | None = None, **more: Any) -> Any:
        """As webargs does. A body of JSON is read, checked and handed to the view without its detours: they take as
        long as the reading and the checking."""
        if (location or self.location) != "json" or not isinstance(argmap, Schema) or req or more:
            return super().use_args(argmap, req, location=location, **more)

        def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
            @functools.wraps(view)
            def checked(*args: Any, **kwargs: Any) -> Any:
                try:
                    given = argmap.load(read_json(request))
                except ValidationError as error:
                    error.messages = {"json": error.messages}
                    self.handle_error(error, request)
                return view(*args, given, **kwargs)

            return checked

        return decorate

    def load_json(self, req: Request, _schema: Any) -> Any:
        return read_json(req)

    def handle_error(self, error: ValidationError, req: Request, *_: Any, **__: Any) -> NoReturn:
        raise Problem("unreadable" if req.method == "POST" else "malformed", errors=error.messages) from error


class EchoApi(Api):  # type: ignore[misc]
    """flask-smorest's API object, answering every error as a problem document. Describes the API when it is asked to:
    that takes half as long as making the application, and few ever ask."""

    def __init__(self, app: Flask) -> None:
        self._blueprints: list[Any] = []
        self._describing = threading.Lock()
        super().__init__(app)

    def register_blueprint(self, blp: Any, **options: Any) -> None:
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp, **options)
        self._blueprints.append(blp)

    def description(self) -> APISpec:
        """The description of all that was registered."""
        with self._describing:
            if self.spec is None:
                self._describe()
        made: APISpec = self.spec
        return made

    def _init_spec(self, **_: Any) -> None:
        """Not yet: see `description`."""

    def _describe(self) -> None:
        super()._init_spec()
        for one in self._blueprints:
            one.register_views_in_doc(self, self._app, self.spec, name=one.name, parameters=None)
            self.spec.tag({"name": one.name, "description": one.description})

    def _register_error_handlers(self) -> None:
        self._app.register_error_handler(Problem, answer_problem)
        self._app.register_error_handler(HTTPException, answer_http_error)
        self._app.register_error_handler(DBAPIError, answer_database_error)
        self._app.register_error_handler(OSError, answer_storage_error)
        for busy in (PoolTimeout, WriteLockTimeout):
            self._app.register_error_handler(busy, answer_busy)


def wants_html() -> bool:
    """Whether the caller is a person at a page rather than a program."""
    return not is_api(request) and request.accept_mimetypes.accept_html


def answer_problem(problem: Problem) -> Response:
    """A problem as problem+json, or as a page for a person."""
    body = problem.body(language())
    g.problem = problem.code
    if wants_html():
        page = current_app.jinja_env.get_template("base/problem.html").render(problem=body, lang=language())
        made = Response(page, mimetype="text/html")
    else:
        # Errors inside a list are named by their number.
        text = orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS)
        made = Response(text, mimetype="application/problem+json")
    made.status_code = problem.kind.status
    made.headers.update(problem.headers)
    made.headers["Cache-Control"] = "no-store"
    return made


def answer_http_error(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug's own errors (no route, wrong method, bad request) in our words."""
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code in HTTP_PROBLEMS:
        return answer_problem(Problem(HTTP_PROBLEMS[error.code]))
    if error.code >= 500:
        current_app.logger.error("unexpected", exc_info=error)
        return answer_problem(Problem("unexpected"))
    return answer_problem(Problem("unreadable"))


def answer_storage_error(error: OSError) -> ResponseReturnValue:
    """A storage that is full or away is no fault of the request either; what arrived stays stored."""
    if error.errno in FULL:
        current_app.logger.error("storage: %s", error)
        return answer_problem(Problem("storage-full", headers={"Retry-After": str(come_back_in(*LATER_S))}))
    if isinstance(error, StorageDown):
        current_app.logger.error("storage: %s", error)
        return answer_problem(Problem("busy", headers={"Retry-After": str(come_back_in(*DOWN_S))}))
    if error.errno in READ_ONLY:
        current_app.logger.error("storage: %s", error)
        return answer_problem(Problem("busy", headers={"Retry-After": str(come_back_in(*LATER_S))}))
    raise error


def answer_busy(error: Exception) -> ResponseReturnValue:
    """Others had all connections, or were writing, for too long."""
    current_app.logger.warning("database: %s", error)
    return answer_problem(Problem("busy", headers={"Retry-After": str(come_back_in())}))


def answer_database_error(error: DBAPIError) -> ResponseReturnValue:
    """A database that is busy or away is not a fault of the request: 503, and the phone tries again."""
    current_app.logger.warning("database: %s", safe_error(error))
    if _NO_ROOM.search(str(error.orig)):
        return answer_problem(Problem("storage-full", headers={"Retry-After": str(come_back_in(*LATER_S))}))
    if _is_read_only(error):
        return answer_problem(Problem("busy", headers={"Retry-After": str(come_back_in(*DOWN_S))}))
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return answer_problem(Problem("busy", headers={"Retry-After": str(come_back_in())}))
    raise error


def _is_read_only(error: DBAPIError) -> bool:
    """Whether the database takes nothing new: a standby, one that is being moved, a disk that went read-only."""
    return getattr(error.orig, "sqlstate", None) == "25006" or "readonly database" in str(error.orig)
