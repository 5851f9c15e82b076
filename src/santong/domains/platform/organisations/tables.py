"""Columns of organisation lists."""

from django.utils.translation import gettext_lazy as _

from santong.kit.pages import Column, DateColumn, NameColumn, Table


class OrganisationTable(Table):
    """Bureaus, schools, unions and departments."""

    name = NameColumn(verbose_name=_("name"), below="code")
    kind = Column(verbose_name=_("kind"))
    parent = Column(verbose_name=_("belongs to"), accessor="parent__name", order_by="path")
    division = Column(verbose_name=_("division"), phone=False)
    valid_from = DateColumn(verbose_name=_("valid from"), phone=False)
