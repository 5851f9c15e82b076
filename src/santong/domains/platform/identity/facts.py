"""What forms may take from the record of a person: the name, and the phone number with its middle hidden."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity.models import Person
from santong.domains.platform.organisations.public import schools_of
from santong.kit.facts import PersonFact

RECORD = _("Personal record")


def _people(keys: Collection[int]) -> list[Person]:
    return list(Person.objects.noted(keys))


def _names(keys: Collection[int]) -> Mapping[int, str]:
    return {person.pk: person.name for person in _people(keys)}


def _phones(keys: Collection[int]) -> Mapping[int, str]:
    return {person.pk: person.masked_phone for person in _people(keys) if person.masked_phone}


def _schools(keys: Collection[int]) -> Mapping[int, str]:
    people = _people(keys)
    schools = schools_of(person.path for person in people if person.path)
    return {person.pk: schools[person.path].name for person in people if person.path in schools}


FACTS = (
    PersonFact("name", _("Name"), RECORD, _names, words=("姓名", "名字", "name", "full name"), order=10),
    PersonFact(
        "school", _("School"), RECORD, _schools, words=("学校", "单位", "工作单位", "学校名称", "school"), order=20
    ),
    PersonFact(
        "phone",
        _("Phone number (middle hidden)"),
        RECORD,
        _phones,
        words=("电话", "手机", "手机号", "手机号码", "联系电话", "电话号码", "联系方式", "phone", "phone number"),
        sensitive="phone",
        order=50,
    ),
)
