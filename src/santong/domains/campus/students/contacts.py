"""Who may write to whom because of a child: its family, its teachers, its classmates; the parents of a class."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.staff.public import Teaching, teaching_today
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.conversations.public import (
    PARENT,
    PUPIL,
    STAFF,
    Contact,
    ContactsFrom,
    RoleGroup,
    Rules,
    Wanted,
    WithMinorPanel,
    WritePanel,
    rules_of,
)
from santong.domains.platform.identity.public import called
from santong.kit.access import Viewer
from santong.kit.pages import PanelOn


def _narrowed(rows: QuerySet[Any], person: str, viewer: Viewer, wanted: Wanted) -> QuerySet[Any]:
    """Those among rows about people who are asked for; `person` is the way to the person."""
    rows = rows.filter(**{f"{person}__is_active": True}).exclude(**{person: viewer.person_id})
    if wanted.only is not None:
        rows = rows.filter(**{f"{person}__in": wanted.only})
    return rows.filter(called(wanted.text, f"{person}__")) if wanted.text else rows


def _children(viewer: Viewer) -> QuerySet[Any]:
    """The keys of the children whose guardian the viewer is."""
    links = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
    return links.values("child_id")


def _pupils() -> QuerySet[Any]:
    """The pupils who are in a class, to be looked for."""
    return Pupil.objects.numbers_only().filter(status__in=Pupil.PRESENT, school_class__isnull=False)


def _taught(viewer: Viewer) -> QuerySet[Any]:
    """The classes that the viewer teaches or leads today."""
    return teaching_today().filter(staff__person=viewer.person_id).values("school_class")


def _teachers_of(classes: QuerySet[Any], viewer: Viewer, wanted: Wanted) -> Iterator[Contact]:
    """The teachers of some classes, each once, with everything that they do there."""
    rows = _narrowed(teaching_today().filter(school_class__in=classes), "staff__person", viewer, wanted)
    columns = ("staff__person_id", "staff__person__name", "kind", "subject", "school_class_id", "path")
    found: dict[int, list[Any]] = {}
    kinds = dict(Teaching.Kind.choices)
    for person, name, kind, subject, place, path in rows.order_by("kind", "path", "subject").values_list(*columns):
        does = subject or str(kinds[kind])
        found.setdefault(person, [name, place, path, []])[3].append(does)
    for person, (name, place, path, does) in list(found.items())[: wanted.most]:
        yield Contact(person, name, STAFF, place, path, note="、".join(dict.fromkeys(does)))


def _guardians_in(classes: QuerySet[Any], viewer: Viewer, wanted: Wanted) -> Iterator[Contact]:
    """The guardians of the pupils of some classes, each once, with their children there."""
    pupils = _pupils().filter(school_class__in=classes)
    links = Guardianship.objects.numbers_only().filter(child__in=pupils.values("person_id"), ended_on=None)
    columns = ("guardian_id", "guardian__name", "child__name", "relation", "child__pupil__school_class_id",
               "child__pupil__path")  # fmt: skip
    relations = dict(Guardianship.Relation.choices)
    found: dict[int, list[Any]] = {}
    rows = _narrowed(links, "guardian", viewer, wanted).order_by("child__pupil__path", "guardian__pinyin", "pk")
    for person, name, child, relation, place, path in rows.values_list(*columns)[: wanted.most * 3]:
        says = _("%(relation)s of %(child)s") % {"relation": relations[relation], "child": child}
        found.setdefault(person, [name, place, path, []])[3].append(says)
    for person, (name, place, path, says) in list(found.items())[: wanted.most]:
        yield Contact(person, name, PARENT, place, path, note="、".join(dict.fromkeys(says)))


def _pupils_in(classes: QuerySet[Any], viewer: Viewer, wanted: Wanted) -> Iterator[Contact]:
    """The pupils of some classes."""
    rows = _narrowed(_pupils().filter(school_class__in=classes), "person", viewer, wanted)
    columns = ("person_id", "person__name", "school_class_id", "path", "school_class__name")
    for person, name, place, path, where in rows.order_by("path", "person__pinyin", "pk").values_list(*columns)[
        : wanted.most
    ]:
        yield Contact(person, name, PUPIL, place, path, note=where)


def _allowed(found: Iterable[Contact], rule: str) -> Iterator[Contact]:
    """Those contacts whose school allows them."""
    contacts = list(found)
    rules: Mapping[str, Rules] = rules_of({each.path for each in contacts})
    return (each for each in contacts if getattr(rules[each.path], rule))


def _themselves(viewer: Viewer, pupil: Pupil) -> list[int]:
    return [pupil.person_id] if viewer.category == STAFF else []


def _own_class(viewer: Viewer) -> QuerySet[Any]:
    return _pupils().filter(person=viewer.person_id).values("school_class")


def family(viewer: Viewer, wanted: Wanted) -> Iterable[Contact]:
    """Guardians and the teachers of their children find each other."""
    if viewer.category == PARENT:
        classes = _pupils().filter(person__in=_children(viewer)).values("school_class")
        return _teachers_of(classes, viewer, wanted)
    return _guardians_in(_taught(viewer), viewer, wanted) if viewer.category == STAFF else ()


def pupils_and_teachers(viewer: Viewer, wanted: Wanted) -> Iterable[Contact]:
    """Pupils and their own teachers find each other, where the school lets them."""
    if viewer.category == PUPIL:
        return _allowed(_teachers_of(_own_class(viewer), viewer, wanted), "pupils_with_teachers")
    if viewer.category == STAFF:
        return _allowed(_pupils_in(_taught(viewer), viewer, wanted), "pupils_with_teachers")
    return ()


def classmates(viewer: Viewer, wanted: Wanted) -> Iterable[Contact]:
    """Pupils of one class, where the school lets them."""
    if viewer.category != PUPIL:
        return ()
    return _allowed(_pupils_in(_own_class(viewer), viewer, wanted), "pupils_together")


def parents(viewer: Viewer, wanted: Wanted) -> Iterable[Contact]:
    """Parents of one class, where the school lets them."""
    if viewer.category != PARENT:
        return ()
    classes = _pupils().filter(person__in=_children(viewer)).values("school_class")
    return _allowed(_guardians_in(classes, viewer, wanted), "parents_together")


def notes_in_class(place: int, people: Collection[int]) -> Mapping[int, str]:
    """Of people in a group of a class: whose guardian they are there; their teachers by what they do."""
    found: dict[int, list[str]] = {}
    pupils = _pupils().filter(school_class=place)
    links = Guardianship.objects.numbers_only().filter(
        child__in=pupils.values("person_id"), guardian__in=people, ended_on=None
    )
    relations = dict(Guardianship.Relation.choices)
    for person, child, relation in links.order_by("pk").values_list("guardian_id", "child__name", "relation"):
        says = _("%(relation)s of %(child)s") % {"relation": relations[relation], "child": child}
        found.setdefault(person, []).append(says)
    kinds = dict(Teaching.Kind.choices)
    held = teaching_today().filter(school_class=place, staff__person__in=people).order_by("kind")
    for person, kind, subject in held.values_list("staff__person", "kind", "subject"):
        found.setdefault(person, []).append(subject or str(kinds[kind]))
    return {person: "、".join(dict.fromkeys(says)) for person, says in found.items()}


def _guardians(viewer: Viewer, pupil: Pupil) -> list[int]:
    """For the child's teachers."""
    if viewer.category != STAFF:
        return []
    links = Guardianship.objects.numbers_only().filter(child=pupil.person_id, ended_on=None)
    return list(links.values_list("guardian_id", flat=True))


def _teachers(viewer: Viewer, pupil: Pupil) -> list[int]:
    """For the child, and those at home."""
    if viewer.category == STAFF:
        return []
    rows = teaching_today().filter(school_class=pupil.school_class_id)
    return list(rows.values_list("staff__person_id", flat=True)) if pupil.school_class_id else []


RELATIONS = (
    ContactsFrom("family", gettext_lazy("Families and teachers"), family, order=10),
    ContactsFrom(
        "pupils", gettext_lazy("Pupils and their teachers"), pupils_and_teachers, with_minors=True, order=20
    ),
    ContactsFrom("classmates", gettext_lazy("Classmates"), classmates, may_block=True, order=70),
    ContactsFrom("parents", gettext_lazy("Parents of the class"), parents, may_block=True, order=80),
    RoleGroup(
        "class_parents", gettext_lazy("Parents"), roles=("class_teacher", "parent"), leads=("class_teacher",),
        kinds=("class",), notes=notes_in_class,
    ),
    PanelOn(
        "students.Pupil",
        WritePanel(
            gettext_lazy("Write to somebody"),
            side=True,
            people=(
                ("family", _guardians), ("family", _teachers), ("pupils", _themselves), ("pupils", _teachers),
            ),
        ),
    ),
    PanelOn("students.Pupil", WithMinorPanel(gettext_lazy("Conversations with teachers"), side=True)),
)  # fmt: skip
