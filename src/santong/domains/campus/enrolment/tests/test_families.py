"""What families can do and see, with an account and without; and what nobody else learns."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied
from django.test import Client, TestCase

from santong.domains.campus.enrolment import applying, reviewing, running, views
from santong.domains.campus.enrolment.models import Application, Round, Wish
from santong.domains.campus.enrolment.queries import place_in_queue, wishes_of
from santong.domains.campus.enrolment.tests.conftest import BORN, Cast, child_of, day, id_number, make_cast
from santong.domains.campus.students.public import Guardianship
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.identity.models import Attempts
from santong.domains.platform.identity.public import Counter, Person, admit
from santong.kit.access import NOBODY
from santong.kit.refusals import NotPossible

State = Application.State
TYPED = {"area": "滨河路", "number": "12", "rest": "3单元", "evidence": ["hukou", "property"]}
NEW = {**TYPED, "name": "林小满", "id_number": id_number(77), "relation": "52"}
CONTACT = {"guardian_name": "林女士", "phone": "139 0000 4321", "secret_code": "晚霞-2027"}


class World(TestCase):
    """One cast for all tests of a class."""

    cast: Cast

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = make_cast()

    def url(self, end: str = "") -> str:
        return f"/enrolment/{self.cast.round.pk}/{end}"

    def parent(self) -> Client:
        return client_of(self.cast.mother)


class TestWithAnAccount(World):
    def test_a_family_applies_for_a_known_child_without_typing_who_it_is(self) -> None:
        client, cast = self.parent(), self.cast
        assert cast.child.name in client.get(self.url()).content.decode()
        page = client.get(self.url(f"child/{cast.child.pk}/"))
        assert page.status_code == 200
        assert "id_number" not in page.context["form"].fields
        sent = client.post(self.url(f"child/{cast.child.pk}/"), TYPED)
        row = Application.objects.get()
        assert sent["Location"] == f"/enrolment/mine/{row.pk}/"
        assert (row.child, row.name, row.birth_date, row.relation) == (cast.child, "陈小禾", BORN, "52")
        # No wish was chosen: the school of the district is it.
        assert wishes_of(row) == [cast.region.lake]
        assert row.rest == "3单元" and "3单元" not in row.rest_cipher
        shown = client.get(sent["Location"]).content.decode()
        assert row.receipt in shown and "3单元" in shown
        assert row.receipt in client.get("/enrolment/").content.decode()
        assert row.receipt in client.get("/").content.decode() or cast.round.title in client.get("/").content.decode()

    def test_the_second_application_is_refused_with_where_the_first_stands(self) -> None:
        row = self.cast.apply()
        answer = self.parent().post(self.url(f"child/{self.cast.child.pk}/"), TYPED)
        assert answer.status_code == 422
        assert row.receipt in answer.content.decode()
        # What was typed is kept.
        assert "3单元" in answer.content.decode()
        assert Application.objects.count() == 1

    def test_the_other_guardian_finds_it_too(self) -> None:
        father = Person.objects.create_person(username="father", name="父亲", path=self.cast.region.hill.path)
        Guardianship.objects.create(
            child=self.cast.child, guardian=father, relation="51", source="school", since=BORN,
            path=self.cast.region.hill.path,
        )  # fmt: skip
        row = self.cast.apply()
        with pytest.raises(NotPossible, match=row.receipt):
            applying.apply(
                acting=viewer_in(father, "parent"), round=self.cast.round, child=self.cast.child, said=self.cast.said()
            )
        assert client_of(father).get(f"/enrolment/mine/{row.pk}/").status_code == 200

    def test_only_ones_own_child(self) -> None:
        other = Person.objects.create_person(username="other", name="别人", path=self.cast.region.hill.path)
        client = client_of(other)
        assert client.get(self.url(f"child/{self.cast.child.pk}/")).status_code == 404
        with pytest.raises(PermissionDenied):
            applying.apply(
                acting=viewer_in(other, "parent"), round=self.cast.round, child=self.cast.child, said=self.cast.said()
            )

    def test_a_stranger_learns_nothing(self) -> None:
        row = self.cast.apply()
        outsider = Person.objects.create_person(username="outsider", name="外人", path=self.cast.region.hill.path)
        another_school = somebody("teaching_affairs", self.cast.region.far, "far-affairs")
        for client in (client_of(outsider), client_of(another_school)):
            for address in (
                f"/enrolment/mine/{row.pk}/", f"/enrolment-applications/{row.pk}/", f"/enrolment/mine/{row.pk}/change/"
            ):  # fmt: skip
                assert client.get(address).status_code == 404, address
            assert client.post(f"/enrolment/mine/{row.pk}/take/withdraw/").status_code == 404
            assert row.receipt not in client.get("/enrolment/").content.decode()
        nobody = Client()
        assert nobody.get(f"/enrolment/mine/{row.pk}/")["Location"] == "/enrolment/open/"
        assert nobody.post(f"/enrolment/mine/{row.pk}/take/withdraw/").status_code == 404
        assert nobody.get(f"/enrolment/{self.cast.round.pk}/record/download/").status_code == 404

    def test_a_reviewer_is_led_to_the_page_for_review(self) -> None:
        row = self.cast.apply()
        answer = client_of(self.cast.reviewer).get(f"/enrolment/mine/{row.pk}/")
        assert answer["Location"] == f"/enrolment-applications/{row.pk}/"

    def test_it_is_corrected_until_it_is_reviewed_and_keeps_its_place(self) -> None:
        row, client = self.cast.apply(), self.parent()
        address = f"/enrolment/mine/{row.pk}/change/"
        page = client.get(address)
        form = {**TYPED, "area": "东关社区", "number": "60", "wish1": self.cast.region.hill.pk}
        seen = page.context["edit"]
        assert client.post(address, {**form, **_seen(page)}).status_code == 302, seen
        row.refresh_from_db()
        assert (row.area, row.number, row.position) == ("东关社区", 60, 1)
        assert wishes_of(row) == [self.cast.region.hill] and row.path == self.cast.region.hill.path
        reviewing.accept(acting=self.cast.county, application=row)
        assert client.get(address)["Location"] == f"/enrolment/mine/{row.pk}/"

    def test_it_is_withdrawn_and_sent_anew(self) -> None:
        row, client = self.cast.apply(), self.parent()
        client.post(f"/enrolment/mine/{row.pk}/take/withdraw/")
        row.refresh_from_db()
        assert row.state == State.WITHDRAWN
        assert self.cast.apply().position == 2
        assert client.post(f"/enrolment/mine/{row.pk}/take/nothing/").status_code == 404

    def test_age_and_days_are_kept_to(self) -> None:
        born = day(-365)
        old = Person.objects.create_person(
            username="small", name="太小", path=self.cast.region.hill.path, birth_date=born
        )  # fmt: skip
        Guardianship.objects.create(
            child=old, guardian=self.cast.mother, relation="52", source="school", since=BORN, path=old.path
        )
        assert "太小" in self.parent().get(self.url()).content.decode()
        with pytest.raises(NotPossible, match="2020"):
            applying.apply(acting=self.cast.family, round=self.cast.round, child=old, said=self.cast.said())
        self.cast.over()
        with pytest.raises(NotPossible):
            self.cast.apply()
        assert self.parent().get(self.url()).status_code == 404

    def test_a_brother_on_the_roll_speaks_for_itself(self) -> None:
        brother = child_of(self.cast.region, "陈大树", 2, self.cast.region.lake, self.cast.mother)
        assert self.cast.apply(evidence=["hukou"]).evidence_words == ["hukou", "sibling"]
        assert brother.name

    def test_the_district_is_found_while_the_address_is_typed(self) -> None:
        client = self.parent()
        for area, number, schools in (
            ("滨河路", 3, ["Lake"]), ("东关社区", 40, ["Lake", "Hill"]), ("东关社区", 70, ["Hill"]),
            ("东关社区", 99, []), (" 滨河 路", 3, ["Lake"]), ("", "", []), ("没有的路", "x", []),
        ):  # fmt: skip
            page = client.get(self.url("district/"), {"area": area, "number": number})
            assert [each.name for each in page.context["schools"]] == schools, area

    def test_what_is_wrong_is_said_at_its_field(self) -> None:
        client, address = self.parent(), self.url(f"child/{self.cast.child.pk}/")
        lake = self.cast.region.lake.pk
        for change, name in (
            ({"area": ""}, "area"), ({"area": "没有的路"}, "wish1"), ({"area": "东关社区", "number": "40"}, "wish1"),
            ({"number": "0"}, "number"), ({"wish1": lake, "wish2": lake}, "wish2"), ({"wish1": 10**9}, "wish1"),
            ({"evidence": ["medal"]}, "evidence"), ({"since": "gestern"}, "since"),
        ):  # fmt: skip
            answer = client.post(address, {**TYPED, **change})
            assert answer.status_code == 422 and name in answer.context["form"].errors, change
        assert not Application.objects.exists()


def _seen(page: Any) -> dict[str, str]:
    """The hidden fields with what the page was opened with."""
    from lxml import html

    inputs = html.fromstring(page.content).xpath("//form//input[@type='hidden']")
    return {each.get("name"): each.get("value") or "" for each in inputs if each.get("name") != "csrfmiddlewaretoken"}


class TestWithoutAnAccount(World):
    def send(self, client: Client, **more: Any) -> Any:
        return client.post(self.url("new/"), {**NEW, **CONTACT, **more})

    def test_a_family_applies_and_comes_back_with_receipt_and_code(self) -> None:
        client = Client()
        assert self.cast.round.title in client.get("/enrolment/open/").content.decode()
        assert client.get(self.url("new/")).status_code == 200
        sent = self.send(client)
        row = Application.objects.get()
        assert (row.name, row.sex, row.birth_date, row.applicant) == ("林小满", "1", BORN, None)
        assert row.id_number == id_number(77) and id_number(77) not in row.id_number_cipher
        assert row.phone == "13900004321" and check_password(CONTACT["secret_code"], row.code_hash)
        assert row.receipt in client.get(sent["Location"]).content.decode()
        elsewhere = Client()
        assert elsewhere.get(sent["Location"])["Location"] == "/enrolment/open/"
        wrong = elsewhere.post("/enrolment/come-back/", {"receipt": row.receipt, "secret_code": "falsch!"})
        unknown = elsewhere.post("/enrolment/come-back/", {"receipt": "1-99999-0000", "secret_code": "falsch!"})
        assert (wrong.status_code, unknown.status_code) == (422, 422)
        assert wrong.context["form"].errors == unknown.context["form"].errors
        shown = {"receipt": row.receipt, "secret_code": CONTACT["secret_code"]}
        assert elsewhere.post("/enrolment/come-back/", shown)["Location"] == sent["Location"]
        assert row.receipt in elsewhere.get(sent["Location"]).content.decode()
        assert elsewhere.post(f"/enrolment/mine/{row.pk}/take/withdraw/").status_code == 302
        row.refresh_from_db()
        assert row.state == State.WITHDRAWN

    def test_codes_cannot_be_tried_for_long(self) -> None:
        row = self.cast.stranger()
        client = Client()
        for _ in range(6):
            client.post("/enrolment/come-back/", {"receipt": row.receipt, "secret_code": "wrong"})
        right = client.post("/enrolment/come-back/", {"receipt": row.receipt, "secret_code": "code-100"})
        assert right.status_code == 422
        assert Attempts.objects.exists()

    def test_one_code_cannot_be_tried_on_many_receipts(self) -> None:
        row = self.cast.stranger()
        client = Client()
        for number in range(views.CODES_FROM.free + 1):
            client.post("/enrolment/come-back/", {"receipt": f"1-{number:05}-0000", "secret_code": "123456"})
        right = {"receipt": row.receipt, "secret_code": "code-100"}
        assert client.post("/enrolment/come-back/", right).status_code == 422
        assert Client(REMOTE_ADDR="198.51.100.7").post("/enrolment/come-back/", right).status_code == 302

    def test_one_address_sends_only_so_many(self) -> None:
        for _ in range(views.SENT_FROM.free + 1):
            admit([Counter(views.SENT_FROM, "127.0.0.1")])
        refused = self.send(Client())
        assert refused.status_code == 422
        assert not Application.objects.exists()
        assert CONTACT["guardian_name"] in refused.content.decode(), "what was typed is kept"

    def test_whoever_sits_at_the_device_next_sees_nothing(self) -> None:
        client = Client()
        sent = self.send(client)
        assert client.get(sent["Location"]).status_code == 200
        assert client.post("/enrolment/leave/")["Location"] == "/enrolment/open/"
        assert client.get(sent["Location"])["Location"] == "/enrolment/open/"
        assert client.post(f"{sent['Location']}take/withdraw/").status_code == 404
        assert Application.objects.get().state != State.WITHDRAWN

    def test_sent_twice_is_one(self) -> None:
        client = Client()
        first, second = self.send(client, once="k1"), self.send(client, once="k1")
        assert first["Location"] == second["Location"]
        assert Application.objects.count() == 1 and Wish.objects.count() == 1

    def test_nobody_learns_that_another_family_has_applied(self) -> None:
        """Whoever knows a number may send it: the answer is the same, and a reviewer is told."""
        self.cast.apply()
        client = Client()
        sent = self.send(client, id_number=id_number(1), name="陈小禾", phone="13900005555")
        assert sent.status_code == 302
        double = Application.objects.latest("pk")
        assert double.is_doubled
        page = client.get(sent["Location"]).content.decode()
        assert Application.objects.earliest("pk").receipt not in page
        for row in Application.objects.all():
            with pytest.raises(NotPossible):
                reviewing.accept(acting=self.cast.county, application=row)
        reviewing.refuse(acting=self.cast.county, application=double, reason="重复")
        reviewing.accept(acting=self.cast.county, application=Application.objects.earliest("pk"))

    def test_a_number_is_checked(self) -> None:
        client = Client()
        for number in (id_number(77)[:-1] + ("0" if id_number(77)[-1] != "0" else "1"), "12345", "", "x" * 18):
            answer = self.send(client, id_number=number)
            assert answer.status_code == 422 and "id_number" in answer.context["form"].errors, number
        assert "phone" in self.send(client, phone="abc").context["form"].errors
        assert "secret_code" in self.send(client, secret_code="kurz").context["form"].errors

    def test_one_telephone_applies_a_few_times_only(self) -> None:
        for serial in range(6):
            assert self.send(Client(), id_number=id_number(80 + serial)).status_code == 302
        assert self.send(Client(), id_number=id_number(90)).status_code == 422

    def test_what_is_asked_for_is_completed(self) -> None:
        client = Client()
        sent = self.send(client)
        row = Application.objects.get()
        reviewing.return_application(acting=self.cast.county, application=row, reason="请写明门牌。")
        assert "请写明门牌" in client.get(sent["Location"]).content.decode()
        address = f"/enrolment/mine/{row.pk}/change/"
        page = client.get(address)
        assert "请写明门牌" in page.content.decode()
        assert client.post(address, {**TYPED, "number": "15", **_seen(page)}).status_code == 302
        row.refresh_from_db()
        assert (row.state, row.number) == (State.SUBMITTED, 15)

    def test_whoever_is_signed_in_goes_to_their_own_page(self) -> None:
        assert self.parent().get("/enrolment/open/")["Location"] == "/enrolment/"
        assert self.parent().get("/enrolment/come-back/")["Location"] == "/enrolment/"
        assert "guardian_name" not in self.parent().get(self.url("new/")).context["form"].fields

    def test_a_round_that_is_not_open_is_not_there(self) -> None:
        Round.objects.filter(pk=self.cast.round.pk).update_quietly(state="draft")
        assert Client().get(self.url("new/")).status_code == 404
        assert self.cast.round.title not in Client().get("/enrolment/open/").content.decode()
        with pytest.raises(PermissionDenied):
            applying.apply(
                acting=NOBODY, round=self.cast.round, child=applying.NewChild("甲"), said=self.cast.said()
            )  # fmt: skip


class TestAfterTheDraw(World):
    def test_the_family_sees_why_confirms_and_checks_the_draw(self) -> None:
        cast, client = self.cast, self.parent()
        row = cast.apply()
        for _ in range(4):
            cast.stranger()
        cast.accept_all()
        cast.draw()
        before = client.get(f"/enrolment/mine/{row.pk}/").content.decode()
        row.refresh_from_db()
        assert row.why and row.proposed_id
        # Nothing is told before the result is published.
        assert "by lot" not in before and "confirm" not in before.lower()
        running.publish_result(acting=cast.county, round=cast.round)
        page = client.get(f"/enrolment/mine/{row.pk}/")
        assert page.context["reason"] and page.context["steps"]["confirm"]
        client.post(f"/enrolment/mine/{row.pk}/take/confirm/")
        row.refresh_from_db()
        assert row.state == State.CONFIRMED
        file = client.get(self.url("record/download/"))
        archive = zipfile.ZipFile(io.BytesIO(file.content))
        assert {"record.json", "lots.py", "school_admission.py", "README.txt"} == set(archive.namelist())
        record = json.loads(archive.read("record.json"))
        assert record["secret"] and "陈小禾" not in archive.read("record.json").decode()
        client.post(f"/enrolment/mine/{row.pk}/take/decline/")
        row.refresh_from_db()
        assert row.state == State.DECLINED

    def test_a_family_without_an_account_downloads_the_record(self) -> None:
        client = Client()
        sent = client.post(self.url("new/"), {**NEW, **CONTACT})
        self.cast.accept_all()
        self.cast.publish()
        assert client.get(self.url("record/download/")).status_code == 200
        shown = client.get(sent["Location"])
        assert shown.context["steps"] == {"confirm": True, "decline": True, "withdraw": False}

    def test_who_confirms_too_late_is_told_so(self) -> None:
        row = self.cast.apply()
        self.cast.accept_all()
        self.cast.publish()
        Application.objects.filter(pk=row.pk).update_quietly(confirm_by=day(-1))
        self.parent().post(f"/enrolment/mine/{row.pk}/take/confirm/")
        row.refresh_from_db()
        assert row.state == State.ADMITTED
        assert place_in_queue(row) == 0
