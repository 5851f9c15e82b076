"""Writes on links and measurements."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.network.models import CHANGE, FLOORS, Coverage, Floor, Link, SpeedTest
from santong.domains.campus.network.queries import coverage_of, standing_of, tests_going_on
from santong.domains.campus.places.public import Room
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, below
from santong.kit.audit import named
from santong.kit.jobs.public import job, start
from santong.kit.refusals import NotPossible

MOST_AT_ONCE = 4
LONGEST = timedelta(seconds=90)


def judge(school: Organisation) -> None:
    """Work out the lights of a school's lines anew."""
    found = standing_of(school)
    lights = {"light_down": found.light_down, "light_up": found.light_up}
    Link.objects.belonging_to(school=school).exclude(**lights).update_quietly(**lights)


def put_link(*, acting: Viewer, link: Link) -> Link:
    """Enter or change a line."""
    acting.demand(CHANGE, link.path)
    with transaction.atomic(), named("network.put_link"):
        link.save()
        judge(link.school)
        link.refresh_from_db()
    return link


@job(title=gettext_lazy("Compare bandwidths with their floors"))
def judge_below(path: str = "") -> None:
    """Work out the lights of all lines below a place."""
    links = Link.objects.by_installation().filter(below("path", path))
    keys = links.order_by().values_list("school", flat=True).distinct()
    for school in Organisation.objects.by_installation().filter(pk__in=keys):
        judge(school)


def put_floor(*, acting: Viewer, floor: Floor) -> Floor:
    """Set a floor, and have the schools judged anew that it may be for."""
    acting.demand(FLOORS, floor.path)
    with transaction.atomic(), named("network.put_floor"):
        floor.save()
        start(judge_below, {"path": floor.path}, acting=acting, path=floor.path)
    return floor


def begin_test(*, acting: Viewer, school: Organisation, where: str = "") -> SpeedTest:
    """Begin a measurement at a school."""
    acting.demand(CHANGE, school.path)
    if tests_going_on() >= MOST_AT_ONCE:
        raise NotPossible(_("Others are measuring at this moment. Try again in half a minute."))
    with transaction.atomic(), named("network.begin_test"):
        return SpeedTest.objects.create(school=school, path=school.path, person_id=acting.person_id, where=where)


def count_down(test: SpeedTest, got: int, sent: int) -> None:
    """Count what a browser says it got, which is never more than was sent to it, and note what it is sent now."""
    with transaction.atomic():
        row: SpeedTest = SpeedTest.objects.locked_for_action(test)
        arrived = min(got, row.down_sent)
        count_bytes(row, "down", arrived)
        SpeedTest.objects.again([row]).update_quietly(down_sent=row.down_sent - arrived + sent)


def count_bytes(test: SpeedTest, way: str, size: int) -> None:
    """Count what was carried by now; of a test that is over nothing is counted."""
    with transaction.atomic():
        row: SpeedTest = SpeedTest.objects.locked_for_action(test)
        if row.ended_at is not None or timezone.now() - row.begun_at > LONGEST:
            raise NotPossible(_("This test is over. Begin another one."))
        changed = row.count(way, size, timezone.now())
        if changed:
            values = {name: getattr(row, name) for name in changed}
            SpeedTest.objects.again([row]).update_quietly(**values)


def end_test(*, acting: Viewer, test: SpeedTest) -> SpeedTest:
    """Work out what was measured; of a test that was too short nothing is known."""
    acting.demand(CHANGE, test.path)
    with transaction.atomic(), named("network.end_test"):
        row: SpeedTest = SpeedTest.objects.locked_for_action(test)
        if row.ended_at is None:
            row.ended_at, row.down, row.up = timezone.now(), row.rate("down"), row.rate("up")
            row.save(update_fields=["ended_at", "down", "up"])
            judge(row.school)
    return row


class NotedMeanwhile(NotPossible):
    """Somebody else has said something else of these rooms since they were looked at."""

    def __init__(self, rooms: Collection[Room]) -> None:
        self.rooms = rooms
        super().__init__(_("Somebody else has noted something of these rooms meanwhile."))


def put_coverage(
    *,
    acting: Viewer,
    school: Organisation,
    known: str,
    states: Mapping[Room, str],
    seen: Mapping[int, str] | None = None,
) -> int:
    """Say of rooms whether they have Wi-Fi; answers of how many that is new.

    `seen` is what was known of each, by its key, when somebody looked: where it is otherwise now, nothing is written.
    """
    acting.demand(CHANGE, school.path)
    changed = 0
    with transaction.atomic(), named("network.put_coverage"):
        Organisation.objects.locked_for_action(school)
        present = coverage_of(list(states))
        now = {room: present[room.pk].state if room.pk in present else "" for room in states}
        other = [room for room in states if seen is not None and now[room] not in (seen.get(room.pk, ""), states[room])]
        if other:
            raise NotedMeanwhile(other)
        for room, state in states.items():
            row = present.get(room.pk) or Coverage(room=room, school=school, path=school.path)
            if row.state != state:
                row.state, row.known, row.person_id = state, known, acting.person_id
                row.checked_on = timezone.localdate()
                row.save()
                changed += 1
    return changed
