"""The code tables that the platform knows, with the standard that each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DIVISION = "division"


@dataclass(frozen=True)
class TableInfo:
    """A code table: its name in the code base, what people call it, its standard."""

    name: str
    label: str | Promise
    standard: str


_TABLES = (
    TableInfo("education_type", _("Types of schools"), "JY/T 1001—2012"),
    TableInfo("school_category", _("Categories of school identification codes"), "学校（机构）代码编制规则"),
    TableInfo("subject", _("Subjects"), "JY/T 1002—2012"),
    TableInfo("class_type", _("Types of classes"), "JY/T 1002—2012"),
    TableInfo("urban_rural", _("Urban and rural areas"), "统计用城乡分类代码"),
    TableInfo("sex", _("Sex"), "GB/T 2261.1—2003"),
    TableInfo("ethnic_group", _("Ethnic groups"), "GB/T 3304—1991"),
    TableInfo(DIVISION, _("Administrative divisions"), "GB/T 2260"),
)
TABLES = MappingProxyType({table.name: table for table in _TABLES})
"""By name, in the order in which they are shown."""
