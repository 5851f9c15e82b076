"""A placement of the demonstration school, its list published and waiting for the number."""

from __future__ import annotations

from santong.domains.campus.placement.actions import ask_for_pair, publish, put_placement
from santong.domains.campus.placement.models import Pair, Placement
from santong.domains.campus.placement.queries import classes_to_fill, pupils_of
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import grades_of, school_of
from santong.kit.demo import Region

KEEPER = "affairs"


def place_some(region: Region) -> None:
    """A grade is placed anew; nothing where the accounts to try out aren't there."""
    person = Person.objects.by_installation().filter(username=KEEPER).first()
    viewer = viewer_in(person, "staff") if person else None
    school = school_of(viewer.grants[0].path) if viewer and viewer.grants else None
    if viewer is None or school is None:
        return
    grade = next((each for each in grades_of(school) if len(classes_to_fill(each)) > 1), None)
    if grade is None:
        return
    placement = put_placement(acting=viewer, placement=Placement(grade=grade, school=school))
    rows = list(pupils_of(placement)[:4])
    if len(rows) == 4:
        ask_for_pair(
            acting=viewer, placement=placement, kind=Pair.Kind.TOGETHER, one=rows[0], other=rows[1], reason="双胞胎"
        )
        ask_for_pair(acting=viewer, placement=placement, kind=Pair.Kind.APART, one=rows[2], other=rows[3], reason="")
    publish(acting=viewer, placement=placement)
