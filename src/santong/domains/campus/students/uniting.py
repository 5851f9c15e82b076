"""What becomes of places on the roll and of families when two people turn out to be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.campus.students.settling import place_of, repath_families, uncount
from santong.domains.campus.students.suspecting import hints
from santong.domains.platform.access.public import Fact as RoleFact
from santong.domains.platform.access.public import follow, unfollow
from santong.domains.platform.duplicates.public import (
    Fact,
    MergeRule,
    Merging,
    Question,
    Receipt,
    Rows,
    hand_over,
    move,
)
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import add_count
from santong.kit.access import Viewer

REASON = "places on the roll and families follow the person"
PLACE = "pupil"
"""The question whose place on the roll holds."""
FAMILY = (
    Rows("students.guardianship", "child"),
    Rows("students.guardianship", "guardian"),
    Rows("students.consent", "child"),
    Rows("students.consent", "guardian"),
    Rows("students.invitation", "child"),
    Rows("students.invitation", "made_by"),
)
ROWS = (
    Rows("students.pupil"),
    *FAMILY,
    # The guardians' roles follow the class of the child.
    Rows("access.appointment", "person__wards__child"),
)


def _hand_over(merging: Merging) -> Receipt:
    """One place on the roll is left; families and the roles that follow from them are brought in line."""
    roles = _parent_roles(merging)
    receipt = _join_places(merging)
    for rows in FAMILY:
        move(rows, merging)
    pupil = Pupil.objects.belonging_to(person=merging.kept).select_related("school").first()
    if pupil is not None:
        repath_families([pupil])
    before = {RoleFact(_heir(fact.person_id, merging), fact.organisation_id, fact.path) for fact in roles}
    after = _parent_roles(merging)
    unfollow("parent", before - after)
    follow("parent", after)
    return receipt


def _heir(person_id: int, merging: Merging) -> int:
    return merging.kept.pk if person_id == merging.dropped.pk else person_id


def _join_places(merging: Merging) -> Receipt:
    pupils = _pupils(*merging.both)
    if not pupils:
        return {}
    stays = _that_stays(merging, pupils)
    goes = next((pupil for pupil in pupils if pupil.pk != stays.pk), None)
    uncounted = _join(stays, goes, merging) if goes else []
    stays.person = merging.kept
    stays.save()
    # The school of the place that is left keeps the person's record.
    merging.kept.path = stays.school.path
    merging.kept.save(update_fields=["path"])
    return {"uncounted": uncounted}


def _that_stays(merging: Merging, pupils: list[Pupil]) -> Pupil:
    chosen = merging.answers.get(PLACE)
    if chosen is not None:
        return next((pupil for pupil in pupils if pupil.person_id == chosen.pk), pupils[0])
    return min(pupils, key=lambda pupil: (not pupil.is_present, pupil.person_id != merging.kept.pk))


def _join(stays: Pupil, goes: Pupil, merging: Merging) -> list[str]:
    """Give one place the history of the other, which is deleted; answers the paths it counted at."""
    hand_over(goes, stays)
    place = place_of(goes)
    if place.is_present:
        uncount([place])
        role = RoleFact(merging.kept.pk, place.organisation_id, place.path)
        if role != RoleFact(merging.kept.pk, *_where(stays)):
            unfollow("pupil", {role})
    number, others = goes.roll_number, (goes.ethnic_group, goes.traits)
    goes.delete()
    if not stays.roll_number_index:
        stays.set_roll_number(number)
    stays.ethnic_group, stays.traits = stays.ethnic_group or others[0], stays.traits or others[1]
    return [place.path] if place.is_present else []


def _where(pupil: Pupil) -> tuple[int, str]:
    place = place_of(pupil)
    return place.organisation_id, place.path


def _take_back(receipt: Receipt) -> None:
    for path in receipt.get("uncounted", ()):
        add_count(what="pupils", path=path, change=1)


def _parent_roles(merging: Merging) -> set[RoleFact]:
    """The facts behind the role "parent" of everybody whom the merger may touch."""
    keys = [person.pk for person in merging.both]
    links = Guardianship.objects.unscoped(REASON).filter(ended_on=None)
    touched = links.filter(Q(child__in=keys) | Q(guardian__in=keys)).values_list("guardian_id", flat=True)
    theirs = list(links.filter(guardian__in=[*touched, *keys]))
    pupils = {
        pupil.person_id: pupil
        for pupil in Pupil.objects.unscoped(REASON)
        .filter(person__in={link.child_id for link in theirs})
        .select_related("school")
    }
    return {
        RoleFact(link.guardian_id, *_where(pupils[link.child_id]))
        for link in theirs
        if link.child_id in pupils and pupils[link.child_id].is_present
    }


def _pupils(*people: Person) -> list[Pupil]:
    rows = Pupil.objects.belonging_to(person__in=people).select_related("school", "school_class", "person")
    return list(rows.order_by("pk"))


def _facts(person: Person) -> Iterator[Fact]:
    place = roll_number = ""
    for pupil in _pupils(person):
        place, roll_number = _place_text(pupil), pupil.masked_roll_number
    yield _("Place on the roll"), place
    yield _("Roll number"), roll_number
    guardians = Guardianship.objects.belonging_to(child=person).filter(ended_on=None).select_related("guardian")
    yield _("Guardians"), "、".join(f"{each.guardian.name} ({each.get_relation_display()})" for each in guardians)
    children = Guardianship.objects.belonging_to(guardian=person).filter(ended_on=None).select_related("child")
    yield _("Children"), "、".join(each.child.name for each in children)


def _place_text(pupil: Pupil) -> str:
    name = pupil.school_class.name if pupil.school_class else ""
    return " · ".join(filter(None, (pupil.school.name, name, str(pupil.get_status_display()))))


def _questions(first: Person, second: Person) -> Iterable[Question]:
    pupils = {pupil.person_id: pupil for pupil in _pupils(first, second)}
    if len(pupils) < 2:
        return []
    places = (pupils[first.pk], pupils[second.pk])
    if places[0].is_present == places[1].is_present and places[0].path == places[1].path:
        return []
    proposed = int(places[1].is_present and not places[0].is_present)
    return [Question(PLACE, _("Place on the roll"), (_place_text(places[0]), _place_text(places[1])), proposed)]


def _objections(acting: Viewer, merging: Merging) -> Iterable[str]:
    links = Guardianship.objects.belonging_to(child__in=merging.both, guardian__in=merging.both)
    if links.exists():
        return [_("One is a guardian of the other, so they are two people. End that link first if it is wrong.")]
    return []


RULE = MergeRule(
    "students",
    rows=ROWS,
    hand_over=_hand_over,
    take_back=_take_back,
    facts=_facts,
    questions=_questions,
    objections=_objections,
    hints=hints,
    order=30,
)
