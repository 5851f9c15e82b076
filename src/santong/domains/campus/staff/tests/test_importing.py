"""Lists of classes and of people in charge keep what holds for every simple import."""

from __future__ import annotations

from datetime import date

import pytest

from santong.domains.campus.staff.importing import ClassImport, InChargeImport
from santong.domains.campus.staff.models import Post, Staff, Teaching
from santong.domains.campus.staff.public import NewStaff, employ
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.domains.platform.organisations.public import (
    ClassProfile,
    GradeProfile,
    Organisation,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM
from santong.kit.testing.importing import ModelImportContract
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex

pytestmark = pytest.mark.django_db
NUMBER = make_identity_number("990102", date(1980, 5, 1), Sex.MALE, 7).number


@pytest.fixture
def city() -> Organisation:
    return create_organisation(acting=SYSTEM, kind="city_bureau", name="清江市教育局", parent=None)


@pytest.fixture
def school(city) -> Organisation:
    made = create_school(acting=SYSTEM, name="清江市第一小学", parent=city, code="2199000001", education_type="211")
    for name in ("甘乐然", "苗雨"):
        [person] = create_people(acting=SYSTEM, drafts=[NewPerson(name, made.path)])
        employ(acting=SYSTEM, school=made, drafts=[NewStaff(person=person)], day=date(2026, 9, 1))
    return made


class TestClassImport(ModelImportContract):
    target = ClassImport()
    row = {"grade": "三年级", "class": "2班", "class_teacher": "甘乐然"}
    makes = (Organisation, GradeProfile, ClassProfile, Teaching)

    @pytest.fixture
    def context(self, school):
        return {"school": school.pk}


class TestInChargeImport(ModelImportContract):
    target = InChargeImport()
    row = {
        "organisation": "清江市第一小学", "code": "", "name": "石川", "role": "校长", "identity_number": NUMBER,
        "sex": "男", "phone": "19900000001",
    }  # fmt: skip
    makes = (Appointment, Person, Staff, Post)

    @pytest.fixture
    def context(self, city, school):
        return {"bureau": city.pk}
