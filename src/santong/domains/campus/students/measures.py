"""What is counted of pupils and their families."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.students.filters import CONSENT, GAPS, PRESENT, lacking, under_age
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.organisations.public import Stage
from santong.kit.measures.public import By, Measure, Narrowings, Rows, Tally, words_of

QUALITY = "data_quality.view"
GAP = "gap"
SCHOOL = "school__path"
LIST = "students:pupils"
SMALLEST = 5
"""Pupils of whom a figure may tell those who may not list them."""


def present() -> QuerySet:
    """The pupils on the rolls."""
    return Pupil.objects.numbers_only().filter(status__in=Pupil.PRESENT)


def who_need_consent() -> QuerySet:
    """Those of them for whom a guardian has to consent."""
    return under_age(present())


def without_consent() -> QuerySet:
    """Those of these for whom nobody has."""
    return lacking(present(), CONSENT)


PUPILS = Measure(
    "pupils",
    _("Pupils on the roll"),
    unit=pgettext_lazy("unit", "people"),
    says=_("Enrolled and suspended pupils, where they are on the roll."),
    words=_("pupils roll children"),
    permission="pupils.view",
    numerator=Tally(present, SCHOOL, splits={"stage": "school_class__parent__grade__stage"}),
    by=(By("stage", _("Stage"), words_of(Stage, _("Without class"))),),
    follows=("pupils",),
    rows=Rows(LIST, {"status": PRESENT}, by={"stage": "stage"}),
    order=10,
)
ROLL_GAPS = Measure(
    "roll_gaps",
    _("Facts missing on the roll"),
    says=_("Of the facts that the roll asks for of every pupil, the share that is missing: the less, the better."),
    words=_("quality complete gaps"),
    permission=QUALITY,
    numerator=Tally(present, SCHOOL, splits={GAP: Narrowings([gap for gap, _label in GAPS], lacking)}),
    denominator=Tally(present, SCHOOL),
    by=(By(GAP, _("What is missing"), lambda gap: dict(GAPS).get(gap, gap)),),
    summed_by=GAP,
    follows=("pupils", "people", "guardians"),
    rows=Rows(LIST, by={GAP: "gap"}, permission="pupils.view"),
    order=60,
)
CONSENTED = Measure(
    "without_consent",
    _("Pupils without a guardian's consent"),
    says=_("Of the pupils under 14, or of unknown age, those for whom no guardian has consented to the present text."),
    words=_("consent guardians parents"),
    permission=QUALITY,
    numerator=Tally(without_consent, SCHOOL),
    denominator=Tally(who_need_consent, SCHOOL),
    follows=("pupils", "people"),
    rows=Rows(LIST, {"gap": CONSENT}, permission="pupils.view"),
    smallest=SMALLEST,
    order=64,
)
MEASURES = (PUPILS, ROLL_GAPS, CONSENTED)
