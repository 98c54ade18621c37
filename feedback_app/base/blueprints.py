"""The blueprints that doors are made of: for staff, no route without a permission; JSON endpoints, with a tag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from flask_smorest import Blueprint as ApiBlueprint

from feedback_app.base.http import BodyParser


class UnguardedRoute(Exception):
    """A route for staff that names no permission."""


class StaffBlueprint(Blueprint):
    """A door for staff: each of its routes has a permission, its own or the door's."""

    needs: str | None = None

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        permission = getattr(view_func, "needs", self.needs)
        if permission is None:
            raise UnguardedRoute(f"{rule} needs a permission: @audience.needs(…), or needs=… for all of its door")
        view_func.needs = permission  # type: ignore[union-attr]
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)


class Api(ApiBlueprint):  # type: ignore[misc]
    ARGUMENTS_PARSER = BodyParser()
    tag: str
    """Of its operations in the OpenAPI document: that of the whole package, whichever sub-package they are in."""

    def _store_endpoint_docs(self, endpoint: str, obj: Any, parameters: Any, tags: Any, **options: Any) -> None:
        super()._store_endpoint_docs(endpoint, obj, parameters, tags or [self.tag], **options)


class StaffApi(StaffBlueprint, Api):
    """The same for JSON endpoints."""
