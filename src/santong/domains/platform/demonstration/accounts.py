"""The accounts of the demonstration region: one of every role, and one person with two identities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import Label
from santong.lib.sexes import Sex

PASSWORD = "yunling-2026"  # noqa: S105 - shown on the page; every person it opens is invented
WITH_SECOND_FACTOR = "security"
"""The account that has one, so that signing in with it can be tried; the page shows the code."""
PLACES = ("city", "county", "school", "class", "vocational")


@dataclass(frozen=True)
class Account:
    """An invented person: `appointments` are roles at one of `PLACES`, the first is the main one."""

    username: str
    name: str
    sex: Sex
    born: date
    appointments: tuple[tuple[str, str], ...]
    what: Label

    @property
    def role(self) -> str:
        """The role that the person shows."""
        return self.appointments[0][0]


@dataclass(frozen=True)
class Group:
    """Accounts that belong together on the page."""

    label: Label
    accounts: tuple[Account, ...]


GROUPS = (
    Group(
        _("School"),
        (
            Account(
                "principal",
                "顾远山",
                Sex.MALE,
                date(1974, 5, 12),
                (("principal", "school"),),
                _("See the whole school and what needs doing"),
            ),
            Account(
                "affairs",
                "沈若兰",
                Sex.FEMALE,
                date(1981, 9, 3),
                (("teaching_affairs", "school"),),
                _("Keep classes, people and the term in order"),
            ),
            Account(
                "school-it",
                "罗志强",
                Sex.MALE,
                date(1988, 2, 20),
                (("school_it", "school"),),
                _("Add people, hand out accounts, appoint"),
            ),
            Account(
                "class-teacher",
                "陈雪梅",
                Sex.FEMALE,
                date(1985, 11, 8),
                (("class_teacher", "class"), ("subject_teacher", "class")),
                _("Lead a class and teach in it"),
            ),
            Account(
                "teacher",
                "杜文涛",
                Sex.MALE,
                date(1990, 7, 1),
                (("subject_teacher", "class"), ("parent", "class")),
                _("Teach a subject; also a parent: switch the identity at the top right"),
            ),
        ),
    ),
    Group(
        _("Family"),
        (
            Account(
                "pupil",
                "苏晓晨",
                Sex.FEMALE,
                date(2013, 4, 16),
                (("pupil", "class"),),
                _("See what a pupil sees"),
            ),
            Account(
                "parent",
                "苏建平",
                Sex.MALE,
                date(1983, 1, 27),
                (("parent", "class"),),
                _("Follow one's child"),
            ),
        ),
    ),
    Group(
        _("Bureau"),
        (
            Account(
                "bureau",
                "孟庆林",
                Sex.MALE,
                date(1976, 8, 19),
                (("bureau_officer", "city"),),
                _("Look across all counties and schools"),
            ),
            Account(
                "county",
                "田秀英",
                Sex.FEMALE,
                date(1979, 3, 30),
                (("county_officer", "county"),),
                _("Look after the schools of one county"),
            ),
            Account(
                "inspector",
                "姜正平",
                Sex.MALE,
                date(1968, 6, 6),
                (("inspector", "county"),),
                _("Visit schools and read their figures"),
            ),
        ),
    ),
    Group(
        _("Running the platform"),
        (
            Account(
                "admin",
                "周向东",
                Sex.MALE,
                date(1986, 10, 10),
                (("region_administrator", "city"),),
                _("Set up the region: organisations and people"),
            ),
            Account(
                "security",
                "秦玉洁",
                Sex.FEMALE,
                date(1984, 12, 24),
                (("security_officer", "city"),),
                _("See who holds which role"),
            ),
            Account(
                "auditor",
                "严立新",
                Sex.MALE,
                date(1972, 4, 4),
                (("auditor", "city"),),
                _("Read who changed what and when"),
            ),
            Account(
                "tutor",
                "韩建军",
                Sex.MALE,
                date(1980, 5, 1),
                (("enterprise_tutor", "vocational"),),
                _("Guide trainees from a company"),
            ),
        ),
    ),
)
ACCOUNTS = {account.username: account for group in GROUPS for account in group.accounts}
