"""Columns of lists of pupils, guardians and transfers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn
from santong.lib.ethnic_groups import ETHNIC_GROUPS

STATUS_TONES = {"enrolled": "ok", "suspended": "warn", "transferred": "neutral", "graduated": "info", "left": "neutral"}


def ethnic_group(pupil: Any) -> str:
    """The name of the code."""
    return ETHNIC_GROUPS.get(pupil.ethnic_group, "")


def masked_number(pupil: Pupil) -> str:
    """The identity number with its middle hidden."""
    return pupil.person.masked_id_number


def guardian_phone(link: Guardianship) -> str:
    """The phone number with its middle hidden."""
    return link.guardian.masked_phone


class PupilTable(Table):
    """Pupils of whatever the viewer may see; numbers stay masked, in exports too."""

    name = NameColumn(_("name"), accessor="person__name", order_by="person__pinyin", below="person__username")
    sex = Column(_("sex"), accessor="person__sex", orderable=False)
    school_class = Column(_("class"), accessor="school_class__name", order_by="path")
    school = Column(_("school"), accessor="school__name", orderable=False, phone=False)
    status = TagColumn(_("status"), tones=STATUS_TONES)
    birth_date = DateColumn(_("birth date"), accessor="person__birth_date", phone=False)
    ethnic_group = Column(_("ethnic group"), accessor=ethnic_group, phone=False)
    id_number = Column(_("identity number"), accessor=masked_number, phone=False)


class RosterTable(Table):
    """Pupils of one class."""

    name = NameColumn(_("name"), accessor="person__name", order_by="person__pinyin")
    sex = Column(_("sex"), accessor="person__sex", orderable=False)
    status = TagColumn(_("status"), tones=STATUS_TONES)
    birth_date = DateColumn(_("birth date"), accessor="person__birth_date", phone=False)
    class_since = DateColumn(_("in this class since"), phone=False)


class GuardianTable(Table):
    """The guardians of one pupil."""

    name = NameColumn(_("name"), accessor="guardian__name", orderable=False)
    relation = Column(_("relation"), orderable=False)
    phone = Column(_("phone"), accessor=guardian_phone)
    source = Column(_("source"), orderable=False, phone=False)
    since = DateColumn(_("since"), orderable=False, phone=False)
    ended_on = DateColumn(_("ended on"), orderable=False, phone=False)


class ClassPlaceTable(Table):
    """The classes that a pupil was in."""

    class_name = NameColumn(_("class"), orderable=False)
    since = DateColumn(_("from"), orderable=False)
    until = DateColumn(_("until"), orderable=False)


class RollChangeTable(Table):
    """What happened to a pupil's place on the roll."""

    kind = NameColumn(_("kind"), orderable=False)
    day = DateColumn(_("day"), orderable=False)
    from_place = Column(_("out of"), orderable=False)
    to_place = Column(_("into"), orderable=False)
    reason = Column(_("reason"), orderable=False, phone=False)


class TransferTable(Table):
    """Transfers from and to the schools that the viewer keeps."""

    pupil = NameColumn(_("pupil"), accessor="pupil__person__name", order_by="pupil__person__pinyin")
    from_school = Column(_("sending school"), accessor="from_school__name", orderable=False)
    to_school = Column(_("receiving school"), accessor="to_school__name", orderable=False)
    state = TagColumn(_("state"), tones={"asked": "warn", "accepted": "ok", "refused": "bad", "withdrawn": "neutral"})
    asked_on = DateColumn(_("asked on"))
    decided_on = DateColumn(_("decided on"), phone=False)
