"""What the demonstration's library gets in the background comes to an end."""

from __future__ import annotations

from santong.domains.learning.resources.demo import further
from santong.domains.learning.resources.demo.filling import Cast
from santong.domains.learning.resources.models import Resource
from santong.kit.jobs.public import Job


def test_nothing_is_added_to_more_than_is_wanted(cast, monkeypatch):
    cast.admitted()
    cast.admitted(title="移项")
    monkeypatch.setattr(further, "WANTED", 1)
    monkeypatch.setattr(further, "cast_of_accounts", lambda: Cast({"author": cast.viewer("author")}, {}))
    assert len(further._bare_lessons()) > 1
    further.add_resources.func(1)
    assert Resource.objects.unscoped("a test").count() == 2
    assert not Job.objects.unscoped("a test").exists()
