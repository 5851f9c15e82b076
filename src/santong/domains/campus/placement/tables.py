"""Columns of placements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.kit.pages import Column, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

TONES = {"published": "info", "drawing": "warn", "drawn": "info", "in_force": "ok"}


class PlacementTable(Table):
    """The placements that there were."""

    grade = NameColumn(_("grade"), accessor="grade__name", order_by="grade__path")
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)
    state = TagColumn(_("state"), tones=TONES)
    number = NumberColumn(_("pupils"), accessor="number", orderable=False)
    published_at = TimeColumn(_("published"))
    drawn_at = TimeColumn(_("moment of the draw"), phone=False)
