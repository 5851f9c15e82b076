"""What schools and bureaus do: review against the records, the law, the draw, the waiting list, the roll."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from santong.domains.campus.enrolment import applying, reviewing, running
from santong.domains.campus.enrolment.drawing import record_of
from santong.domains.campus.enrolment.home import county_card, family_card
from santong.domains.campus.enrolment.models import Application, Category, District, Round, SchoolPlan
from santong.domains.campus.enrolment.module import MODULE
from santong.domains.campus.enrolment.queries import findings, schools_below, standings, to_enter, to_review
from santong.domains.campus.enrolment.relation import Bearer
from santong.domains.campus.enrolment.resealing import reseal_applications, reseal_draws
from santong.domains.campus.enrolment.tests.conftest import BORN, child_of, day, draft_round, id_number
from santong.domains.campus.enrolment.tests.test_families import World
from santong.domains.campus.enrolment.words import next_of, reason_of
from santong.domains.campus.students.public import Guardianship, NewPupil, Pupil, enrol
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.models import Recipient
from santong.domains.platform.organisations.public import grades_of
from santong.kit.access import SYSTEM
from santong.kit.menu import MenuItem
from santong.kit.models import AuditEntry
from santong.kit.refusals import NotPossible
from santong.kit.todos import waiting_for
from santong.lib.school_admission import NONE, admitted_by

State = Application.State
WHYS = {"places", "order", "lot", "coordinated", "none"}


class TestTheLaw(World):
    """In kindergartens and compulsory education no tests, grades, awards or interviews decide."""

    def test_the_form_says_why_a_rule_cannot_be_saved(self) -> None:
        round = draft_round(self.cast.region.east, "另一批次")
        client = client_of(self.cast.officer)
        address = f"/enrolment-rounds/{round.pk}/add-category/"
        for wrong, name in (
            ({"name": "中考成绩优异", "within": "lot"}, "name"), ({"name": "面试合格", "within": "lot"}, "name"),
            ({"name": "获奖学生", "within": "lot"}, "name"), ({"name": "户籍", "within": "results"}, "within"),
        ):  # fmt: skip
            answer = client.post(address, {"needs": ["hukou"], **wrong})
            assert answer.status_code == 422, wrong
            assert name in answer.context["form"].errors
            assert wrong["name"] in answer.content.decode()
        assert client.post(address, {"name": "户籍", "within": "lot", "needs": ["hukou"]}).status_code == 302
        assert Category.objects.get(round=round).position == 1

    def test_neither_does_the_model_nor_the_database(self) -> None:
        round = draft_round(self.cast.region.east, "另一批次")
        with pytest.raises(ValidationError):
            running.add_category(
                acting=self.cast.county, round=round, name="竞赛获奖", needs=[], in_district=False, within="lot"
            )
        for wrong in ({"name": "考试", "within": "lot"}, {"name": "户籍", "within": "results"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Category.objects.create(round=round, path=round.path, stage="primary", position=9, **wrong)
        for stage in ("preschool", "junior"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Category.objects.create(
                    round=round, path=round.path, stage=stage, position=9, name="甲", within="results"
                )

    def test_a_vocational_round_may_go_by_results_and_becomes_no_primary_one(self) -> None:
        round = draft_round(self.cast.region.east, "中职", stage="vocational")
        running.add_category(
            acting=self.cast.county, round=round, name="中考成绩", needs=[], in_district=False, within="results"
        )
        answer = client_of(self.cast.officer).post(
            f"/enrolment-rounds/{round.pk}/edit/", {**_typed(round), "stage": "primary"}
        )
        assert answer.status_code == 422 and "stage" in answer.context["form"].errors
        round.stage = "primary"
        with pytest.raises(IntegrityError), transaction.atomic():
            running.put_round(acting=SYSTEM, round=round)

    def test_points_are_taken_only_where_a_category_goes_by_them(self) -> None:
        row = self.cast.stranger()
        with pytest.raises(NotPossible):
            reviewing.accept(acting=self.cast.county, application=row, points=500)

    def test_days_and_births_are_in_order(self) -> None:
        for wrong in ({"closes_on": day(-9)}, {"confirm_by": day(1)}, {"born_until": day(-9000)}, {"most_wishes": 9}):
            with pytest.raises(IntegrityError), transaction.atomic():
                draft_round(self.cast.region.east, "错", **wrong)


def _typed(round: Round) -> dict[str, Any]:
    names = (
        "title", "stage", "begins", "authority", "contact", "minutes", "opens_on", "closes_on", "reviewed_by",
        "results_on", "confirm_by", "born_from", "born_until", "most_wishes",
    )  # fmt: skip
    return {name: getattr(round, name) for name in names}


class TestRoundsAndPlans(World):
    def test_a_round_opens_with_plan_rules_and_authority(self) -> None:
        county, region = self.cast.county, self.cast.region
        round = draft_round(region.east, "另一批次", authority="")
        for missing in ("places", "category", "authority"):
            with pytest.raises(NotPossible):
                running.open_round(acting=county, round=round)
            if missing == "places":
                running.plan_school(acting=county, round=round, school=region.lake, places=2)
            elif missing == "category":
                running.add_category(
                    acting=county, round=round, name="甲", needs=[], in_district=False, within="lot"
                )  # fmt: skip
            else:
                Round.objects.filter(pk=round.pk).update_quietly(authority="县教发3号")
                round.refresh_from_db()
        running.open_round(acting=county, round=round)
        running.back_to_draft(acting=county, round=round)
        assert round.state == Round.State.DRAFT

    def test_rules_stay_once_somebody_has_applied(self) -> None:
        self.cast.apply()
        with pytest.raises(NotPossible):
            running.back_to_draft(acting=self.cast.county, round=self.cast.round)
        with pytest.raises(NotPossible):
            running.add_category(
                acting=self.cast.county, round=self.cast.round, name="甲", needs=[], in_district=False, within="lot"
            )

    def test_plans_are_changed_capped_and_taken_out(self) -> None:
        county, round, lake = self.cast.county, self.cast.round, self.cast.region.lake
        first = Category.objects.get(round=round, position=1)
        running.plan_school(acting=county, round=round, school=lake, places=9)
        running.plan_school(acting=county, round=round, school=lake, places=5, category=first)
        assert SchoolPlan.objects.filter(round=round, school=lake).count() == 2
        page = client_of(self.cast.officer).get(f"/enrolment-rounds/{round.pk}/").content.decode()
        assert "≤ 5" in page
        running.plan_school(acting=county, round=round, school=lake, places=0, category=first)
        running.plan_school(acting=county, round=round, school=lake, places=0)
        assert not SchoolPlan.objects.filter(round=round, school=lake).exists()
        client = client_of(self.cast.officer)
        answer = client.post(f"/enrolment-rounds/{round.pk}/plan/", {"school": lake.pk, "places": "7"})
        assert answer.status_code == 302
        far = client.post(
            f"/enrolment-rounds/{round.pk}/plan/", {"school": self.cast.region.far.pk, "places": "7"}
        )  # fmt: skip
        assert "school" in far.context["form"].errors

    def test_categories_move_up_when_one_is_dropped(self) -> None:
        round = draft_round(self.cast.region.east, "另一批次")
        for name in "甲乙丙":
            running.add_category(
                acting=self.cast.county, round=round, name=name, needs=[], in_district=False, within="lot"
            )  # fmt: skip
        running.drop_category(
            acting=self.cast.county, round=round, category=Category.objects.get(round=round, position=1)
        )  # fmt: skip
        assert list(Category.objects.filter(round=round).values_list("position", "name")) == [(1, "乙"), (2, "丙")]

    def test_who_may_not_keep_rounds_is_refused(self) -> None:
        for person in (self.cast.reviewer, self.cast.mother):
            client = client_of(person)
            assert client.get(f"/enrolment-rounds/{self.cast.round.pk}/").status_code == 200
            for end in ("publish-list", "draw", "add-category", "plan", "fill"):
                assert client.get(f"/enrolment-rounds/{self.cast.round.pk}/{end}/").status_code == 403, end
        draft = draft_round(self.cast.region.east, "草稿")
        assert client_of(self.cast.mother).get(f"/enrolment-rounds/{draft.pk}/").status_code == 404

    def test_published_rounds_stay(self) -> None:
        client = client_of(self.cast.officer)
        client.post(f"/enrolment-rounds/{self.cast.round.pk}/remove/")
        assert Round.objects.filter(pk=self.cast.round.pk).exists()

    def test_the_same_houses_are_written_down_once(self) -> None:
        client = client_of(self.cast.officer)
        typed = {
            "place": self.cast.region.east.pk, "stage": "primary", "area": "滨河 路", "first": "1", "last": "99999",
            "parity": "all", "school": self.cast.region.lake.pk,
        }  # fmt: skip
        assert "area" in client.post("/school-districts/new/", typed).context["form"].errors
        other = client.post("/school-districts/new/", {**typed, "school": self.cast.region.far.pk})
        assert "school" in other.context["form"].errors
        backwards = client.post("/school-districts/new/", {**typed, "area": "西街", "first": "9", "last": "2"})
        assert backwards.status_code == 422


@pytest.mark.parametrize(
    ("parity", "first", "last", "number", "holds"),
    [
        ("all", 1, 99_999, None, True), ("all", 1, 50, None, False), ("odd", 1, 99_999, None, False),
        ("all", 1, 50, 50, True), ("all", 1, 50, 51, False), ("odd", 1, 50, 7, True), ("odd", 1, 50, 8, False),
        ("even", 1, 50, 8, True), ("even", 10, 50, 8, False),
    ],
)  # fmt: skip
def test_which_houses_a_district_holds(parity, first, last, number, holds):
    row = District(area="滨河路", first=first, last=last, parity=parity)
    assert row.holds(number) is holds
    assert str(row).startswith("滨河路")


class TestReview(World):
    def test_the_records_are_looked_up(self) -> None:
        cast = self.cast
        known = cast.apply()
        assert {each.tone for each in findings(known)} == {"ok"}
        stranger = cast.stranger(evidence=["sibling"], area="没有的路")
        assert {each.tone for each in findings(stranger)} == {"warn"}
        at_far = Person.objects.create_person(username="far", name="在外", path=cast.region.far.path, birth_date=BORN)
        at_far.set_id_number(id_number(450))
        at_far.save()
        enrol(acting=SYSTEM, school=cast.region.far, drafts=[NewPupil(at_far, None)], day=day(-90))
        elsewhere = cast.stranger(serial=450)
        texts = " ".join(each.text for each in findings(elsewhere))
        assert "Far" in texts
        page = client_of(cast.reviewer).get(f"/enrolment-applications/{elsewhere.pk}/")
        assert "Far" in page.content.decode()
        assert elsewhere.id_number not in page.content.decode()

    def test_clean_ones_pass_together_and_are_taken_back(self) -> None:
        cast = self.cast
        clean, doubtful = cast.apply(), cast.stranger(area="没有的路")
        client = client_of(cast.reviewer)
        sent = {"action": "pass-clean", "ids": [clean.pk, doubtful.pk]}
        client.post("/enrolment-applications/bulk/", sent)
        states = dict(Application.objects.values_list("pk", "state"))
        assert states == {clean.pk: State.ACCEPTED, doubtful.pk: State.SUBMITTED}
        again = client.post(
            "/enrolment-applications/bulk/", {"action": "pass-clean", "ids": [doubtful.pk]}, follow=True
        )
        assert again.status_code == 200
        assert Application.objects.get(pk=doubtful.pk).state == State.SUBMITTED

    def test_nobody_reviews_their_own_child(self) -> None:
        teacher = somebody("teaching_affairs", self.cast.region.lake, "teacher-mother")
        child = child_of(self.cast.region, "陈小雨", 9, self.cast.region.hill, teacher)
        row = applying.apply(
            acting=viewer_in(teacher, "parent"), round=self.cast.round, child=child, said=self.cast.said()
        )  # fmt: skip
        for step, more in (
            (reviewing.accept, {}), (reviewing.refuse, {"reason": "x"}), (reviewing.return_application, {"reason": "x"})
        ):  # fmt: skip
            with pytest.raises(NotPossible):
                step(acting=viewer_in(teacher, "staff"), application=row, **more)
        reviewing.accept(acting=self.cast.affairs, application=row)

    def test_reviewers_of_other_schools_are_refused(self) -> None:
        row = self.cast.apply()
        other = viewer_in(somebody("teaching_affairs", self.cast.region.hill, "hill-affairs"), "staff")
        with pytest.raises(PermissionDenied):
            reviewing.accept(acting=other, application=row)
        with pytest.raises(PermissionDenied):
            reviewing.accept(acting=self.cast.family, application=row)

    def test_the_family_is_told_and_the_reason_is_sealed(self) -> None:
        row = self.cast.apply()
        reviewing.refuse(acting=self.cast.affairs, application=row, reason="未到入学年龄")
        assert row.answer == "未到入学年龄" and "年龄" not in row.answer_cipher
        assert Recipient.objects.filter(person=self.cast.mother).count() == 1
        assert not AuditEntry.objects.filter(changes__icontains="未到入学年龄").exists()
        assert not AuditEntry.objects.filter(changes__icontains="陈小禾").exclude(model="identity.person").exists()

    def test_what_waits_is_a_to_do_of_the_school_and_later_of_the_family(self) -> None:
        cast = self.cast
        row = cast.apply()
        assert [each.pk for each in to_review(cast.affairs)] == [row.pk]
        # The county sees all of its schools, and reviews where the school doesn't: it waits for the school.
        assert not to_review(cast.county).exists()
        from santong.domains.campus.enrolment.todos import TODOS

        said = [each.said() for each in waiting_for(cast.affairs, TODOS, most=5)]
        assert [each.url for each in said] == [f"/enrolment-applications/{row.pk}/"]
        reviewing.return_application(acting=cast.affairs, application=row, reason="门牌")
        assert [each.said().url for each in waiting_for(cast.family, TODOS, most=5)] == [f"/enrolment/mine/{row.pk}/"]
        applying.correct(acting=cast.family, application=row, said=cast.said())
        cast.accept_all()
        cast.publish()
        assert [each.said().url for each in waiting_for(cast.family, TODOS, most=5)] == [f"/enrolment/mine/{row.pk}/"]
        row.refresh_from_db()
        applying.confirm(acting=cast.family, application=row)
        assert [each.pk for each in to_enter(cast.affairs)] == [row.pk]

    def test_numbers_of_the_round_stand_on_its_page_for_the_bureau_alone(self) -> None:
        for _ in range(4):
            self.cast.stranger()
        lake = next(each for each in standings(self.cast.round) if each.plan.school_id == self.cast.region.lake.pk)
        assert (lake.first, lake.waiting, lake.is_overfull) == (4, 4, True)
        address = f"/enrolment-rounds/{self.cast.round.pk}/"
        assert "table" in client_of(self.cast.officer).get(address).content.decode()
        county = client_of(self.cast.officer).get(address).content.decode()
        family = client_of(self.cast.mother).get(address).content.decode()
        assert county.count('<th scope="col"') > family.count('<th scope="col"')
        assert self.cast.round.title in client_of(self.cast.officer).get("/").content.decode()


class TestAdmission(World):
    def test_the_list_waits_for_the_last_day_and_the_last_review(self) -> None:
        cast = self.cast
        row = cast.stranger()
        with pytest.raises(NotPossible):
            running.publish_list(acting=cast.county, round=cast.round)
        cast.over()
        with pytest.raises(NotPossible, match="1"):
            running.publish_list(acting=cast.county, round=cast.round)
        reviewing.refuse(acting=cast.county, application=row, reason="x")
        with pytest.raises(NotPossible):
            running.publish_list(acting=cast.county, round=cast.round)

    def test_the_list_binds_before_the_draw_and_nothing_changes_after(self) -> None:
        cast = self.cast
        row = cast.stranger()
        cast.accept_all()
        cast.over()
        running.publish_list(acting=cast.county, round=cast.round)
        assert cast.round.commitment and "secret" not in record_of(cast.round)
        with pytest.raises(NotPossible):
            reviewing.refuse(acting=cast.county, application=row, reason="x")
        running.withdraw_list(acting=cast.county, round=cast.round, reason="漏了一人")
        row.refresh_from_db()
        assert (row.code, cast.round.commitment, cast.round.listed) == ("", "", {})
        reviewing.return_application(acting=cast.county, application=row, reason="x")

    def test_there_is_no_second_draw(self) -> None:
        self.cast.stranger()
        self.cast.accept_all()
        round = self.cast.draw()
        for step, more in (
            (running.draw, {"drawn": "1 2 3", "drawn_how": "x"}), (running.withdraw_list, {"reason": "x"}),
            (running.publish_list, {}),
        ):  # fmt: skip
            with pytest.raises(NotPossible):
                step(acting=self.cast.county, round=round, **more)

    def test_the_record_gives_the_same_places_and_names_nobody(self) -> None:
        for _ in range(5):
            self.cast.stranger(self.cast.region.lake, self.cast.region.hill)
        self.cast.accept_all()
        round = self.cast.draw()
        again = {each.code: each.school for each in admitted_by(record_of(round))}
        rows = list(Application.objects.filter(round=round))
        assert again == {row.code: str(row.proposed_id or "") for row in rows}
        assert {row.why for row in rows} <= WHYS and all(reason_of(row) for row in rows)
        assert "新生" not in str(record_of(round)) and rows[0].receipt not in str(record_of(round))

    def test_an_earlier_category_goes_first(self) -> None:
        cast = self.cast
        migrant = [cast.stranger(evidence=["work"], area="没有的路") for _ in range(4)]
        resident = [cast.stranger() for _ in range(3)]
        cast.accept_all()
        cast.draw()
        for row in resident:
            row.refresh_from_db()
            assert (row.proposed, row.rank) == (cast.region.lake, 1)
        for row in migrant:
            row.refresh_from_db()
            # Lake is full with residents; the bureau places the others at Hill.
            assert (row.proposed, row.why) == (cast.region.hill, "coordinated")

    def test_unconfirmed_places_go_to_the_waiting_list_by_the_same_lots(self) -> None:
        cast = self.cast
        Round.objects.filter(pk=cast.round.pk).update_quietly(coordinates=False)
        cast.round.refresh_from_db()
        for _ in range(6):
            cast.stranger(cast.region.lake)
        cast.accept_all()
        cast.publish()
        rows = {row.lot: row for row in Application.objects.filter(state=State.ADMITTED)}
        assert sorted(rows) == [1, 2, 3]
        waiting = Application.objects.filter(state=State.WAITING)
        assert {row.why for row in waiting} == {NONE} and all(next_of(row) for row in waiting)
        with pytest.raises(NotPossible):
            running.fill_places(acting=cast.county, round=cast.round)
        applying.confirm(acting=Bearer(application_id=rows[1].pk), application=rows[1])
        Round.objects.filter(pk=cast.round.pk).update_quietly(results_on=day(-1), confirm_by=day(-1))
        Application.objects.filter(confirm_by__isnull=False).update_quietly(confirm_by=day(-1))
        assert running.fill_places(acting=cast.county, round=cast.round) == 2
        new = Application.objects.filter(state=State.ADMITTED)
        assert sorted(row.lot for row in new) == [4, 5]
        assert Application.objects.filter(state=State.DECLINED).count() == 2
        assert running.fill_places(acting=cast.county, round=cast.round) == 0
        running.close(acting=cast.county, round=cast.round)


class TestTheRoll(World):
    def admitted(self) -> Application:
        row = self.cast.stranger()
        self.cast.accept_all()
        self.cast.publish()
        row.refresh_from_db()
        applying.confirm(acting=Bearer(application_id=row.pk), application=row)
        return row

    def test_a_new_child_and_its_guardian_come_onto_the_roll(self) -> None:
        row = self.admitted()
        client = client_of(self.cast.reviewer)
        client.post("/enrolment-applications/bulk/", {"action": "enter", "ids": [row.pk]})
        row.refresh_from_db()
        assert row.state == State.ENTERED and row.pupil is not None
        assert (row.pupil.school, row.pupil.school_class, row.pupil.person.birth_date) == (row.school, None, BORN)
        link = Guardianship.objects.get(child=row.pupil.person)
        assert (link.guardian.name, link.source) == (row.guardian_name, "school")
        assert not link.guardian.is_activated and link.guardian.masked_phone.startswith("138")
        # The grade of next year is made when that year begins: until then it would move up with the others.
        assert [grade.grade.entry_year for grade in grades_of(row.school)] == [2026]
        with pytest.raises(NotPossible):
            reviewing.enter(acting=self.cast.affairs, application=row)

    def test_the_grade_is_made_where_the_year_has_begun(self) -> None:
        round = draft_round(self.cast.region.east, "补招", begins=2025)
        reviewing.found_grade(round, self.cast.region.lake)
        reviewing.found_grade(round, self.cast.region.lake)
        assert sorted(grade.grade.entry_year for grade in grades_of(self.cast.region.lake)) == [2025, 2026]

    def test_whom_another_school_has_is_not_taken(self) -> None:
        Pupil.objects.filter(person=self.cast.child).update_quietly(status="enrolled")
        row = self.cast.apply()
        self.cast.accept_all()
        self.cast.publish()
        row.refresh_from_db()
        applying.confirm(acting=self.cast.family, application=row)
        with pytest.raises(NotPossible, match="Hill"):
            reviewing.enter(acting=self.cast.affairs, application=row)
        Pupil.objects.filter(person=self.cast.child).update_quietly(status="graduated")
        reviewing.enter(acting=self.cast.affairs, application=row)
        assert Pupil.objects.get(person=self.cast.child).school == self.cast.region.lake

    def test_a_number_of_somebody_known_makes_nobody_a_guardian(self) -> None:
        """Whoever knows a number applies with it; the child stays where it is, and gets no new guardian."""
        victim = Person.objects.create_person(username="victim", name="别人", path=self.cast.region.far.path)
        row = self.cast.stranger()
        victim.set_id_number(row.id_number)
        victim.save()
        self.cast.accept_all()
        self.cast.publish()
        row.refresh_from_db()
        applying.confirm(acting=Bearer(application_id=row.pk), application=row)
        with pytest.raises(NotPossible):
            reviewing.enter(acting=self.cast.affairs, application=row)
        assert not Guardianship.objects.filter(child=victim).exists()

    def test_only_who_keeps_the_roll_enters(self) -> None:
        row = self.admitted()
        principal = viewer_in(somebody("principal", self.cast.region.lake, "principal"), "staff")
        with pytest.raises(PermissionDenied):
            reviewing.enter(acting=principal, application=row)


class TestMenu(World):
    def test_whoever_sees_a_line_of_the_menu_opens_it(self) -> None:
        region = self.cast.region
        seen = set()
        for role, place in (
            ("bureau_officer", region.city), ("county_officer", region.west), ("inspector", region.city),
            ("inspector", region.east), ("principal", region.hill), ("teaching_affairs", region.far),
            ("class_teacher", region.first), ("parent", region.first), ("school_it", region.lake),
        ):  # fmt: skip
            person = somebody(role, place, f"{role}-{place.pk}")
            viewer = viewer_in(person, "parent" if role == "parent" else "staff")
            client = client_of(person)
            for item in MODULE.declares:
                if isinstance(item, MenuItem) and item.shown_to(viewer):
                    assert client.get(item.url).status_code == 200, (role, item.url)
                    seen.add((role, item.url))
        assert ("parent", "/enrolment/") in seen and ("parent", "/enrolment-rounds/") not in seen
        assert ("inspector", "/enrolment-rounds/") in seen and ("inspector", "/enrolment-applications/") not in seen
        assert not {role for role, _url in seen} & {"class_teacher", "school_it"}


class TestKeeping(World):
    def test_what_is_sealed_is_sealed_anew(self) -> None:
        self.cast.stranger(rest="3单元")
        self.cast.accept_all()
        self.cast.draw()
        assert reseal_draws() == 0 and reseal_applications() == 0
        row = Application.objects.get()
        assert row.rest == "3单元"

    def test_cards_are_for_those_whom_they_concern(self) -> None:
        self.cast.apply()
        pages = {
            person: client_of(person).get("/").content.decode()
            for person in (self.cast.mother, self.cast.officer, self.cast.reviewer)
        }
        assert "/enrolment/mine/" in pages[self.cast.mother]
        assert "/enrolment-rounds/" in pages[self.cast.officer]
        assert callable(county_card) and callable(family_card)
        assert schools_below(self.cast.region.east, "primary").exists()
