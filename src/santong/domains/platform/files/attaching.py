"""A form field for files: chosen, dropped, uploaded while the rest of the form is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.models import File
from santong.domains.platform.files.queries.files import own_files
from santong.kit.access import NOBODY, Viewer
from santong.lib.whole_numbers import whole_number, whole_numbers


class FilesWidget(forms.Widget):
    """The island "upload" with one hidden input for each file; `accept` is what the chooser offers first."""

    def __init__(self, *, accept: str = "", most: int = 0) -> None:
        super().__init__()
        self.accept, self.most = accept, most
        self.viewer: Viewer = NOBODY

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name, []))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # without any file nothing is posted, and that is an answer

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        ids = _ids(value)
        rows = own_files(self.viewer).in_bulk(ids) if ids else {}
        chosen = [rows[pk] for pk in ids if pk in rows]
        context = {
            "name": name,
            "chosen": chosen,
            "accept": self.accept,
            "most": self.most,
            "id": (attrs or {}).get("id"),
            "limit": settings.FILES_LIMIT_BYTES,
        }
        return render_to_string("files/upload_field.html", context)


def _ids(value: Any) -> list[int]:
    return whole_numbers(str(item.pk if isinstance(item, File) else item) for item in value or ())


class FilesField(forms.Field):
    """The viewer's own files, in the order chosen: a list of `File`.

        def __init__(self, *args, viewer, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["files"].viewer = viewer

    Files that are still being checked are taken; those on their way or refused are an error.
    """

    widget = FilesWidget
    default_error_messages = {
        "unknown": _("A file is no longer there. Choose it again."),
        "uploading": _("%(name)s is still being uploaded. Wait until it is complete, then send again."),
        "refused": _("%(name)s was not taken in: %(reason)s"),
        "many": _("At most %(most)s files are possible here."),
    }

    def __init__(self, *, most: int = 0, accept: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", FilesWidget(accept=accept, most=most))
        super().__init__(**kwargs)
        self.most = most

    @property
    def viewer(self) -> Viewer:
        """Whose files may be chosen."""
        return self.widget.viewer  # type: ignore[attr-defined,no-any-return]

    @viewer.setter
    def viewer(self, viewer: Viewer) -> None:
        self.widget.viewer = viewer  # type: ignore[attr-defined]

    def clean(self, value: Sequence[str] | None) -> list[File]:
        """Raises ValidationError when one can't be attached."""
        texts = [text for text in dict.fromkeys(map(str, value or ())) if text]
        if self.required and not texts:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.most and len(texts) > self.most:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": self.most})
        rows = own_files(self.viewer).in_bulk(_ids(texts))
        return [self._usable(rows.get(whole_number(text))) for text in texts]

    def _usable(self, file: File | None) -> File:
        if file is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if file.state in (File.State.UPLOADING, File.State.REFUSED):
            params = {"name": file.name, "reason": file.reason}
            raise ValidationError(self.error_messages[file.state], code=file.state, params=params)
        return file

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _ids(initial) != _ids(data)
