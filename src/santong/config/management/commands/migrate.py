"""Django's `migrate`, at a third of its cost on a new database: a new model is drawn alone, not with all its relatives.

After a `CreateModel` Django draws every model again that is related to the new one, however far away. Here nearly
everything is related to people and organisations, so each of three hundred models draws all that were there before it.
A model that is new refers to the others as they are, and they learn of it as of any class; it needs only itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as DjangoCommand
from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def new_models_drawn_alone() -> Iterator[None]:
    """Inside, a state to which a model is added draws that model and no other."""
    usual = ProjectState.add_model

    def add_model(state: ProjectState, model_state: ModelState) -> None:
        drawn = state.__dict__.pop("apps", None)
        usual(state, model_state)
        if drawn is not None:
            state.__dict__["apps"] = drawn
            drawn.render_multiple([model_state])

    ProjectState.add_model = add_model  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ProjectState.add_model = usual  # type: ignore[method-assign]


class Command(DjangoCommand):
    """Bring the tables up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        with new_models_drawn_alone():
            super().handle(*args, **options)
