"""Columns of organisation lists."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.codes.public import names
from santong.domains.platform.organisations.models import School
from santong.domains.platform.organisations.models.tree import STATUSES
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, tag


class StatusColumn(Column):
    """Whether an organisation exists, as a coloured tag."""

    def __init__(self) -> None:
        super().__init__(verbose_name=_("Status"), accessor="status", orderable=False)

    def render(self, value: str, record: School) -> str:
        label, tone = STATUSES[value]
        return tag(tone, label)

    def value(self, value: str, record: School) -> str:
        return str(record.status_label)


class OrganisationTable(Table):
    """Bureaus, schools, unions and departments."""

    name = NameColumn(verbose_name=_("name of the organisation"), below="code")
    kind = Column(verbose_name=_("kind"))
    parent = Column(verbose_name=_("belongs to"), accessor="parent__name", order_by="path")
    division = Column(verbose_name=_("division"), phone=False)
    valid_from = DateColumn(verbose_name=_("valid from"), phone=False)


def type_of(school: School) -> str:
    """The type of a school in words."""
    code = school.school.education_type
    return names("education_type").get(code, code)


def stages_of(school: School) -> str:
    """The stages of a school in words."""
    return "、".join(str(stage.label) for stage in school.school.stage_list)


class SchoolTable(Table):
    """The schools of the region."""

    name = NameColumn(verbose_name=_("school"), below="code")
    parent = Column(verbose_name=_("belongs to"), accessor="parent__name", order_by="path")
    type = Column(verbose_name=_("type of school"), accessor=type_of, order_by="school__education_type")
    stages = Column(verbose_name=_("stages"), accessor=stages_of, phone=False)
    head = Column(verbose_name=_("principal"), accessor="head", orderable=False)
    pupils = NumberColumn(verbose_name=_("Pupils"), accessor="pupil_total")
    staff = NumberColumn(verbose_name=_("Staff"), accessor="staff_total")
    status = StatusColumn()
    ownership = Column(verbose_name=_("run by"), accessor="school__ownership", phone=False)
    address = Column(verbose_name=_("postal address"), accessor="school__address", phone=False)


class ClassTable(Table):
    """The classes of a school."""

    name = NameColumn(verbose_name=_("class"))
    entry_year = Column(verbose_name=_("entry year"), accessor="class_profile__entry_year")
    class_type = Column(
        verbose_name=_("type of class"),
        accessor=lambda row: names("class_type").get(row.class_profile.class_type, row.class_profile.class_type),
    )
    pupils = NumberColumn(verbose_name=_("Pupils"), accessor="pupil_total")
