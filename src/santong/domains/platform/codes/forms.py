"""Forms about code tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.codes.entries import BadTable, Entry, read_entries
from santong.kit.forms import DateInput
from santong.lib.sheets.faults import SHEET_FAULT_MESSAGES, UnreadableSheet

SALT = "codes.version"
LARGEST = 5 * 1024 * 1024


class VersionForm(forms.Form):
    """A file with a new version, and from when it holds."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX; the first row names the columns 代码, 名称, and if you like 上级, 启用日期, 停用日期."
        ),
    )
    version = forms.CharField(
        label=_("Version"), max_length=40, help_text=_("Such as the number and year of the standard.")
    )
    on = forms.DateField(label=_("Holds from"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        self.entries: list[Entry] = []

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB. Leave out what isn't needed."))
        try:
            self.entries = read_entries(file.read())
        except BadTable as problem:
            raise forms.ValidationError(str(problem)) from problem
        except UnreadableSheet as problem:
            text = gettext(SHEET_FAULT_MESSAGES[problem.fault]) % problem.arguments
            raise forms.ValidationError(text) from problem
        return file

    def sealed(self) -> str:
        """The checked content, for the form that confirms it: signed, so that nobody can change it."""
        rows = [
            [e.code, e.name, e.parent, _text(e.valid_from), _text(e.valid_until), e.successor] for e in self.entries
        ]
        data = [rows, self.cleaned_data["version"], self.cleaned_data["on"].isoformat()]
        return signing.dumps(data, salt=SALT, compress=True)


def _text(day: Any) -> str:
    return day.isoformat() if day else ""


def unsealed(text: str) -> tuple[list[Entry], str, date]:
    """What `VersionForm.sealed` wrote; raises `signing.BadSignature` for anything else, or after a day."""
    rows, version, on = signing.loads(text, salt=SALT, max_age=24 * 3600)
    entries = [
        Entry(code, name, parent, _day(begins), _day(ends), successor)
        for code, name, parent, begins, ends, successor in rows
    ]
    return entries, version, date.fromisoformat(on)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
