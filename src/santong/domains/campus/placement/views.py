"""The record by which anybody draws again."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from santong.domains.campus.placement.drawing import record_of
from santong.domains.campus.placement.models import Placement
from santong.kit.http import Request
from santong.lib import class_placement, lots

HOW = "README.txt"


@login_required
@require_safe
def record(request: Request, pk: int) -> HttpResponse:
    """An archive with the list and what was drawn, without names, and the program that draws again from it."""
    placement = request.viewer.get(Placement, pk)
    if placement.is_draft:
        raise Http404
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("record.json", json.dumps(record_of(placement), ensure_ascii=False, indent=1))
        archive.writestr(HOW, _("With Python 3.11 or newer, in this folder: python class_placement.py record.json"))
        for module in (lots, class_placement):
            archive.write(str(module.__file__), Path(str(module.__file__)).name)
    response = HttpResponse(file.getvalue(), content_type="application/zip")
    name = f"{_('Class placement')} {placement.grade}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.zip"
    return response
