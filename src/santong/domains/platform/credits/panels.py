"""Panels on the pages of schemes, of how somebody stands, of entries."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits.computing import Stood, stood
from santong.domains.platform.credits.declaring import CreditSource
from santong.domains.platform.credits.engine import Fact
from santong.domains.platform.credits.models import (
    VIEW,
    WRITE,
    Correction,
    Effect,
    Entry,
    Scheme,
    SchemeVersion,
    Standing,
)
from santong.domains.platform.credits.reading import rules_of
from santong.domains.platform.credits.rules import Rules
from santong.domains.platform.credits.words import LEFT, UNITS, number, said, source_label
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel
from santong.kit.registry import registry

MOST_CHANGES = 8


def stood_once(row: Standing) -> Stood:
    """How somebody stands, computed once for all panels of their page."""
    if not hasattr(row, "stood_now"):
        row.stood_now = stood(row)  # type: ignore[attr-defined]
    found: Stood = row.stood_now  # type: ignore[attr-defined]
    return found


def _summary(request: Request, row: Standing) -> dict[str, Any]:
    found = stood_once(row)
    words = Standing.State(found.result.state.value)
    scheme = found.version.scheme if found.version else None
    return {
        "state": words.value, "label": words.label, "scheme": scheme, "version": found.version,
        "earned": number(found.result.earned), "needed": number(found.rules.total) if found.rules else "",
        "unit": UNITS[scheme.unit] if scheme else "", "result": found.result,
        "warnings": [said(each) for each in found.result.warnings], "reads": request.viewer.can("credits.schemes"),
        "window": found.result.first if found.rules and found.rules.repeats else None,
    }  # fmt: skip


def _categories(request: Request, row: Standing) -> dict[str, Any] | None:
    found = stood_once(row)
    if found.rules is None:
        return None
    lines = [
        {
            "name": each.name, "have": number(found.result.sums[each.name]), "need": number(each.floor),
            "value": min(found.result.sums[each.name], each.floor) if each.floor else found.result.sums[each.name],
            "most": each.floor or found.result.sums[each.name] or 1,
            "met": found.result.sums[each.name] >= each.floor,
        }
        for each in found.rules.categories
    ]  # fmt: skip
    return {"lines": lines}


def _lacks(request: Request, row: Standing) -> dict[str, Any] | None:
    found = stood_once(row)
    return None if found.rules is None else {"lines": [said(each) for each in found.result.lacks]}


def _source(fact: Fact) -> dict[str, Any]:
    known = registry.by_name(CreditSource).get(fact.source)
    address = known.address(fact.key) if known else reverse("credits:credit-entries-detail", args=[fact.key])
    return {"fact": fact, "source": source_label(fact.source), "address": address}


def _credits(request: Request, row: Standing) -> dict[str, Any]:
    found = stood_once(row)
    lines = [
        _source(each.fact) | {"course": each.course, "credits": number(each.credits)} for each in found.result.credits
    ]
    lines.sort(key=lambda line: (line["fact"].on, line["course"].name), reverse=True)
    left = [_source(fact) | {"why": LEFT[why]} for fact, why in found.result.left]
    moved = [(each, number(each.credits)) for each in found.result.moved]
    return {"lines": lines, "left": left, "moved": moved, "sources": request.viewer.can(VIEW, row.path)}


def _corrections(request: Request, row: Standing) -> dict[str, Any] | None:
    rows = Correction.objects.belonging_to(person=row.person).filter(kind=row.kind).order_by("-asked_at")[:10]
    return {"lines": list(rows)} if rows else None


SUMMARY = TemplatePanel(_("How it stands"), template="credits/summary.html", context=_summary)
LACKS = TemplatePanel(_("What is still missing"), template="credits/lacks.html", context=_lacks)
CATEGORIES = TemplatePanel(_("By category"), template="credits/categories.html", context=_categories)
CREDITS = TemplatePanel(_("Where the credits come from"), template="credits/credits.html", context=_credits)
CORRECTIONS = TemplatePanel(
    _("Corrections asked for"), template="credits/corrections.html", context=_corrections, side=True
)


def _rules(request: Request, row: Scheme) -> dict[str, Any]:
    return _described(rules_of(row)) | {"writes": request.viewer.can(WRITE, row.path) and not row.is_shipped}


def _described(rules: Rules) -> dict[str, Any]:
    lines = [
        {
            "category": each,
            "floor": number(each.floor),
            "cap": "" if each.cap is None else number(each.cap),
            "courses": [(x, number(x.credits)) for x in rules.courses if x.category == each.name],
        }
        for each in rules.categories
    ]
    names = {each.code: each.name for each in rules.courses}
    moved = [(names[x.by], names[x.of], number(x.most), x.authority) for x in rules.replacements]
    return {"lines": lines, "replacements": moved, "total": number(rules.total)}


def _versions(request: Request, row: Scheme) -> dict[str, Any] | None:
    rows = list(SchemeVersion.objects.belonging_to(scheme=row).order_by("-number"))
    return {"versions": rows} if rows else None


def _effects(request: Request, row: Scheme) -> dict[str, Any] | None:
    if row.effects_at is None or not request.viewer.can(WRITE, row.path):
        return None
    rows = Effect.objects.belonging_to(scheme=row)
    labels = dict(Standing.State.choices)
    changes = rows.values_list("standing__state", "state").annotate(n=Count("pk")).order_by("-n")
    seen = Effect.objects.visible_to(request.viewer).filter(scheme=row).exists()
    return {
        "changes": [(labels[before], labels[after], count) for before, after, count in changes[:MOST_CHANGES]],
        "number": rows.count(), "seen": seen,
    }  # fmt: skip


RULES = TemplatePanel(_("Categories and courses"), template="credits/rules.html", context=_rules)
VERSIONS = TemplatePanel(_("Versions"), side=True, template="credits/versions.html", context=_versions)
EFFECTS = TemplatePanel(_("What the draft changes"), template="credits/effects.html", context=_effects)


def _cancelled(request: Request, row: Entry) -> dict[str, Any] | None:
    other = row.cancels or Entry.objects.belonging_to(cancels=row).first()
    return None if other is None else {"other": other, "reason": row.reason or other.reason}


CANCELLED = TemplatePanel(_("Cancelled"), template="credits/cancelled.html", context=_cancelled)
