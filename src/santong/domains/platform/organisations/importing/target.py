"""Lists of organisations as bureaus keep them, for the import wizard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.actions import create_organisation, create_school
from santong.domains.platform.organisations.fields import PlaceField
from santong.domains.platform.organisations.importing.cells import KINDS, NO_TYPE, read_cells, school_types
from santong.domains.platform.organisations.importing.judging import (
    CHANGED,
    NO_DIVISION,
    OTHER_NAME,
    WRONG_PLACE,
    Known,
    Plan,
    Seen,
    judge,
)
from santong.domains.platform.organisations.models import Kind, Organisation
from santong.kit.access import Viewer
from santong.kit.imports.targets import (
    Context,
    ContextForm,
    ImportTarget,
    PlannedRow,
    Sheet,
    TargetField,
    Verdict,
)
from santong.kit.imports.written import Written, change_all, created
from santong.lib.sheets.known_fields import KNOWN_HEADINGS


class OrganisationContext(ContextForm):
    """Where the rows belong, and what they are, when a row doesn't say."""

    parent = PlaceField(
        Organisation.objects.none(),
        label=_("belongs to"),
        help_text=_("Rows that name no other organisation are placed here."),
    )
    kind = forms.ChoiceField(
        label=_("kind"),
        choices=[(kind.value, kind.label) for kind in Kind if kind in KINDS],
        initial=Kind.SCHOOL,
        help_text=_("For rows that name no kind."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        places = Organisation.objects.visible_to(viewer, "organisations.change").select_related("parent")
        choice = self.fields["parent"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = places.exclude(kind__in=(Kind.GRADE, Kind.CLASS)).order_by("path")
        choice.initial = choice.queryset.first()


class OrganisationImport(ImportTarget):
    """Bureaus, schools, unions, departments. Found again by code, else by name below the same parent."""

    name = "organisations"
    label = _("Organisations")
    permission = "organisations.change"
    context_form = OrganisationContext
    derived = frozenset({"organisations.schoolprofile", "organisations.organisationcount"})
    fields = (
        TargetField(
            "name",
            (*KNOWN_HEADINGS["school_name"], "机构名称", "组织名称", "部门名称", "名称", "name"),
            is_key=True,
            label=_("name of the organisation"),
            required=True,
        ),
        TargetField("short_name", ("简称", "学校简称", "单位简称", "short name"), label=_("short name")),
        TargetField("kind", ("类型", "机构类型", "组织类型", "单位类别", "kind"), fills_down=True, label=_("kind")),
        TargetField("code", (*KNOWN_HEADINGS["school_code"], "代码", "机构代码", "code"), is_key=True, label=_("code")),
        TargetField(
            "parent",
            ("上级单位", "上级机构", "隶属单位", "主管部门", "主管单位", "所属县区", "所属单位", "belongs to"),
            fills_down=True,
            label=_("belongs to"),
        ),
        TargetField(
            "education_type",
            ("办学类型", "办学类别", "学校类型", "学校类别", "办学类型码", "school type"),
            label=_("type of school"),
        ),
        TargetField("division", ("行政区划代码", "区划代码", "行政区划", "division"), label=_("division")),
    )
    messages = {
        OTHER_NAME: _("This code belongs to “%(name)s”. Correct the code, or rename the organisation on its own page."),
        WRONG_PLACE: _("A %(kind)s can't stand below a %(parent)s. Choose another place."),
        NO_TYPE: _("No type of school is called so. Write one such as 小学, 初级中学 or 九年一贯制学校, or its code."),
        NO_DIVISION: _("A division code has six digits (GB/T 2260)."),
    }

    def place(self, context: Context) -> str:
        parent = Organisation.objects.open_to_everyone()
        return str(parent.values_list("path", flat=True).get(pk=context["parent"]))

    def list_url(self, context: Context) -> str:
        return reverse("organisations:organisations")

    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        seen, types = Seen(), school_types()
        home = Organisation.objects.open_to_everyone().get(pk=context["parent"])
        for rows in sheet.chunks():
            cells = [read_cells(row, context["kind"], types) for row in rows]
            known = Known.among(cells, home, acting)
            yield [judge(own, known, seen) for own in cells]

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        written: list[Written] = []
        made: dict[int, Organisation] = {}
        for row in rows:
            if row.verdict is Verdict.CREATE:
                plan: Plan = row.values
                parent = plan.parent if isinstance(plan.parent, Organisation) else made[plan.parent]
                made[row.index] = _create(acting, parent, plan.fields)
                written.append(created(made[row.index]))
        changed = [row.values for row in rows if row.verdict is Verdict.CHANGE]
        return written + change_all(changed, CHANGED)


def _create(acting: Viewer, parent: Organisation, fields: Mapping[str, Any]) -> Organisation:
    """Schools with their type; the others have none."""
    rest = {name: value for name, value in fields.items() if name not in ("kind", "education_type")}
    if fields["kind"] != Kind.SCHOOL:
        return create_organisation(acting=acting, kind=fields["kind"], parent=parent, **rest)
    return create_school(acting=acting, parent=parent, education_type=fields["education_type"], **rest)
