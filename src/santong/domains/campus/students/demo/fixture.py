"""The totals that the demonstration city must have, as one source document gives them for 酒泉 in 2016."""

from __future__ import annotations

from django.db.models import Count, Sum

from santong.domains.campus.staff.public import Staff
from santong.domains.platform.organisations.public import Organisation, OrganisationCount, SchoolProfile

SCHOOLS = {
    "kindergartens": (("111",), 216),
    "primary": (("211",), 141),
    "junior": (("311", "312"), 44),
    "of these junior": (("311",), 21),
    "of these nine-year": (("312",), 23),
    "senior": (("341", "342", "345"), 15),
    "of these complete": (("341",), 4),
    "of these senior": (("342",), 10),
    "of these twelve-year": (("345",), 1),
    "special": (("514",), 2),
    "secondary vocational": (("361",), 9),
    "higher vocational": (("414",), 1),
}
PUPILS = {
    "preschool": 30_674,
    "primary": 66_909,
    "junior": 36_458,
    "senior": 23_597,
    "special": 134,
    "vocational": 13_193,
    "higher": 8_469,
}
FURTHER, FURTHER_LABEL = 503, "成教"
TEACHERS = {
    "preschool": 1_675,
    "primary": 4_170,
    "junior": 3_556,
    "senior": 1_989,
    "special": 40,
    "vocational": 562,
    "higher": 416,
}
STAFF = {("414",): 528, ("361",): 680}
TOTALS = {"schools": 428, "pupils": 179_434, "staff": 13_673, "teachers": 12_408, "counties": 7, "basic staff": 12_465}


def mismatches() -> list[str]:
    """Every total that the database has otherwise, as a sentence; none when all fit."""
    pairs = [*_schools(), *_pupils(), *_staff(), *_totals()]
    return [f"{name}: {found} instead of {wanted}" for name, wanted, found in pairs if found != wanted]


Compared = tuple[str, int, int]


def _schools() -> list[Compared]:
    profiles = SchoolProfile.objects.by_installation()
    return [
        (name, wanted, profiles.filter(education_type__in=types).count()) for name, (types, wanted) in SCHOOLS.items()
    ]


def _pupils() -> list[Compared]:
    counts = OrganisationCount.objects.filter(what="pupils")
    by_stage = dict(counts.values_list("organisation__parent__grade__stage").annotate(total=Sum("number")))
    further = counts.filter(organisation__class_profile__label=FURTHER_LABEL).aggregate(total=Sum("number"))["total"]
    pairs = [(f"pupils {stage}", wanted, by_stage.get(stage, 0)) for stage, wanted in PUPILS.items()]
    return [*pairs, ("pupils in continuing education", FURTHER, further or 0)]


def _staff() -> list[Compared]:
    staff = Staff.objects.by_installation()
    teachers = dict(staff.filter(is_teacher=True).values_list("stage").annotate(total=Count("pk")))
    pairs = [(f"teachers {stage}", wanted, teachers.get(stage, 0)) for stage, wanted in TEACHERS.items()]
    special = [code for codes in STAFF for code in codes]
    for codes, wanted in STAFF.items():
        number = staff.filter(school__school__education_type__in=codes).count()
        pairs.append((f"staff of {', '.join(codes)}", wanted, number))
    basic = staff.exclude(school__school__education_type__in=special).count()
    return [*pairs, ("basic staff", TOTALS["basic staff"], basic)]


def _totals() -> list[Compared]:
    kinds = dict(Organisation.objects.by_installation().values_list("kind").annotate(total=Count("pk")))
    sums = dict(OrganisationCount.objects.values_list("what").annotate(total=Sum("number")))
    found = {
        "schools": kinds.get("school", 0),
        "counties": kinds.get("county_bureau", 0),
        "pupils": sums.get("pupils", 0),
        "staff": sums.get("staff", 0),
        "teachers": sums.get("teachers", 0),
    }
    return [(name, TOTALS[name], number) for name, number in found.items()]
