"""Writes on templates, rounds and reports: put down, published, opened, looked at, confirmed, sent back, corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.governance.reports import words
from santong.domains.governance.reports.filling import (
    Bound,
    Values,
    bind,
    compare,
    fault_of,
    fill,
    fill_now,
    sum_up,
)
from santong.domains.governance.reports.models import (
    DESCRIBING,
    WRITE,
    Edition,
    Level,
    Remark,
    Report,
    ReportField,
    ReportTemplate,
    Round,
    TemplateVersion,
)
from santong.domains.governance.reports.periods import Rhythm, Span, counted_in, span_before, span_over
from santong.domains.governance.reports.queries import (
    above_it,
    before_it,
    before_values,
    below_it,
    bound_of,
    confirmed_below,
    confirms,
    counted_for,
    counties_in,
    earlier_values,
    is_newest,
    remarks_of,
    schools_in,
    sealed_of,
    span_of,
    summed_by,
)
from santong.domains.governance.reports.sealing import seal_of
from santong.domains.governance.reports.telling import tell_corrected, tell_opened, tell_returned
from santong.domains.platform.calendars.public import terms_of
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.burden import Asked, DataRequest, refusals
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, Whoever, step

State, Part = Report.State, Report.Part
DAY = timedelta(days=1)
WRITER = Holds(WRITE)
OWN = Whoever(lambda viewer, row: confirms(viewer, row.path))
LATE_FOR_OPENING = timedelta(days=62)
"""Periods that are over for longer are no longer asked for."""


def _confirms_above(viewer: Viewer, row: Report) -> bool:
    above = above_it(row)
    return above is not None and confirms(viewer, above.path)


ABOVE = Whoever(_confirms_above)
ANY_WRITER = Whoever(lambda viewer, row: viewer.can(WRITE))


# Templates


def put_template(*, acting: Viewer, template: ReportTemplate) -> ReportTemplate:
    """Write a template down; refused by the rules about burden for what no school should be asked."""
    acting.demand(WRITE, template.place.path if template.place else "")
    _demand_bearable(template)
    with transaction.atomic(), named("reports.put_template"):
        template.path = template.place.path if template.place else ""
        template.save()
    return template


def burden_of(template: ReportTemplate) -> list[str]:
    """Everything that stands against asking for a report, each with what to do."""
    asked = list(ReportField.objects.belonging_to(template=template)) if template.pk else []
    texts = [each.label for each in asked if each.kind == ReportField.Kind.WORDS]
    request = DataRequest(
        title=template.name, owner=template.path, deadline=template.until, authority=template.authority,
        ground=template.ground, frequency=Rhythm(template.rhythm).frequency, minutes=template.minutes, number=0,
        places=[template.path], questions=[Asked(text) for text in texts], asks_schools=True,
    )  # fmt: skip
    return [f"{each.reason} {each.way}" for each in refusals(request)]


def _demand_bearable(template: ReportTemplate) -> None:
    if found := burden_of(template):
        raise NotPossible(" ".join(found))


def put_field(*, acting: Viewer, field: ReportField) -> ReportField:
    """Write a field of a template down; what is published stays as it is until the next version."""
    acting.demand(WRITE, field.template.path)
    rows = ReportField.objects.belonging_to(template=field.template).exclude(pk=field.pk)
    problem = fault_of(described(field), [described(each) for each in rows])
    if problem is not None:
        raise NotPossible(problem[1], field=problem[0])
    with transaction.atomic(), named("reports.put_field"):
        field.path = field.template.path
        field.save()
    return field


def described(field: ReportField) -> dict[str, Any]:
    """A field as versions keep it."""
    return {name: getattr(field, name) for name in DESCRIBING}


def fields_of(template: ReportTemplate) -> list[ReportField]:
    """The fields of a template, in their order."""
    return list(ReportField.objects.belonging_to(template=template).order_by("order", "pk"))


def _has_no_fields(acting: Viewer, template: ReportTemplate) -> str:
    return "" if fields_of(template) else _("It has no fields yet. Add some first.")


def _asks_too_much(acting: Viewer, template: ReportTemplate) -> str:
    return " ".join(burden_of(template))


def _is_shipped(acting: Viewer, template: ReportTemplate) -> bool:
    return template.is_shipped


def _is_unchanged(acting: Viewer, template: ReportTemplate) -> str:
    last = _newest(template)
    if last is not None and last.fields == [described(each) for each in fields_of(template)]:
        return _("Nothing has changed since the last version.")
    return ""


def _newest(template: ReportTemplate) -> TemplateVersion | None:
    found: TemplateVersion | None = TemplateVersion.objects.belonging_to(template=template).order_by("-number").first()
    return found


FROM_LIBRARY = Condition(_is_shipped, gettext_lazy("It came with the product. Copy it to use it."))


@step(
    ReportTemplate, "reports.publish", who=WRITER, unless=(FROM_LIBRARY, _has_no_fields, _is_unchanged, _asks_too_much)
)
def publish(*, acting: Viewer, template: ReportTemplate) -> int:
    """Let the present fields hold for rounds that are opened from now on."""
    last = _newest(template)
    template.number = (last.number if last is not None else 0) + 1
    template.is_published = True
    fields = [described(each) for each in fields_of(template)]
    return TemplateVersion.objects.create(template=template, number=template.number, fields=fields).pk


@publish.back
def _unpublish(acting: Viewer, template: ReportTemplate, version: int) -> None:
    if Round.objects.numbers_only().filter(version=version).exists():
        raise NotPossible(_("Reports were opened with it by now. Publish another version instead."))
    TemplateVersion.objects.noted([version]).delete()


@step(ReportTemplate, "reports.copy_template", who=ANY_WRITER, saves=False)
def copy_template(*, acting: Viewer, template: ReportTemplate, place: Organisation, name: str, until: date) -> int:
    """Make a template of a bureau's own out of another one, with its fields; it begins with the present period."""
    acting.demand(WRITE, place.path)
    today = timezone.localdate()
    if until < today:
        raise NotPossible(_("That day is over."), field="until")
    kept = ("says", "rhythm", "level", "authority", "ground", "owner", "days", "minutes")
    made = ReportTemplate(
        place=place, path=place.path, name=name, since=today.replace(day=1), until=until, copied_from=template,
        **{field: getattr(template, field) for field in kept},
    )  # fmt: skip
    made.save()
    ReportField.objects.bulk_create(
        ReportField(template=made, path=place.path, order=row.order, reason=row.reason, **described(row))
        for row in fields_of(template)
    )
    return made.pk


@copy_template.back
def _drop_copy(acting: Viewer, template: ReportTemplate, key: int) -> None:
    [copy] = ReportTemplate.objects.noted([key])
    if copy.is_published:
        raise NotPossible(_("The copy is published by now. Let it end instead."))
    copy.delete()


def _is_not_running(acting: Viewer, template: ReportTemplate) -> str:
    if not template.is_published:
        return _("It isn't published.")
    return _("It has ended already.") if template.is_over else ""


@step(ReportTemplate, "reports.end", who=WRITER, unless=(FROM_LIBRARY, _is_not_running), undo=True)
def end(*, acting: Viewer, template: ReportTemplate) -> None:
    """Ask for it no longer from today on; what was reported stays."""
    template.until = max(timezone.localdate() - DAY, template.since)


# Rounds


def span_due(template: ReportTemplate, today: date) -> Span | None:
    """The newest period of a template that is over and within its days, None where there is none."""
    if not template.is_published or template.is_shipped:
        return None
    span = span_over(Rhythm(template.rhythm), today, _terms(template, today), Span(template.since, template.until))
    if span is None or span.last < template.since or span.first > template.until:
        return None
    return span if today - span.last <= LATE_FOR_OPENING else None


def _terms(template: ReportTemplate, today: date) -> list[Span]:
    rows = [row for year in (today.year - 1, today.year) for row in terms_of(template.path, year).rows]
    return [Span(row.begins, row.ends) for row in rows]


def _is_opened(acting: Viewer, template: ReportTemplate) -> str:
    span = span_due(template, timezone.localdate())
    if span is None:
        return _("No period of it is over yet. It opens by itself when one is.")
    if Round.objects.numbers_only().filter(template=template, first=span.first).exists():
        return _("The newest period is open already.")
    return ""


@step(ReportTemplate, "reports.open", who=WRITER, unless=(FROM_LIBRARY, _is_not_running, _is_opened))
def open_now(*, acting: Viewer, template: ReportTemplate) -> int:
    """Fill the reports of the newest period that is over; the job of the night does the same by itself."""
    span = span_due(template, timezone.localdate())
    if span is None:
        raise NotPossible(_("No period of it is over yet. It opens by itself when one is."))
    return open_round(acting=acting, template=template, span=span).pk


def open_round(*, acting: Viewer, template: ReportTemplate, span: Span) -> Round:
    """Fill the reports of all places for a period, and tell who confirms them."""
    acting.demand(WRITE, template.path)
    version = _newest(template)
    if version is None:
        raise NotPossible(_("It isn't published."))
    with transaction.atomic(), named("reports.open_round"):
        row = Round.objects.create(
            template=template, version=version, place=template.place, path=template.path, first=span.first,
            last=span.last, due=max(span.last, _opened_on(span)) + timedelta(days=template.days),
        )  # fmt: skip
        reports = _reports(row, template)
        Report.objects.bulk_create(reports)
        tell_opened(row, reports)
    return row


def _opened_on(span: Span) -> date:
    """The day from which places have their days: whoever opens late takes nobody's time away."""
    return min(timezone.localdate(), span.last + LATE_FOR_OPENING)


def _reports(row: Round, template: ReportTemplate) -> list[Report]:
    bound, span = bound_of(row), span_of(row)
    schools, counties = schools_in(row.path, row.last), counties_in(row.path, row.last)
    counties = [each for each in counties if each.pk != row.place_id]
    by_school = fill(bound, schools, counted_in(span), row.path)
    if template.level == Level.SCHOOL:
        own, values, sums = schools, by_school, counties
    else:
        own = counties or [row.place]
        values, sums = {each.pk: _of_county(bound, each, schools, by_school) for each in own}, []
    earlier = earlier_values(template, row.first) or _before(bound, own, schools, template, span, row.path)
    found = [_own(row, place, bound, values[place.pk], earlier.get(place.pk, [])) for place in own]
    found += [_sum(row, place, Part.SUM, own) for place in sums]
    if row.place_id not in {place.pk for place in own}:
        found.append(_sum(row, row.place, Part.TOP, [*own, *sums]))
    else:
        found[0].part = Part.OWN
    return found


def _of_county(
    bound: Sequence[Bound], county: Organisation, schools: Iterable[Organisation], by_school: Mapping[int, Values]
) -> Values:
    return sum_up(bound, [by_school[each.pk] for each in schools if each.path.startswith(county.path)])


def _before(
    bound: Sequence[Bound], own: Sequence[Organisation], schools: Sequence[Organisation], template: ReportTemplate,
    span: Span, path: str,
) -> dict[int, list[Values]]:  # fmt: skip
    """What the figures of the period before gave, for a first round."""
    then = span_before(Rhythm(template.rhythm), span)
    if then is None:
        return {}
    by_school = fill(bound, schools, counted_in(then), path)
    if template.level == Level.COUNTY:
        return {each.pk: [_of_county(bound, each, schools, by_school)] for each in own}
    return {key: [values] for key, values in by_school.items()}


def _own(row: Round, place: Organisation, bound: Sequence[Bound], values: Values, earlier: Sequence[Values]) -> Report:
    asks = compare(bound, values, earlier)
    return Report(round=row, place=place, path=place.path, stood=place.path, values=values, asks=asks)


def _sum(row: Round, place: Organisation, part: str, of: Iterable[Organisation]) -> Report:
    number = sum(each.path.startswith(place.path) and each.pk != place.pk for each in of)
    return Report(round=row, place=place, path=place.path, stood=place.path, part=part, open_below=number)


# Reports


def _note_below(acting: Viewer, report: Report) -> None:
    """Keep at the reports above how many places have yet to confirm."""
    rows = Report.objects.belonging_to(round=report.round).exclude(part=Part.OWN).exclude(pk=report.pk)
    uppers = [each for each in rows.select_for_update().order_by("pk") if report.stood.startswith(each.stood)]
    for each in uppers:
        number = below_it(each).filter(state__in=Report.OPEN).count()
        if number != each.open_below:
            each.open_below = number
            each.save(update_fields=["open_below"])


def _sums_up_others(acting: Viewer, report: Report) -> bool:
    return report.part != Part.OWN


NOTHING_TO_COUNT = Condition(
    _sums_up_others,
    gettext_lazy("It sums up what the places below have confirmed; there is nothing to count anew."),
)


@step(Report, "reports.recompute", who=OWN, sources=Report.OPEN, unless=(NOTHING_TO_COUNT,))
def recompute(*, acting: Viewer, report: Report) -> None:
    """Take the facts as they are now, after something was corrected at its source."""
    report.values, report.asks = _fresh(report, bound_of(report.round))
    report.filled_at = timezone.now()


def _fresh(report: Report, bound: Sequence[Bound]) -> tuple[Values, int]:
    values = present_values(report, bound)
    before = before_it(report)
    earlier = [before.values] if before is not None else [_then(report.values)]
    return values, compare(bound, values, earlier)


def present_values(report: Report, bound: Sequence[Bound]) -> Values:
    """What the facts of a place give today for the period of its report."""
    row, place = report.round, report.place
    if place.kind == Organisation.Kind.SCHOOL and is_newest(row):
        return fill_now(bound, place, span_of(row))
    schools = [place] if place.kind == Organisation.Kind.SCHOOL else schools_in(report.path, row.last)
    found = fill(bound, schools, counted_for(row), report.path)
    return found[place.pk] if place.pk in found else sum_up(bound, list(found.values()))


def _then(values: Values) -> Values:
    """The figures of the period before that stand beside those of a report."""
    return {code: {"v": value.get("b")} for code, value in values.items()}


@step(Report, "reports.explain", who=OWN, sources=Report.OPEN, saves=False)
def explain(*, acting: Viewer, report: Report, said: Mapping[str, str]) -> dict[str, str]:
    """Say something about figures, or fill fields that take a person's words; an empty text takes it away."""
    known = {each["code"] for each in report.round.version.fields}
    if not known.issuperset(said):
        raise NotPossible(_("The report has no such field."))
    return {code: _remark(acting, report, code, text.strip()) for code, text in said.items()}


def _remark(acting: Viewer, report: Report, code: str, text: str) -> str:
    """Keep what is said about a figure; what was said before."""
    row = Remark.objects.belonging_to(report=report).filter(code=code).first()
    before = row.text if row is not None else ""
    if not text:
        if row is not None:
            row.delete()
        return before
    row = row or Remark(report=report, code=code)
    if row.text != text:
        row.text, row.person_id, row.said_at = text, acting.person_id, timezone.now()
        row.save()
    return before


@explain.back
def _unsay(acting: Viewer, report: Report, before: Mapping[str, str]) -> None:
    for code, text in before.items():
        _remark(acting, report, code, text)


def missing_words(report: Report, bound: Sequence[Bound], said: Mapping[str, str]) -> list[Bound]:
    """The unusual figures about which nothing is said yet."""
    if report.part != Part.OWN:
        return []
    return [each for each in bound if report.values[each.code].get("u") and not said.get(each.code)]


@step(Report, "reports.confirm", who=OWN, sources=Report.OPEN, then=_note_below)
def confirm(*, acting: Viewer, report: Report, without: str = "", said: Mapping[str, str] | None = None) -> int:
    """Confirm a report: what it says is sealed, and goes to the place above.

    `said` are words about figures, by code, which are kept first. `without` is why a bureau doesn't wait for the places
    below it that haven't confirmed.
    """
    bound = bound_of(report.round)
    for code, text in (said or {}).items():
        if code in report.values:
            _remark(acting, report, code, text.strip())
    remarks = remarks_of(report)
    if lacking := missing_words(report, bound, remarks):
        names = "、".join(each.label for each in lacking)
        raise NotPossible(
            _("Say a word about what changed unusually: %(fields)s. Or correct it at its source, and count anew.")
            % {"fields": names}, field=f"said_{lacking[0].code}",
        )  # fmt: skip
    if report.part == Part.OWN:
        report.state = State.CONFIRMED
    else:
        _demand_all_below(report, without)
        report.values = _summed(report, bound)
        report.state = State.FROZEN if report.part == Part.TOP else State.CONFIRMED
        _take_in(report)
    made = _seal(acting, report, bound, remarks, without)
    report.returned_because = ""
    return made.pk


def _summed(report: Report, bound: Sequence[Bound]) -> Values:
    of = confirmed_below(report)
    values = sum_up(bound, [each.values for each in of])
    then = before_values(of)
    compare(bound, values, [sum_up(bound, then)] if then else [])
    return values


def _demand_all_below(report: Report, without: str) -> None:
    missing = [each for each in summed_by(report) if each.is_open]
    if missing and not without.strip():
        names = "、".join(each.place.name for each in missing[:3])
        raise NotPossible(
            _("%(n)s below haven't confirmed yet, among them %(names)s. Wait, or say why you don't.")
            % {"n": len(missing), "names": names}, field="without",
        )  # fmt: skip


def _take_in(report: Report) -> None:
    """What was confirmed below is confirmed above now, or frozen with the whole round."""
    rows = below_it(report)
    if report.part == Part.TOP:
        rows.filter(state__in=(State.CONFIRMED, State.ACCEPTED)).update(state=State.FROZEN)
    else:
        rows.filter(state=State.CONFIRMED).update(state=State.ACCEPTED)


def _seal(acting: Viewer, report: Report, bound: Sequence[Bound], said: Mapping[str, str], reason: str = "") -> Edition:
    last = sealed_of(report)
    report.edition = (last.number if last is not None else 0) + 1
    content = content_of(report, bound, said)
    made: Edition = Edition.objects.create(
        report=report, number=report.edition, content=content, seal=seal_of(content), reason=reason.strip(),
        person_id=acting.person_id,
    )  # fmt: skip
    return made


def content_of(report: Report, bound: Sequence[Bound], said: Mapping[str, str]) -> dict[str, Any]:
    """What is sealed: all that a report says, as texts and whole numbers; see `sealing`."""
    row = report.round
    return {
        "report": row.template.name, "version": row.version.number, "period": row.period,
        "first": row.first.isoformat(), "last": row.last.isoformat(), "place": report.place.name,
        "place_key": report.place_id, "edition": report.edition, "facts_as_of": report.filled_at.isoformat(),
        "values": [_sealed_value(each, report.values[each.code], said) for each in bound],
        "covers": [{"place": each.place.name, "place_key": each.place_id, "edition": each.edition, "seal": seal}
                   for each, seal in _covered(report)],
    }  # fmt: skip


def _sealed_value(each: Bound, value: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, str | int]:
    return {
        "code": each.code, "label": each.label, "unit": each.unit, "value": words.sealed(each, value),
        "known_at": value.get("k", 0), "unknown_at": value.get("x", 0), "words": said.get(each.code, ""),
        "mark": each.mark,
    }  # fmt: skip


def _covered(report: Report) -> list[tuple[Report, str]]:
    rows = [each for each in summed_by(report) if not each.is_open]
    seals = {
        (key, number): seal
        for key, number, seal in Edition.objects.belonging_to(report__in=rows).values_list("report", "number", "seal")
    }
    return [(each, seals[each.pk, each.edition]) for each in rows]


@step(Report, "reports.send_back", who=ABOVE, sources=(State.CONFIRMED,), target=State.RETURNED, then=_note_below)
def send_back(*, acting: Viewer, report: Report, reason: str) -> None:
    """Give a confirmed report back to its place, with the reason; what was sealed stays as an edition."""
    report.returned_because = reason.strip()
    if report.part == Part.SUM:
        below_it(report).filter(state=State.ACCEPTED).update(state=State.CONFIRMED)
    tell_returned(report, acting.person_id)


@step(Report, "reports.correct", who=OWN, sources=(State.CONFIRMED, State.ACCEPTED, State.FROZEN))
def correct(*, acting: Viewer, report: Report, reason: str) -> int:
    """Issue a further edition of a confirmed report, of what the facts say today; the earlier ones stay."""
    bound = bound_of(report.round)
    if report.part == Part.OWN:
        report.values, report.asks = _fresh(report, bound)
        report.filled_at = timezone.now()
    else:
        report.values = _summed(report, bound)
    sealed = sealed_of(report)
    said = remarks_of(report)
    report.edition += 1
    fresh = content_of(report, bound, said)
    report.edition -= 1
    if sealed is not None and _says_the_same(sealed.content, fresh):
        raise NotPossible(_("The facts say what the last edition says. There is nothing to correct."))
    made = _seal(acting, report, bound, said, reason)
    above = above_it(report)
    if above is not None:
        tell_corrected(report, above, acting.person_id)
    return made.pk


def _says_the_same(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return all(before[name] == now[name] for name in ("values", "covers"))


def bound_preview(template: ReportTemplate, today: date) -> list[Bound]:
    """The fields of a template as they stand, for a preview of this month."""
    month = today.replace(day=1)
    return bind([described(each) for each in fields_of(template)], Span(month, today))
