"""Forms of the wizard's first steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from santong.kit.imports.sheet_choice import FurtherSheet
from santong.kit.imports.targets import ImportTarget
from santong.lib.sheets.books import DEFAULT_LIMITS
from santong.lib.sheets.columns import Column

_MEGABYTE = 2**20


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, XLS, ODS or CSV, as it is: title rows, totals and signatures are recognised."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt,.fet"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > DEFAULT_LIMITS.file_megabytes * _MEGABYTE:
            text = _("The file has %(size)s MB, at most %(limit)s MB are read. Split it by grade or school.")
            figures = {"size": file.size // _MEGABYTE, "limit": DEFAULT_LIMITS.file_megabytes}
            raise forms.ValidationError(text, params=figures)
        return file


class HeadingsForm(forms.Form):
    """Which sheet, and which row holds the headings (numbers from 0)."""

    sheet = forms.IntegerField(min_value=0)
    first = forms.IntegerField(min_value=0)
    rows = forms.ChoiceField(choices=[("1", _("one row")), ("2", _("two rows"))])

    def __init__(self, *args: Any, heights: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heights = heights

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sheet, first = data.get("sheet"), data.get("first")
        if sheet is None or first is None or "rows" not in data:
            raise forms.ValidationError(_("Choose the row with the headings."))
        if sheet >= len(self.heights) or first + int(data["rows"]) >= self.heights[sheet]:
            raise forms.ValidationError(_("Below these headings there is no row of data. Choose another row."))
        data["last"] = first + int(data["rows"]) - 1
        return data


class ColumnsForm(forms.Form):
    """Which field each column holds; no field twice, and none that is needed left out."""

    def __init__(
        self,
        *args: Any,
        target: ImportTarget,
        columns: Sequence[Column],
        sheets: Sequence[FurtherSheet] = (),
        chosen: Sequence[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.target, self.columns = target, columns
        if readable := [(each.number, each.grid.name) for each in sheets if each.header]:
            self.fields["sheets"] = forms.TypedMultipleChoiceField(
                label=_("Further sheets to be read"), coerce=int, choices=readable, required=False, initial=list(chosen)
            )
        choices = [("", _("not used")), *((each.name, each.label) for each in target.fields)]
        for column in columns:
            self.fields[self.key(column)] = forms.ChoiceField(
                label=column.heading, choices=choices, required=False, initial=column.field or ""
            )

    @staticmethod
    def key(column: Column) -> str:
        """The name of a column's input."""
        return f"column{column.index}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        labels = {each.name: each.label for each in self.target.fields}
        seen: set[str] = set()
        for column in self.columns:
            name = data.get(self.key(column))
            if name and name in seen:
                text = _("“%(field)s” is chosen for two columns. Keep one of them.")
                self.add_error(self.key(column), forms.ValidationError(text, params={"field": labels[name]}))
            seen.add(name or "")
        for missing in [each for each in self.target.fields if each.required and each.name not in seen]:
            text = _("No column is chosen for “%(field)s”, which is needed.")
            self.add_error(None, forms.ValidationError(text, params={"field": missing.label}))
        return data

    @property
    def mapping(self) -> list[str | None]:
        """The valid answer, as `ImportRun.mapping` keeps it."""
        return [self.cleaned_data[self.key(column)] or None for column in self.columns]

    @property
    def sheets(self) -> list[int]:
        """The valid answer which further sheets are read."""
        return self.cleaned_data.get("sheets", [])


class DecisionForm(forms.Form):
    """What to do with a row or one of its cells."""

    kind = forms.ChoiceField(
        choices=[(each, each) for each in ("accepted", "typed", "left_out", "open")], required=False
    )
    field = forms.CharField(max_length=40, required=False)
    text = forms.CharField(max_length=500, required=False, strip=False)
    show = forms.CharField(max_length=20, required=False)
    answer = forms.CharField(max_length=40, required=False)

    def clean_answer(self) -> str:
        """An answer chosen for a question is accepted like a proposal."""
        answer = str(self.cleaned_data["answer"])
        if answer:
            self.cleaned_data["kind"] = "accepted"
        elif not self.cleaned_data.get("kind"):
            raise forms.ValidationError(_("Choose what becomes of the rows."))
        return answer
