"""Two screens for every school of the demonstration: of its first class and of its hall, whose panel is waited for."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.campus.places.public import room_of_class
from santong.domains.campus.screens.content import usual_rules
from santong.domains.campus.screens.models import POST, Device, Screen, ScreenPost
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, classes_of, school_of
from santong.kit.demo import Region
from santong.kit.pairing import new_paired

State = Screen.State
POSTS = (
    ("honour", "流动红旗：卫生、两操双优班级", "上周年级评比第一名，请继续保持。"),
    ("announcement", "图书漂流角更新", "本周新到科普读物四十册，课间可在班级图书角借阅。"),
)


def hang_some(region: Region) -> None:
    """A screen with a panel for the first class of each school, one without for its hall; more at the school shown."""
    teacher = Person.objects.by_installation().filter(username="class-teacher").first()
    shown = _class_of(teacher) if teacher is not None else None
    for school in Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path"):
        own = school_of(shown) if shown is not None else None
        first = shown if own is not None and own.pk == school.pk else next(iter(classes_of(school)), None)
        if first is not None:
            _hang(school, first)
    if shown is not None and teacher is not None:
        _post(shown, teacher)


def _class_of(teacher: Person) -> Organisation | None:
    """The class that somebody leads."""
    rows = Organisation.objects.by_installation().filter(kind=Organisation.Kind.CLASS)
    return rows.filter(path__in=viewer_in(teacher, "staff").paths(POST)).first()


def _hang(school: Organisation, school_class: Organisation) -> None:
    now = timezone.now()
    of_class = Screen.objects.create(
        school=school, path=school_class.path, name=str(school_class), place="class", school_class=school_class,
        room=room_of_class(school_class), state=State.PAIRED, last_seen=now,
    )  # fmt: skip
    device = new_paired(Device, verb="screens.new_device")[0]
    device.screen, device.path, device.code, device.code_until = of_class, of_class.path, "", None
    device.save()
    Screen.objects.create(school=school, path=school.path, name="大厅屏", place="hall")
    rules = usual_rules(school)
    rules.shows_duty = True
    rules.save()


def _post(school_class: Organisation, teacher: Person) -> None:
    today = timezone.localdate()
    for kind, title, text in POSTS:
        ScreenPost.objects.create(
            organisation=school_class, path=school_class.path, kind=kind, title=title, text=text, since=today,
            until=today + timedelta(days=14), author=teacher,
        )  # fmt: skip
