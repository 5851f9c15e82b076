"""The pages of reports: looked at, explained, confirmed, exported, verified; and who is refused."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from santong.domains.governance.reports.models import Edition, Report, ReportField, ReportTemplate
from santong.domains.governance.reports.sealing import faults_in
from santong.domains.governance.reports.telling import remind
from santong.domains.governance.reports.tests import making
from santong.domains.platform.access.testing import client_of, make_region, signed_in, somebody
from santong.domains.platform.notices.public import Notice
from santong.kit.access import SYSTEM
from santong.kit.agenda import entries_of
from santong.kit.todos import kinds_of, waiting_for


@pytest.mark.django_db
class TestPages(TestCase):
    """Last month is open; at Far the pupils doubled."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.region = region = make_region()
        making.counted(region)
        making.counted(region, making.month_before(making.last_month()), far=150)
        cls.template = making.published(region.city)
        cls.row = making.opened(cls.template)
        cls.head = somebody("principal", region.far, "head")

    def url(self, place: Any, name: str = "report") -> str:
        return reverse(f"reports:{name}", args=[making.report(self.row, place).pk])

    def page(self, client: Client, url: str) -> str:
        response = client.get(url, headers={"accept-language": "en"})
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    def test_strangers_are_refused_everywhere(self) -> None:
        addresses = [self.url(self.region.far, name) for name in (
            "report", "report-export", "seal-export", "reports-confirm", "reports-explain", "reports-recompute",
            "reports-correct", "reports-send-back",
        )]  # fmt: skip
        addresses.append(reverse("reports:round", args=[self.row.pk]))
        intruder = signed_in("principal", self.region.lake)
        teacher = signed_in("subject_teacher", self.region.far)
        for address in addresses[:-1]:
            assert Client().get(address).status_code == 302
            assert intruder.get(address).status_code == 404
            assert teacher.get(address).status_code == 404
        assert Client().get(addresses[-1]).status_code == 302
        assert teacher.get(addresses[-1]).status_code == 404

    def test_an_inspector_looks_and_may_not_confirm(self) -> None:
        inspector = signed_in("inspector", self.region.city)
        assert "decide-bar" not in self.page(inspector, self.url(self.region.far))
        assert inspector.post(self.url(self.region.far, "reports-confirm")).status_code == 403

    def test_the_unusual_stands_on_top_and_what_waits_is_no_input(self) -> None:
        text = self.page(client_of(self.head), self.url(self.region.far))
        assert text.index("Changed unusually") < text.index("other figure")
        assert 'name="said_A1"' in text
        assert 'name="said_C1"' in text
        assert 'name="said_B1"' not in text
        assert "Waits for Network" in text

    def test_a_principal_confirms_with_words(self) -> None:
        client, url = client_of(self.head), self.url(self.region.far, "reports-confirm")
        refused = client.post(url, {"said_A1": "并入一校"})
        assert refused.status_code == 422
        assert "并入一校" in refused.content.decode(), "what was typed is kept"
        words = {"said_A1": "并入一校", "said_A3": "同上", "said_A4": "同上", "said_C1": "联网"}
        assert client.post(url, words).status_code == 302
        report = making.report(self.row, self.region.far)
        assert report.state == Report.State.CONFIRMED
        sealed = {each["code"]: each for each in Edition.objects.belonging_to(report=report).get().content["values"]}
        assert (sealed["A1"]["words"], sealed["C1"]["words"], sealed["C1"]["value"]) == ("并入一校", "联网", "words")
        assert client.post(url, words).status_code in (302, 409, 422)
        assert Edition.objects.belonging_to(report=report).count() == 1

    def test_a_proposed_sentence_is_taken_with_one_tap_and_taken_back(self) -> None:
        client, url = client_of(self.head), self.url(self.region.far, "reports-explain")
        assert client.post(url, {"use": "A1", "said_A3": "同上"}).status_code == 302
        report = making.report(self.row, self.region.far)
        said = dict(report.remarks.values_list("code", "text"))
        assert set(said) == {"A1", "A3"}
        assert "150" in said["A1"]
        assert "300" in said["A1"]

    def test_all_proposed_sentences_are_taken_with_one_tap_and_typed_ones_stay(self) -> None:
        client, url = client_of(self.head), self.url(self.region.far)
        assert 'name="use" value="*"' in self.page(client, url)
        explain = self.url(self.region.far, "reports-explain")
        assert client.post(explain, {"use": "*", "said_A3": "并入一校"}).status_code == 302
        said = dict(making.report(self.row, self.region.far).remarks.values_list("code", "text"))
        assert set(said) == {"A1", "A3", "A4"}
        assert said["A3"] == "并入一校"
        assert "150" in said["A1"]
        assert 'name="use"' not in self.page(client, url)
        assert client.post(self.url(self.region.far, "reports-confirm"), {
            **{f"said_{code}": text for code, text in said.items()}, "said_C1": "联网",
        }).status_code == 302  # fmt: skip

    def test_a_round_leads_to_ones_own_report(self) -> None:
        for role, place in (("principal", self.region.hill), ("county_officer", self.region.east),
                            ("bureau_officer", self.region.city)):  # fmt: skip
            response = signed_in(role, place).get(reverse("reports:round", args=[self.row.pk]))
            assert response.headers["location"] == self.url(place)

    def test_a_round_without_ones_place_says_so(self) -> None:
        Report.objects.belonging_to(round=self.row, place=self.region.hill).delete()
        text = self.page(signed_in("principal", self.region.hill), reverse("reports:round", args=[self.row.pk]))
        assert "empty" in text

    def test_a_county_sees_who_is_where_and_confirms(self) -> None:
        county = signed_in("county_officer", self.region.east)
        making.confirmed(self.row, self.region.lake)
        text = self.page(county, self.url(self.region.east))
        assert "Hill" in text
        url = self.url(self.region.east, "reports-confirm")
        assert county.post(url).status_code == 422
        assert county.post(url, {"without": "停电"}).status_code == 302
        assert making.report(self.row, self.region.east).state == Report.State.CONFIRMED

    def test_a_city_sees_counties_as_they_were_and_as_they_are(self) -> None:
        city = signed_in("bureau_officer", self.region.city)
        Report.objects.belonging_to(round=self.row, place=self.region.hill).update(
            path=f"{self.region.west.path}{self.region.hill.path[-4:]}"
        )
        was = self.page(city, self.url(self.region.city))
        is_now = self.page(city, f"{self.url(self.region.city)}?as=is")
        assert was != is_now

    def test_sending_back_tells_the_place(self) -> None:
        making.confirmed(self.row, self.region.far)
        county = signed_in("county_officer", self.region.west)
        assert county.post(self.url(self.region.far, "reports-send-back"), {"reason": ""}).status_code == 422
        assert county.post(self.url(self.region.far, "reports-send-back"), {"reason": "再核"}).status_code == 302
        assert "再核" in self.page(client_of(self.head), self.url(self.region.far))

    def test_exports_hold_what_the_page_says(self) -> None:
        client = client_of(self.head)
        response = client.get(f"{self.url(self.region.far, 'report-export')}?format=csv")
        rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
        assert [row[0] for row in rows[1:]] == list(making.FIELDS)
        assert rows[1][3] == "300.0"
        assert client.get(f"{self.url(self.region.far, 'report-export')}?format=exe").status_code == 404
        assert client.get(self.url(self.region.far, "report-export")).status_code == 200

    def test_a_bureau_exports_place_by_place_without_what_is_not_confirmed(self) -> None:
        making.confirmed(self.row, self.region.lake)
        city = signed_in("bureau_officer", self.region.city)
        response = city.get(f"{self.url(self.region.city, 'report-export')}?format=csv&by=places")
        rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
        assert {row[0]: row[2] for row in rows[1:]} == {"Lake": "100.0", "Hill": "—", "Far": "—"}

    def test_the_sealed_edition_can_be_verified_by_anybody(self) -> None:
        client = signed_in("bureau_officer", self.region.city)
        assert client.get(self.url(self.region.city, "seal-export")).status_code == 404
        region = self.region
        making.confirmed(self.row, region.lake, region.hill, region.east, region.far, region.west, region.city)
        export = json.loads(client.get(self.url(region.city, "seal-export")).content)
        assert len(export["editions"]) == 6
        assert faults_in(export) == []
        export["editions"][3]["content"]["values"][0]["value"] = "1"
        assert faults_in(export)

    def test_a_sheet_goes_on_paper(self) -> None:
        response = client_of(self.head).post(
            reverse("printing:print", args=["report", making.report(self.row, self.region.far).pk])
        )
        assert response.status_code == 200

    def test_what_waits_stands_in_the_inbox(self) -> None:
        viewer = making.viewer("principal", self.region.far)
        said = [
            each.said() for each in waiting_for(viewer, [k for k in kinds_of(viewer) if "report" in k.name], most=5)
        ]
        assert [each.url for each in said] == [self.url(self.region.far)]
        county = making.viewer("county_officer", self.region.east)
        said = [
            each.said() for each in waiting_for(county, [k for k in kinds_of(county) if "report" in k.name], most=5)
        ]
        assert [each.url for each in said] == [self.url(self.region.east)]
        assert "2" in said[0].note

    def test_the_last_day_stands_in_the_calendar(self) -> None:
        viewer = making.viewer("principal", self.region.far)
        now = timezone.now()
        found = entries_of(viewer, now, now + timezone.timedelta(days=90), ["reports"])
        assert [each.url for each in found] == [self.url(self.region.far)]

    def test_the_home_page_has_the_newest_reports(self) -> None:
        assert self.url(self.region.far) in self.page(client_of(self.head), "/")
        county = signed_in("county_officer", self.region.east)
        assert self.url(self.region.east) in self.page(county, "/")

    def test_the_page_of_a_template_shows_what_it_gives_at_a_school(self) -> None:
        officer = signed_in("bureau_officer", self.region.city)
        base = reverse("reports:report-templates-detail", args=[self.template.pk])
        assert "Lake" in self.page(officer, base)
        assert "Far" in self.page(officer, f"{base}?school={self.region.far.pk}")
        library = ReportTemplate.objects.by_installation().get(code="LIB-MONTHLY")
        text = self.page(officer, reverse("reports:report-templates-detail", args=[library.pk]))
        assert "Network" in text

    def test_more_schools_ask_the_database_no_more(self) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        making.confirmed(self.row, self.region.lake, self.region.hill)
        county = signed_in("county_officer", self.region.east)
        with CaptureQueriesContext(connection) as two:
            self.page(county, self.url(self.region.east))
        Report.objects.belonging_to(round=self.row, place=self.region.hill).delete()
        with CaptureQueriesContext(connection) as one:
            self.page(county, self.url(self.region.east))
        assert len(two) <= len(one) + 2


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"binding": "学生树"}, "binding"),
        ({"binding": "学生数 / 专任教师数"}, "roll_up"),
        ({"binding": ""}, "binding"),
        ({"kind": "indicator", "binding": "没有"}, "binding"),
        ({"kind": "formula", "binding": "A9 + 1"}, "binding"),
        ({"kind": "words", "binding": ""}, "reason"),
        ({"kind": "words", "binding": "", "reason": "只有人知道", "label": "学生数"}, "kind"),
        ({"kind": "words", "binding": "", "reason": "只有人知道", "label": "信息化经费"}, "kind"),
        ({"code": "a 1"}, "code"),
        ({"code": "A1"}, None),
    ],
)
def test_a_field_says_what_is_wrong_with_it(db: None, typed: dict[str, str], field: str | None) -> None:
    region = make_region()
    template = making.template(region.east, fields={"A1": making.FIELDS["A1"]})
    officer = signed_in("county_officer", region.east)
    given = {
        "template": template.pk, "code": "B1", "section": "规模", "label": "班级", "kind": "fact", "binding": "班级数",
        "unit": "count", "roll_up": "sum", "digits": "0", "order": "5", **typed,
    }  # fmt: skip
    response = officer.post(reverse("reports:report-fields-new"), given)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert (field or "__all__") in errors, errors
    assert ReportField.objects.belonging_to(template=template).count() == 1


@pytest.mark.parametrize("missing", ["authority", "owner", "until", "minutes", "ground"])
def test_what_asks_without_saying_why_cannot_be_saved(db: None, missing: str) -> None:
    region = make_region()
    given = {
        "place": region.east.pk, "name": "周报", "rhythm": "month", "level": "school", "authority": "教办〔2026〕2号",
        "ground": "掌握进度", "owner": "电教科", "since": "2026-01-01", "until": "2028-12-31",
        "days": "10", "minutes": "3", missing: "",
    }  # fmt: skip
    response = signed_in("county_officer", region.east).post(reverse("reports:report-templates-new"), given)
    assert response.status_code == 422
    assert not ReportTemplate.objects.by_installation().filter(name="周报").exists()


def test_only_who_has_not_confirmed_is_reminded_and_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    region = make_region()
    making.counted(region)
    row = making.opened(making.published(region.city))
    late, done = (somebody("principal", place, place.name) for place in (region.lake, region.hill))
    making.confirmed(row, region.hill)
    row.due = timezone.localdate()
    row.last = row.first
    row.save()
    monkeypatch.setattr("santong.domains.governance.reports.telling.is_working_time", lambda path: True)
    before = Notice.objects.by_installation().count()
    assert remind.func() == 2
    assert remind.func() == 0
    notices = Notice.objects.by_installation().order_by("-pk")[: Notice.objects.by_installation().count() - before]
    told = {key for notice in notices for key in notice.recipients.values_list("person", flat=True)}
    assert late.pk in told
    assert done.pk not in told


def test_undoing_a_publication_is_refused_once_reports_were_opened(db: None) -> None:
    from santong.domains.governance.reports.actions import publish
    from santong.kit.steps.back import payload_of
    from santong.kit.undo import CannotUndo, keep_step, take_back

    region = make_region()
    making.counted(region)
    template = making.template(region.city)
    person = somebody("bureau_officer", region.city, "officer")
    viewer = making.Viewer(person_id=person.pk, grants=making.viewer("bureau_officer", region.city).grants)
    taken = publish.take(viewer, template, {})
    step = keep_step(viewer, handler="kit.step_back", payload=payload_of([taken]))
    making.opened(template)
    with pytest.raises(CannotUndo):
        take_back(viewer, step.pk)
    assert SYSTEM is not viewer
