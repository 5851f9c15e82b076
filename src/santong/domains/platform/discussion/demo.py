"""Discussions of the demonstration region: what two bureaus note on a school."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.discussion.actions import write
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Grant, Viewer
from santong.kit.demo import Region

NOTES = (
    ("county_officer", "实地查看：机房设备已更新，三楼多媒体教室的投影仪仍需更换，学校已列入下学期采购计划。"),
    ("bureau_officer", "已了解。更换完成后请在这里附上照片。"),
)


def note_on_a_school(region: Region) -> None:
    """The county's note on the school of the demonstration's principal, and the city's answer."""
    held = Appointment.objects.by_installation().on(timezone.localdate())
    principal = held.filter(role="principal", person__username="principal").first()
    school = Organisation.objects.by_installation().filter(pk=principal.organisation_id).first() if principal else None
    said = None
    if school is None:
        return
    for role, text in NOTES:
        officer = held.filter(role=role).order_by("person__username", "pk").first()
        if officer is not None and school.path.startswith(officer.path):
            acting = Viewer(officer.person_id, (Grant(role, officer.path),), "staff")
            said = write(acting=acting, row=school, text=text, parent=said)
