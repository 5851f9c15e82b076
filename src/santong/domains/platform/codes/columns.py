"""Columns of the lists of tables and codes."""

from django.utils.translation import gettext_lazy as _

from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TimeColumn


class CodeTableTable(Table):
    """The tables with their standards."""

    name = NameColumn(verbose_name=_("code table"), accessor=lambda row: row.label)
    standard = Column(verbose_name=_("Standard"), orderable=False)
    number = NumberColumn(verbose_name=_("Codes in force"), orderable=False)
    version = Column(verbose_name=_("version"), phone=False)
    loaded_at = TimeColumn(verbose_name=_("loaded"), phone=False)


class CodeRows(Table):
    """The codes of a table."""

    code = NameColumn(verbose_name=_("code"))
    name = Column(verbose_name=_("name of the code"))
    table = Column(verbose_name=_("code table"), accessor=lambda row: row.table.label)
    parent = Column(verbose_name=_("above"), phone=False)
    valid_from = DateColumn(verbose_name=_("in force from"))
    valid_until = DateColumn(verbose_name=_("in force until"))
    successor = Column(verbose_name=_("replaced by"), phone=False)


class CodesOfTable(Table):
    """The codes of the table whose page this is on."""

    code = NameColumn(verbose_name=_("code"))
    name = Column(verbose_name=_("name of the code"))
    parent = Column(verbose_name=_("above"), phone=False)
    valid_from = DateColumn(verbose_name=_("in force from"), phone=False)
    valid_until = DateColumn(verbose_name=_("in force until"), phone=False)
