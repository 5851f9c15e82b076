"""The empty sheet of a target."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from santong.kit.http import Request
from santong.kit.imports.targets import ImportTarget
from santong.kit.pages.exports import export_response


def blank_sheet(request: Request, target: ImportTarget) -> StreamingHttpResponse:
    """One row: the usual heading of every field."""
    heads = [each.synonyms[0] for each in target.fields]
    name = _("Template for %(kind)s") % {"kind": target.label}
    return export_response(request, [heads], name=name, kind="xlsx")
