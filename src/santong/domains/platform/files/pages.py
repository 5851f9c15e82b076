"""The list of one's own files, and the page of one."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.actions import rename_file
from santong.domains.platform.files.filters import FileFilter
from santong.domains.platform.files.forms import RenameForm
from santong.domains.platform.files.models import File, Subtitle
from santong.domains.platform.files.queries import address_of
from santong.domains.platform.files.showing import shown
from santong.domains.platform.files.tables import FileTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.media import plays_media
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, TemplatePanel

PLAYED = ("video", "audio")


def preview(request: Request, row: File) -> dict[str, Any] | None:
    """What the preview needs."""
    return {"shown": shown(row)}


def kind_of(row: File) -> SafeString:
    """What the file is, in words with its ending; for those who look for it, the media type below."""
    ending = PurePath(row.name).suffix.lstrip(".").upper()
    words = f"{row.get_kind_display()} · {ending}" if ending else row.get_kind_display()
    return format_html('{} <small class="muted">{}</small>', words, row.media_type)


def subtitles(request: Request, row: File) -> dict[str, Any] | None:
    """The subtitles of a recording; nothing for other kinds."""
    return {"subtitles": Subtitle.objects.belonging_to(file=row)} if row.kind in PLAYED and row.is_ready else None


def description(request: Request, row: File) -> dict[str, Any] | None:
    """What a package says of itself."""
    return {"details": row.blob.details} if row.blob and "package" in row.blob.details else None


class FilePages(ModelPages):
    """One's own files."""

    model = File
    name = "files"
    namespace = "files"
    title = _("My files")
    icon = "folder"
    table = FileTable
    filterset = FileFilter
    form = RenameForm
    change = "files.upload"
    remove = "files.upload"
    sort = "-id"
    list_template = "files/list.html"
    empty_text = _("Drop files on the field above; they stay here for lessons, homework and the library.")
    detail_actions = (
        PageAction(
            _("Save a copy"),
            lambda row: address_of(row, download=True),
            icon="download",
            shown=lambda viewer, row: row.is_ready,
        ),
    )
    panels = (
        TemplatePanel(_("Preview"), template="files/preview.html", context=preview),
        TemplatePanel(_("Contents of the package"), template="files/package.html", context=description),
        TemplatePanel(_("Subtitles"), template="files/subtitle_list.html", context=subtitles),
        FactsPanel(
            _("About the file"),
            side=True,
            facts=(
                Fact(kind_of, _("kind")),
                Fact(lambda row: filesizeformat(row.size), _("size")),
                "state",
                "created_at",
            ),
        ),
    )

    def urls(self) -> list[URLPattern]:
        """The page of a file plays it."""
        found = super().urls()
        for pattern in found:
            if pattern.name == "files-detail":
                pattern.callback = plays_media(pattern.callback)
        return found

    def place(self, row: Any) -> str | None:
        return None  # one's own, whatever identity one is in

    def save(self, acting: Viewer, form: Any, row: Any) -> File:
        return rename_file(acting=acting, file=row, name=form.cleaned_data["name"])
