"""The door for anyone: the API's description for machines and for people, and what problems mean."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from feedback_app.base import audience, representations
from feedback_app.base.http import EchoApi
from feedback_app.base.i18n import language
from feedback_app.base.problem import CATALOGUE, Problem
from feedback_app.out.datasets import DATASETS
from feedback_app.out.openapi.document import document
from feedback_app.out.openapi.reading import operation_groups
from feedback_app.out.openapi.texts import TEXTS
from feedback_app.settings import Settings

api = audience.api(__name__)
pages = audience.pages(__name__)


@api.get("/api/v1/openapi.json")
@api.response(200, {"type": "object"}, description="An OpenAPI 3.1 document")
@api.alt_response(304, description="Nothing has changed since the answer whose `ETag` was sent as `If-None-Match`")
def openapi() -> Response:
    """Read this description.

    Every JSON endpoint, its parameters, bodies, answers, problems and examples.
    """
    return representations.with_etag(_serialized(current_app.extensions), "application/json", weak=True)


def _serialized(extensions: dict[str, Any]) -> bytes:
    """The document as it is sent: made once a process, for it is the same for everybody."""
    if "echo_openapi" not in extensions:
        extensions["echo_openapi"] = orjson.dumps(_document(), option=orjson.OPT_INDENT_2)
    made: bytes = extensions["echo_openapi"]
    return made


@api.after_request
def open_to_other_sites(answer: Response) -> Response:
    """Tools in other sites' pages may read the description."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _document() -> dict[str, Any]:
    known: EchoApi = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    return document(known.description().to_dict(), server=_server(), datasets=DATASETS)


def _server() -> str:
    settings: Settings = current_app.extensions["echo_settings"]
    return settings.public_url


@pages.context_processor
def words() -> dict[str, Any]:
    """What these pages say things with."""
    return {"say": TEXTS.say, "marked": _marked}


def _marked(text: str) -> Markup:
    """A description with its `code` shown as code."""
    parts = str(text).split("`")
    return Markup("").join(Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts))


@pages.get("/api/docs")
def docs() -> ResponseReturnValue:
    """The API's description, to read."""
    made = _document()
    return render_template(
        "out/docs.html",
        section="data",
        version=made["openapi"],
        operation_groups=operation_groups(made, server=_server()),
    )


@pages.get("/problems/")
def problems() -> ResponseReturnValue:
    """Every kind of problem."""
    return render_template("out/problems.html", section="data", kinds=CATALOGUE, lang_code=language())


@pages.get("/problems/<code>")
def problem(code: str) -> ResponseReturnValue:
    """What one kind of problem means."""
    kind = CATALOGUE.get(code)
    if kind is None:
        raise Problem("not-found")
    example = orjson.dumps(Problem(code).body(language()), option=orjson.OPT_INDENT_2).decode()
    return render_template("out/problem.html", section="data", code=code, kind=kind, example=example)
