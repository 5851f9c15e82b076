"""Filling the demonstration region with people, by the same actions as everywhere else."""

from __future__ import annotations

from santong.domains.platform.access.public import appoint
from santong.domains.platform.demonstration.accounts import ACCOUNTS, PASSWORD, WITH_SECOND_FACTOR, Account
from santong.domains.platform.identity.public import Person, create_person, give_second_factor
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, below
from santong.kit.demo import Region
from santong.lib.identity_numbers import make_identity_number

DIVISION = "990102"
VOCATIONAL = ("361", "362", "363")
"""Types of school (办学类型) of secondary vocational education."""
FIRST_PHONE = 19_900_000_001


def add_people(region: Region) -> None:
    """One account of every role, on the first county, school and class of the region."""
    places = find_places()
    for number, account in enumerate(ACCOUNTS.values()):
        person = add_person(account, places, number)
        if account.username == WITH_SECOND_FACTOR:
            give_second_factor(person)


def find_places() -> dict[str, Organisation]:
    """The organisations that the accounts belong to, by the names in `accounts.PLACES`."""
    kind = Organisation.Kind
    county = _first(kind.COUNTY_BUREAU)
    school = _first(kind.SCHOOL, county)
    return {
        "city": _first(kind.CITY_BUREAU),
        "county": county,
        "school": school,
        "class": _first(kind.CLASS, school),
        "vocational": _vocational_school() or school,
    }


def add_person(account: Account, places: dict[str, Organisation], number: int) -> Person:
    """The person, their account and their appointments."""
    home = places[account.appointments[0][1]]
    keeper = places["school"] if home == places["class"] else home
    person = create_person(
        acting=SYSTEM,
        path=keeper.path,
        username=account.username,
        name=account.name,
        password=PASSWORD,
        must_change_password=False,
        id_number=make_identity_number(DIVISION, account.born, account.sex, number).number,
        phone=str(FIRST_PHONE + number),
        sex=account.sex,
        birth_date=account.born,
    )
    for role, place in account.appointments:
        appoint(acting=SYSTEM, person=person, role=role, organisation=places[place])
    return person


def _vocational_school() -> Organisation | None:
    """Where companies train: the first school with vocational grades, if the region has one."""
    rows = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL)
    return rows.filter(school__education_type__in=VOCATIONAL).order_by("path").first()


def _first(kind: str, above: Organisation | None = None) -> Organisation:
    organisations = Organisation.objects.by_installation().filter(kind=kind)
    if above is not None:
        organisations = organisations.filter(below("path", above.path))
    return organisations.earliest("path")
