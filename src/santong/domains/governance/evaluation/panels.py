"""What stands on the pages of standards, rounds and places, and on the home page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.evaluation.actions import bands_of_standard
from santong.domains.governance.evaluation.models import (
    VIEW,
    Entrant,
    EvaluationRound,
    Objection,
    Quota,
    Standard,
    StandardVersion,
    Visit,
)
from santong.domains.governance.evaluation.presenting import (
    lack_in_words,
    lines_of,
    plain,
    score_of,
    sections_of,
    verdict_in_words,
)
from santong.domains.governance.evaluation.queries import (
    experts_of,
    findings_of,
    is_visitor,
    items_by_code,
    items_of_standard,
    newest_pack,
    own_places,
    put_forward_in,
    standing_of,
    visits_of,
)
from santong.domains.governance.evaluation.scoring import ZERO
from santong.domains.governance.evaluation.tables import OBJECTION_TONES, finding_status
from santong.domains.platform.files.public import address_of
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel

AT_HOME = 4


def _contents(request: Request, row: Standard) -> dict[str, Any]:
    """The items of a standard by section, and its verdicts."""
    items, bands = items_of_standard(row), bands_of_standard(row)
    sections: dict[str, list[Any]] = {}
    for each in items:
        sections.setdefault(each.section, []).append(each)
    shown = [(name, rows, plain(sum((each.points for each in rows), ZERO))) for name, rows in sections.items()]
    total = plain(sum((each.points for each in items), ZERO))
    return {"sections": shown, "bands": bands, "number": len(items), "total": total, "may_edit": not row.is_shipped}


def _versions(request: Request, row: Standard) -> dict[str, Any] | None:
    versions = list(StandardVersion.objects.belonging_to(standard=row).order_by("-number"))
    return {"versions": versions} if versions else None


CONTENTS = TemplatePanel(_("Items and verdicts"), template="evaluation/contents.html", context=_contents)
VERSIONS = TemplatePanel(_("Versions"), template="evaluation/versions.html", context=_versions, side=True)


def _standing(request: Request, row: EvaluationRound) -> dict[str, Any]:
    """How far a round is, and the way to its places."""
    viewer = request.viewer
    found = standing_of(viewer, row)
    states = [(label, found.states.get(value, 0)) for value, label in Entrant.State.choices if found.states.get(value)]
    # Verdicts show to the places alone until they are published; a bureau sees how it stands.
    return {
        "standing": found, "states": states, "verdicts": sorted(found.verdicts.items()),
        "places_url": f"{reverse('evaluation:evaluated')}?round={row.pk}",
        "findings_url": f"{reverse('evaluation:findings')}?round={row.pk}",
        "own": list(Entrant.objects.visible_to(viewer, VIEW).filter(own_places(viewer), round=row)
                    .select_related("place").order_by("path")[:AT_HOME]),
    }  # fmt: skip


def _group(request: Request, row: EvaluationRound) -> dict[str, Any] | None:
    """The expert group with how many visits each has, and the lot."""
    experts = experts_of(row)
    loads: dict[int, int] = {}
    for expert in Visit.objects.belonging_to(expert__in=experts).values_list("expert", flat=True) if experts else ():
        loads[expert] = loads.get(expert, 0) + 1
    found = [(each, loads.get(each.pk, 0)) for each in experts]
    return {"experts": found} if found else None


def _quotas(request: Request, row: EvaluationRound) -> dict[str, Any] | None:
    """How many places each county has, and has used."""
    rows = Quota.objects.belonging_to(round=row).select_related("place", "round").order_by("path")
    found = [(each, put_forward_in(each)) for each in rows]
    return {"quotas": found} if found else None


def _results(request: Request, row: EvaluationRound) -> dict[str, Any] | None:
    """The sealed results, in the order of the tree."""
    return {"places": row.content["places"]} if row.seal else None


STANDING = TemplatePanel(_("How far it is"), template="evaluation/standing.html", context=_standing)
GROUP = TemplatePanel(_("Expert group"), template="evaluation/group.html", context=_group, side=True)
QUOTAS = TemplatePanel(_("Places of counties"), template="evaluation/quotas.html", context=_quotas, side=True)
RESULTS = TemplatePanel(_("Sealed results"), template="evaluation/results.html", context=_results)


def diagnosis_of(row: Entrant) -> dict[str, Any]:
    """What is known of a place in a round, item by item."""
    if row.computed_at is None:
        return {"sections": [], "is_computed": False}
    lines, found = lines_of(row), score_of(row)
    labels = {each.code: each.label for each in lines}
    tone, words = verdict_in_words(row)
    sums = found.sections
    return {
        "is_computed": True, "score": found, "tone": tone, "verdict": words,
        "sections": [(name, rows, sums[name]) for name, rows in sections_of(lines)],
        "known": sum(each.points is not None for each in lines), "number": len(lines),
        "unknown": sum(each.points is None for each in lines),
        "lacks": [lack_in_words(each, labels) for each in found.lacks], "next_band": found.next_band,
        "low": plain(found.total.low), "high": plain(found.total.high), "most": plain(found.total.most),
    }  # fmt: skip


def _diagnosis(request: Request, row: Entrant) -> dict[str, Any]:
    return diagnosis_of(row) if row.round.version is not None else {"sections": [], "is_computed": False}


def _findings(request: Request, row: Entrant) -> dict[str, Any] | None:
    """The findings at a place, with the way to each."""
    labels = {code: each["label"] for code, each in items_by_code(row.round).items()}
    found = [
        {"row": each, "status": finding_status(each), "item": labels.get(each.code, ""),
         "url": reverse("evaluation:findings-detail", args=[each.pk])}
        for each in findings_of(row)
    ]  # fmt: skip
    return {"findings": found} if found else None


def _objections(request: Request, row: Entrant) -> dict[str, Any] | None:
    rows = Objection.objects.visible_to(request.viewer, VIEW).filter(entrant=row).order_by("-pk")
    found = [(each, OBJECTION_TONES[each.state]) for each in rows]
    return {"objections": found} if found else None


def _visits(request: Request, row: Entrant) -> dict[str, Any] | None:
    """The experts of a place, and the way to the page that opens without a line."""
    rows = Visit.objects.belonging_to(entrant=row).select_related("expert__person").order_by("pk")
    visits = list(rows)
    if not visits:
        return None
    visitor = is_visitor(request.viewer, row) and row.round.state == EvaluationRound.State.OPEN
    return {"visits": visits, "url": reverse("evaluation:visit", args=[row.pk]) if visitor else ""}


def _pack(request: Request, row: Entrant) -> dict[str, Any] | None:
    """The newest evidence pack."""
    found = newest_pack(row)
    return {"pack": found, "url": address_of(found.file, download=True)} if found else None


DIAGNOSIS = TemplatePanel(_("Self-diagnosis"), template="evaluation/diagnosis.html", context=_diagnosis)
FINDINGS = TemplatePanel(
    pgettext_lazy("evaluation", "Findings"), template="evaluation/findings.html", context=_findings
)
OBJECTIONS = TemplatePanel(_("Objections"), template="evaluation/objections.html", context=_objections)
VISITS = TemplatePanel(_("Experts"), template="evaluation/visits.html", context=_visits, side=True)
PACK = TemplatePanel(_("Evidence pack"), template="evaluation/pack_panel.html", context=_pack, side=True)


def at_home(request: Request) -> SafeString | str:
    """The places of a viewer in rounds under way, and where they are to visit; "" for neither."""
    viewer = request.viewer
    rows = Entrant.objects.visible_to(viewer, VIEW).filter(
        own_places(viewer), round__state__in=(EvaluationRound.State.OPEN, EvaluationRound.State.PUBLISHED),
        round__until__gte=timezone.localdate(),
    )  # fmt: skip
    own = [] if "" in viewer.paths("evaluation.apply") else list(
        rows.select_related("round", "place").order_by("round__due", "pk")[:AT_HOME]
    )  # fmt: skip
    visits = list(visits_of(viewer).select_related("round", "place").order_by("path")[:AT_HOME])
    if not own and not visits:
        return ""
    lines = [(each, verdict_in_words(each)) for each in own]
    return render_to_string("evaluation/home.html", {"lines": lines, "visits": visits}, request)
