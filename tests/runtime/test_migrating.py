"""What a new model is drawn with while tables are made."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from santong.config.management.commands.migrate import new_models_drawn_alone

pytestmark = pytest.mark.only_on("sqlite")


def state_of(name: str, *fields: tuple[str, models.Field]) -> ModelState:
    return ModelState("tried", name, [("id", models.BigAutoField(primary_key=True)), *fields])


def test_a_new_model_is_drawn_alone_and_known_to_what_it_refers_to():
    state = ProjectState()
    state.add_model(state_of("Person"))
    before = state.apps.get_model("tried", "Person")
    with new_models_drawn_alone():
        state.add_model(state_of("Note", ("person", models.ForeignKey("tried.Person", models.CASCADE))))
        state.add_model(state_of("Mark", ("note", models.ForeignKey("tried.Note", models.CASCADE))))
    person, note, mark = (state.apps.get_model("tried", name) for name in ("Person", "Note", "Mark"))
    assert person is before
    assert [each.related_model for each in person._meta.related_objects] == [note]
    assert note._meta.get_field("person").related_model is person
    assert [each.related_model for each in note._meta.related_objects] == [mark]


def test_models_that_refer_to_each_other_later_find_each_other():
    state = ProjectState()
    state.add_model(state_of("Person"))
    assert state.apps
    with new_models_drawn_alone():
        state.add_model(state_of("Note", ("mark", models.ForeignKey("tried.Mark", models.CASCADE))))
        state.add_model(state_of("Mark"))
        state.add_field("tried", "person", "note", models.ForeignKey("tried.Note", models.CASCADE, null=True), True)
    mark, note = state.apps.get_model("tried", "Mark"), state.apps.get_model("tried", "Note")
    assert note._meta.get_field("mark").related_model is mark
    assert state.apps.get_model("tried", "Person")._meta.get_field("note").related_model is note


def test_outside_of_it_everything_is_as_usual():
    usual = ProjectState.add_model
    with suppress(ZeroDivisionError), new_models_drawn_alone():
        assert ProjectState.add_model is not usual
        _stopped = 1 / 0
    assert ProjectState.add_model is usual
