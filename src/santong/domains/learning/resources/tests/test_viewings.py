"""A person's viewing of a resource counts once a day, in the library and wherever uses are counted."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.learning.resources.actions.using import forget_viewings, note_view
from santong.domains.learning.resources.models import Viewing
from santong.domains.learning.resources.public import ResourceViewed
from santong.kit.events import subscribe, unsubscribe


def uses(row) -> int:
    row.refresh_from_db()
    return row.uses


def test_a_reload_is_no_further_use(cast):
    row, client = cast.admitted(), cast.client("colleague")
    for _load in range(3):
        assert client.get(f"/resources/{row.pk}/").status_code == 200
    assert uses(row) == 1
    note_view(acting=cast.viewer("pupil"), resource=row)
    note_view(acting=cast.viewer("author"), resource=row)
    assert uses(row) == 2, "another person counts, the author doesn't"


def test_the_next_day_counts_again_and_nothing_of_the_past_is_kept(cast):
    row = cast.admitted()
    note_view(acting=cast.viewer("colleague"), resource=row)
    Viewing.objects.update(day=timezone.localdate() - timedelta(days=1))
    note_view(acting=cast.viewer("colleague"), resource=row)
    assert uses(row) == 2
    assert forget_viewings() == 1
    assert Viewing.objects.get().day == timezone.localdate()


def test_whoever_listens_is_told_which_viewing_is_the_first(cast, django_capture_on_commit_callbacks):
    heard: list[bool] = []

    def listener(event: ResourceViewed) -> None:
        heard.append(event.is_first)

    row = cast.admitted()
    subscribe(ResourceViewed, listener)
    try:
        for _load in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                note_view(acting=cast.viewer("colleague"), resource=row)
    finally:
        unsubscribe(ResourceViewed, listener)
    assert heard == [True, False]
