"""What the home page says about pupils: one's school, one's class, one's children, oneself."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.consents import needs_consent
from santong.domains.campus.students.filters import CONSENT, GAPS, lacking
from santong.domains.campus.students.models import Consent, Guardianship, Pupil
from santong.domains.campus.students.panels import pupil_url
from santong.domains.campus.students.quality import PERMISSION, Gap, SchoolQuality, quality_of
from santong.domains.platform.organisations.public import Organisation, page_of
from santong.kit.access import Viewer

FAMILY_GAPS = ("guardian", "phone", CONSENT)
"""What a class teacher can mend by asking the families."""


def my_school(request: HttpRequest) -> str:
    """What is missing in the roll of one's own school; "" for those who keep several or none."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    schools = Organisation.objects.visible_to(viewer, PERMISSION).filter(
        kind=Organisation.Kind.SCHOOL, valid_until=None
    )
    if len(schools[:2]) != 1:
        return ""
    quality = next(iter(quality_of(viewer).schools), None) or SchoolQuality(schools[0], 0)
    context = {"quality": quality, "page": page_of(quality.school)}
    return render_to_string("students/my_school.html", context, request)


def my_classes(request: HttpRequest) -> str:
    """The classes that somebody leads, with what the families are to be asked for."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    paths = [grant.path for grant in viewer.grants if grant.role == "class_teacher"]
    if not paths:
        return ""
    classes = Organisation.objects.open_to_everyone().filter(path__in=paths, valid_until=None)
    rows = [(each, page_of(each), *_of_class(viewer, each)) for each in classes.order_by("path")]
    return render_to_string("students/my_classes.html", {"rows": rows}, request)


def _of_class(viewer: Viewer, place: Organisation) -> tuple[int, list[Gap]]:
    pupils = Pupil.objects.visible_to(viewer).filter(school_class=place, status__in=Pupil.PRESENT)
    labels = {**dict(GAPS), CONSENT: _("Without consent, under 14")}
    url = reverse("students:pupils")
    gaps = [Gap(labels[gap], lacking(pupils, gap).count(), f"{url}?gap={gap}") for gap in FAMILY_GAPS]
    return pupils.count(), [gap for gap in gaps if gap.number]


def my_children(request: HttpRequest) -> str:
    """The children of a parent, and the consent that is asked for."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.category != "parent":
        return ""
    links = Guardianship.objects.visible_to(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
    by_child = {link.child_id: link for link in links}
    given = Consent.objects.visible_to(viewer).filter(guardian_id=viewer.person_id, withdrawn_at=None)
    consented = set(given.values_list("child_id", flat=True))
    pupils = Pupil.objects.visible_to(viewer).filter(person_id__in=by_child)
    today = timezone.localdate()
    rows = [
        {
            "pupil": pupil,
            "url": pupil_url(pupil),
            "asks": pupil.person_id not in consented and needs_consent(pupil.person.birth_date, today),
            "link": by_child[pupil.person_id],
        }
        for pupil in pupils.select_related("person", "school", "school_class")
    ]
    return render_to_string("students/my_children.html", {"rows": rows}, request)


def my_place(request: HttpRequest) -> str:
    """A pupil's own school and class."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.category != "pupil":
        return ""
    rows = Pupil.objects.visible_to(viewer).filter(person_id=viewer.person_id)
    pupil = rows.select_related("person", "school", "school_class").first()
    if pupil is None:
        return ""
    return render_to_string("students/my_place.html", {"pupil": pupil, "url": pupil_url(pupil)}, request)
