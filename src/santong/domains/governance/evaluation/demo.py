"""Evaluation of the demonstration: an inspection under way, an accreditation to apply for, an ended appraisal."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from santong.domains.governance.evaluation import actions, inspecting
from santong.domains.governance.evaluation.diagnosing import diagnose
from santong.domains.governance.evaluation.models import Entrant, EvaluationRound, Expert, Finding, Standard
from santong.domains.governance.evaluation.queries import conflict_of
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import SYSTEM, Viewer
from santong.kit.demo import Region

Kind = Organisation.Kind
NAMES = ("bureau", "county", "principal", "inspector")
MOST_PLACES = 12


def evaluate(region: Region) -> None:
    """Nothing where there are no accounts to try it out with."""
    people = {person.username: person for person in Person.objects.by_installation().filter(username__in=NAMES)}
    city = Organisation.objects.by_installation().filter(kind=Kind.CITY_BUREAU).order_by("path").first()
    if len(people) < len(NAMES) or city is None:
        return
    school = school_of(viewer_in(people["principal"], "staff").grants[0].path)
    campus = _copied("LIB-NANJING", city, "智慧校园评估细则")
    schooling = _copied("LIB-PRINCIPAL", city, "校长履职考评细则")
    if school is None or campus is None or schooling is None:
        return
    _inspection(city, campus, people, school)
    _accreditation(city, campus, school)
    _ended(city, schooling, school)


def _copied(code: str, city: Organisation, name: str) -> Standard | None:
    library = Standard.objects.by_installation().filter(code=code).first()
    if library is None:
        return None
    key = actions.copy_standard(acting=SYSTEM, standard=library, place=city, name=name)
    row: Standard = Standard.objects.by_installation().get(pk=key)
    actions.publish_standard(acting=SYSTEM, standard=row)
    return row


def _round(city: Organisation, standard: Standard, name: str, kind: str) -> EvaluationRound:
    today = timezone.localdate()
    row = EvaluationRound(
        place=city, standard=standard, name=name, kind=kind, authority="云岭市教育督导年度计划（示例）",
        ground="了解各校信息化条件与应用", owner="市教育局督导室", due=today + timedelta(days=35),
        visits_from=today + timedelta(days=35), until=today + timedelta(days=150),
    )  # fmt: skip
    return actions.put_round(acting=SYSTEM, evaluation=row)


def _begun(row: EvaluationRound, places: list[Organisation], days: int) -> list[Entrant]:
    """Announced a while ago, for some places, and computed."""
    for place in places:
        actions.choose_place(acting=SYSTEM, evaluation=row, organisation=place)
    actions.announce(acting=SYSTEM, evaluation=row)
    back = timedelta(days=days)
    row.announced_on = timezone.localdate() - back
    row.due, row.visits_from = row.due - back, row.due - back
    row.save()
    found = list(
        Entrant.objects.belonging_to(round=row)
        .select_related("place", "round__standard", "round__version")
        .order_by("path")
    )
    diagnose(row, found)
    return found


def _schools(city: Organisation, school: Organisation) -> list[Organisation]:
    rows = Organisation.objects.by_installation().filter(kind=Kind.SCHOOL, path__startswith=city.path)
    others = list(rows.exclude(pk=school.pk).order_by("path")[: MOST_PLACES - 1])
    return [school, *others]


def _inspection(city: Organisation, standard: Standard, people: dict[str, Person], school: Organisation) -> None:
    row = _round(city, standard, "智慧校园专项督导", EvaluationRound.Kind.INSPECTION)
    row.other_county = False
    row.save()
    entrants = _begun(row, _schools(city, school), 30)
    inspector = people["inspector"]
    inspecting.add_expert(acting=SYSTEM, evaluation=row, person=inspector)
    expert = Expert.objects.belonging_to(round=row).select_related("person").get()
    free = [each for each in entrants if not conflict_of(inspector, each, other_county=False)]
    for each in free[:3]:
        inspecting.assign(acting=SYSTEM, entrant=each, expert=expert)
    if free:
        _found(viewer_in(inspector, "staff"), free, viewer_in(people["principal"], "staff"))


def _found(inspector: Viewer, entrants: list[Entrant], principal: Viewer) -> None:
    today, first = timezone.localdate(), entrants[0]
    items = first.round.version.content["items"] if first.round.version else ()
    code = next(item["code"] for item in items if "广播" in item["label"])
    inspecting.judge(
        acting=inspector, entrant=first, code=code, points=Decimal(1), words="广播和会议系统齐备，现场演示正常"
    )
    texts = (
        ("二楼机房灭火器压力不足", "总务处", 10), ("计算机教室没有张贴使用制度", "信息中心", 20),
        ("无线网络在操场一侧没有信号", "信息中心", 25),
    )  # fmt: skip
    for text, owner, days in texts:
        inspecting.note_finding(
            acting=inspector, entrant=first, text=text, owner=owner, due=today + timedelta(days=days)
        )
    findings = list(Finding.objects.belonging_to(entrant=first).select_related("entrant__round").order_by("pk"))
    for each in findings[1:]:
        inspecting.answer_finding(
            acting=SYSTEM, finding=each, words="已张贴并组织学习" if each == findings[1] else "已加装一台无线接入点"
        )
    inspecting.close_finding(acting=inspector, finding=findings[2])


def _accreditation(city: Organisation, standard: Standard, school: Organisation) -> None:
    row = _round(city, standard, "数字校园创建认定（第二批）", EvaluationRound.Kind.ACCREDITATION)
    counties = Organisation.objects.by_installation().filter(kind=Kind.COUNTY_BUREAU, path__startswith=city.path)
    for county in counties.order_by("path"):
        actions.set_quota(acting=SYSTEM, evaluation=row, place=county, number=2)
    found = _begun(row, _schools(city, school), 10)
    others = [each for each in found if each.place_id != school.pk]
    for each in others[:4]:
        actions.apply(acting=SYSTEM, entrant=each)
    for each in others[:2]:
        actions.put_forward(acting=SYSTEM, entrant=each)


def _ended(city: Organisation, standard: Standard, school: Organisation) -> None:
    row = _round(city, standard, "校长履职考评（上年度）", EvaluationRound.Kind.APPRAISAL)
    for number, each in enumerate(_begun(row, _schools(city, school)[:6], 33)):
        for item in row.version.content["items"] if row.version else ():
            if each.points.get(item["code"]) is None:
                points = Decimal(item["points"]) * (10 - number) / 10
                inspecting.give_points(SYSTEM, each, item["code"], points, "")
        each.save()
    actions.publish_results(acting=SYSTEM, evaluation=row)
    row.published_on = timezone.localdate() - timedelta(days=20)
    row.save()
    best = Entrant.objects.belonging_to(round=row).select_related("round").order_by("-low", "path").first()
    if best is not None:
        actions.commend(acting=SYSTEM, entrant=best, reason="牵头教研，成效突出")
    actions.seal_results(acting=SYSTEM, evaluation=row)
