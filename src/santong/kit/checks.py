"""Start-up checks: what the modules declare must hold together."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from santong.kit.access.roles import permissions_by_name
from santong.kit.models import ScopedModel
from santong.kit.registry import registry


@register()
def declarations(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What the modules' declarations name must be declared by somebody."""
    return [Error(problem, id="santong.E001") for problem in registry.faults()]


@register()
def scopes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Scoped models without a scope, or whose scope names an unknown permission."""
    problems: list[CheckMessage] = []
    for model in apps.get_models():
        if not issubclass(model, ScopedModel):
            continue
        scope = model.__dict__.get("scope") or next(
            (base.__dict__["scope"] for base in model.__mro__ if "scope" in base.__dict__), None
        )
        if scope is None:
            problems.append(Error(f"{model._meta.label} has no scope", id="santong.E002"))
        elif scope.view not in permissions_by_name():
            problems.append(Error(f"the scope of {model._meta.label} names {scope.view!r}", id="santong.E003"))
    return problems
