"""Passwords that anybody would try first are refused, with what is wrong about them."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from santong.domains.platform.identity.actions import create_person
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.tests.conftest import ID_NUMBER, PASSWORD, PHONE, sign_in
from santong.domains.platform.organisations.public import create_organisation
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher() -> Person:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="云岭市教育局", parent=None)
    school = create_organisation(acting=SYSTEM, kind="school", name="云岭市第一中学", parent=city)
    return create_person(
        acting=SYSTEM,
        path=school.path,
        username="zhangyi4821",
        name="张译文",
        password=PASSWORD,
        must_change_password=False,
        id_number=ID_NUMBER,
        phone=PHONE,
        birth_date=date(1985, 5, 12),
    )


REFUSED = {
    "admin-admin": "",
    "Principal2026": "",
    "principal-principal": "",
    "region_administrator": "",
    "School_IT_2026": "",
    "zhangyi4821": "您的用户名",
    "Zhang.Yi.4821!": "您的用户名",
    "zhangyiwen2026": "您的姓名",
    "yiwenzhang!!": "您的姓名",
    "zyw123456": "",
    "张译文12345678": "",
    PHONE: "",
    f"z{PHONE[-8:]}!": "您的手机号",
    "a19850512": "",
    f"{ID_NUMBER[-8:]}zy": "",
    "yunlingshidiyizhongxue": "学校",
    "yunling1zhong": "",
    "diyizhongxue2026": "",
    "woaini1314": "",
    "woaini5201314": "",
    "a123456789": "",
    "qwertyuiop": "",
    "1qaz2wsx": "",
    "P@ssw0rd2026": "",
    "p@55word123": "",
    "aaaaaaaaaa": "",
    "abcabcabcabc": "",
    "mima123456": "",
    "xiaozhang888": "",
    "laoshi666888": "",
}
TAKEN = [
    PASSWORD,
    "a quite different one",
    "river stone lantern",
    "another one entirely",
    "kdjfhgqz",
    "窗外的梧桐树叶落",
    "Zhang likes green tea",
    "mT7-vx4q-Ld",
]


@pytest.mark.parametrize(("password", "because"), REFUSED.items(), ids=REFUSED)
def test_what_is_easily_guessed_is_refused(teacher, password, because):
    with pytest.raises(ValidationError) as problem:
        validate_password(password, teacher)
    text = " ".join(problem.value.messages)
    assert "容易被猜到" in text
    assert because in text


@pytest.mark.parametrize("password", TAKEN)
def test_what_is_not_is_taken(teacher, password):
    validate_password(password, teacher)


def test_without_a_person_the_common_ones_are_refused():
    with pytest.raises(ValidationError):
        validate_password("admin-admin")


def test_the_page_says_it_and_loses_nothing_but_the_password(teacher):
    client = Client()
    sign_in(client, "zhangyi4821")
    data = {"current": PASSWORD, "new": "zhangyi-4821", "again": "zhangyi-4821"}
    response = client.post("/account/password/", data)
    assert response.status_code == 422
    page = response.content.decode()
    assert "容易被猜到" in page
    assert "您的用户名" in page
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)
