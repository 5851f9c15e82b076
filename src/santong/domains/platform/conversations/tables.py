"""Columns of lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.kit.pages import Column, NameColumn, Table


class RulesTable(Table):
    """What schools have decided."""

    school = NameColumn(_("school"), accessor="school__name", order_by="path")
    tells_from = Column(_("staff are told from"))
    tells_until = Column(_("staff are told until"))
