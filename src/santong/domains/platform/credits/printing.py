"""Credits on paper: the certificate of one person, and the sheet of a class."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits.models import VIEW, Standing
from santong.domains.platform.credits.panels import stood_once
from santong.domains.platform.credits.words import number, source_label
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet


def _certificate(acting: Viewer, row: Standing) -> Sheet:
    found = stood_once(row)
    result = found.result
    lines = [
        {"course": x.course, "credits": number(x.credits), "fact": x.fact, "source": source_label(x.fact.source)}
        for x in sorted(result.credits, key=lambda each: (each.course.category, each.fact.on))
    ]
    rules = found.rules
    context: dict[str, Any] = {
        "person": row.person, "place": row.place, "version": found.version,
        "scheme": found.version.scheme if found.version else "", "credits": lines,
        "categories": [
            (x.name, number(result.sums[x.name]), number(x.floor)) for x in (rules.categories if rules else ())
        ],
        "earned": number(result.earned), "needed": number(rules.total) if rules else "",
        "moved": [(each, number(each.credits)) for each in result.moved],
    }  # fmt: skip
    school = school_of(row.path)
    return Sheet(
        gettext("Certificate of credits"), issuer=school.name if school else "", rows=len(lines) or 1, context=context
    )


def _class_sheet(acting: Viewer, row: Organisation) -> Sheet:
    rows = list(
        Standing.objects.visible_to(acting).filter(place=row).select_related("person").order_by("person__pinyin", "pk")
    )
    names = list(dict.fromkeys(name for each in rows for name in each.sums))
    lines = [(each, [number(each.sums.get(name, 0)) for name in names]) for each in rows]
    school = school_of(row.path)
    title = gettext("Credits of %(name)s") % {"name": row.name}
    return Sheet(title, issuer=school.name if school else "", rows=len(rows) or 1,
                 context={"lines": lines, "names": names})  # fmt: skip


def _is_class(row: Organisation) -> bool:
    return row.kind == Organisation.Kind.CLASS


PRINTABLES = (
    Printable("credit-certificate", _("Certificate of credits"), "credits.Standing", "credits/print/certificate.html",
              permission=VIEW, content=_certificate),
    Printable("credit-class-sheet", _("Credits of the class"), "organisations.Organisation", "credits/print/class.html",
              permission=VIEW, content=_class_sheet, applies=_is_class, landscape=True, order=130),
)  # fmt: skip
