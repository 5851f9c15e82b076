"""What is counted of pupils and their families."""

from __future__ import annotations

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.students.filters import CONSENT, GAPS, PRESENT, lacking, under_age
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.organisations.public import Organisation, Stage
from santong.kit.measures.public import By, Measure, Narrowings, Rows, Tally, words_of

QUALITY = "data_quality.view"
GAP = "gap"
SCHOOL = "school__path"
LIST = "students:pupils"
SIZE = "size"
SIZES = (
    ("primary-40", _("Primary classes of at most 40")),
    ("primary-45", _("Primary classes of at most 45")),
    ("primary-1000", _("Primary classes of any size")),
    ("junior-45", _("Junior secondary classes of at most 45")),
    ("junior-50", _("Junior secondary classes of at most 50")),
    ("junior-1000", _("Junior secondary classes of any size")),
)
"""Bands of the sizes of classes, as inspections ask for them; each holds the smaller ones too."""
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


def with_pupils() -> QuerySet:
    """The classes that exist today and have pupils, with `size`, how many are on the roll."""
    here = present().filter(school_class=OuterRef("pk")).order_by().values("school_class")
    size = Subquery(here.annotate(number=Count("pk")).values("number"))
    rows = Organisation.objects.numbers_only().filter(kind=Organisation.Kind.CLASS)
    found: QuerySet = rows.open_on(timezone.localdate()).annotate(size=size).filter(size__gt=0)
    return found


def of_size(rows: QuerySet, band: str) -> QuerySet:
    """The classes of a stage with at most so many pupils: "primary-45"."""
    stage, _dash, most = band.partition("-")
    return rows.filter(parent__grade__stage=stage, size__lte=int(most))


PUPILS = Measure(
    "pupils",
    _("Pupils on the roll"),
    unit=pgettext_lazy("unit", "people"),
    says=_("Enrolled and suspended pupils, where they are on the roll."),
    words=_("pupils roll children"),
    permission="pupils.view",
    numerator=Tally(present, SCHOOL, splits={"stage": "school_class__parent__grade__stage"}),
    by=(By("stage", _("Stage"), words_of(Stage, _("Without class")), values=Stage.values),),
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
CLASS_SIZES = Measure(
    "class_sizes",
    _("Classes by size"),
    unit=pgettext_lazy("unit", "classes"),
    says=_("Classes that exist today and have pupils. A class counts in every band of size that it fits."),
    words=_("class size large classes"),
    permission="pupils.view",
    numerator=Tally(
        with_pupils, "parent__parent__path", splits={SIZE: Narrowings([band for band, _words in SIZES], of_size)}
    ),
    by=(
        By(
            SIZE,
            _("Class size"),
            lambda band: dict(SIZES).get(band, band),
            values=[band for band, _words in SIZES],
        ),
    ),
    follows=("pupils", "organisations"),
    order=11,
)
MEASURES = (PUPILS, CLASS_SIZES, ROLL_GAPS, CONSENTED)
