"""Bytes, states, subtitles and allowances. Lists and details are declared in `pages`."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.files.actions import NotTaken, remove_subtitles, retry_conversion, set_subtitles
from santong.domains.platform.files.forms import SubtitleForm
from santong.domains.platform.files.models import File, Rendition, Subtitle
from santong.domains.platform.files.queries import Unreadable, may_save, own_file, readable_file, rendition_of
from santong.domains.platform.files.serving import ACTIVE, Stored, send
from santong.domains.platform.files.showing import show
from santong.kit.http import Request
from santong.kit.media import plays_media
from santong.kit.pages.edits import Edit

SALT = "files.sandbox"
SANDBOX_SECONDS = 600
KEEP_RENDITION = 600
MEDIA_TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl", ".mp4": "video/mp4", ".m4a": "audio/mp4", ".jpg": "image/jpeg",
    ".webp": "image/webp", ".vtt": "text/vtt", ".json": "application/json", ".txt": "text/plain",
    ".pdf": "application/pdf",
}  # fmt: skip
"""Types of what the conversions write."""
SHOWN_AS_IT_IS = ("image", "video", "audio", "text")
"""Kinds of which players show the original itself; of documents they show pictures of the pages."""


def stored(file: File) -> Stored:
    """A file's own bytes as they are sent; 404 while there are none."""
    if file.blob is None:
        raise Http404(str(file.pk))
    return Stored(file.blob.name, file.blob.size, file.blob.media_type, file.name, file.blob.sha256)


@login_required
@require_safe
@xframe_options_sameorigin
def content(request: Request, pk: int) -> HttpResponseBase:
    """The original, shown in the browser where that is safe; something active from the other origin, if any."""
    file = readable_file(request.viewer, pk)
    found = stored(file)
    if not (found.is_shown and file.kind in SHOWN_AS_IT_IS) and not may_save(request.viewer, file):
        return _stays_here(request)
    if settings.FILES_ORIGIN and found.media_type in ACTIVE:
        token = signing.dumps(pk, salt=SALT)
        return redirect(settings.FILES_ORIGIN + reverse("files:sandboxed", args=[token]))
    return send(request, found)


@login_required
@require_safe
def download(request: Request, pk: int) -> HttpResponseBase:
    """The original, to be saved by whoever may carry a copy away."""
    file = readable_file(request.viewer, pk)
    if not may_save(request.viewer, file):
        return _stays_here(request)
    return send(request, stored(file), download=True)


def _stays_here(request: Request) -> HttpResponse:
    """Why something that one may look at isn't given away."""
    return render(request, "files/stays_here.html", status=403)


@require_safe
def sandboxed(request: Request, token: str) -> HttpResponseBase:
    """Something active, at an origin where nobody is signed in; the address itself is the right to read it."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=SANDBOX_SECONDS)
    except signing.BadSignature as problem:
        raise Http404("token") from problem
    file = File.with_removed.noted([pk]).select_related("blob").get()
    return send(request, stored(file))


@login_required
@require_safe
@xframe_options_sameorigin
def rendition(request: Request, pk: int, kind: str, name: str) -> HttpResponseBase:
    """A file of something that was made from a file."""
    file = readable_file(request.viewer, pk)
    try:
        row = rendition_of(file, kind)
    except Unreadable as problem:
        raise Http404(kind) from problem
    if name not in row.names:
        raise Http404(name)
    if kind == Rendition.Kind.PDF and not may_save(request.viewer, file):
        return _stays_here(request)
    place = f"{row.folder}/{name}"
    media_type = MEDIA_TYPES["." + name.rpartition(".")[2]]
    return send(request, Stored(place, row.sizes[name], media_type, name, f"{row.folder[-12:]}-{name}", KEEP_RENDITION))


@login_required
@require_safe
def state(request: Request, pk: int) -> JsonResponse:
    """How a file of one's own is: for the island that uploads."""
    file = own_file(request.viewer, pk)
    told = {
        "id": file.pk,
        "name": file.name,
        "state": file.state,
        "label": file.get_state_display(),
        "reason": file.reason,
    }
    return JsonResponse({**told, "url": reverse("files:files-detail", args=[file.pk])})


@login_required
@require_safe
def shown(request: Request, pk: int) -> HttpResponse:
    """The part of a page that shows a file; it asks again while something is being made."""
    return render(request, "files/show.html", {"shown": show(request.viewer, pk)})


@login_required
@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    """Convert again what failed."""
    file = own_file(request.viewer, pk)
    retry_conversion(acting=request.viewer, file=file)
    messages.success(request, _("The conversion starts again."))
    return redirect("files:files-detail", pk)


@login_required
@require_safe
def subtitle(request: Request, pk: int, language: str) -> HttpResponse:
    """Subtitles as WebVTT."""
    file = readable_file(request.viewer, pk)
    row = Subtitle.objects.belonging_to(file=file).filter(language=language).first()
    if row is None:
        raise Http404(language)
    response = HttpResponse(row.text, content_type="text/vtt; charset=utf-8")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@plays_media
@login_required
@require_http_methods(["GET", "POST"])
def edit_subtitle(request: Request, pk: int, language: str = "") -> HttpResponse:
    """Write or upload subtitles beside the video."""
    file = own_file(request.viewer, pk)
    rows = Subtitle.objects.visible_to(request.viewer).filter(file=file, language=language)
    edit = Edit(
        request,
        rows.first(),
        lambda row, data: SubtitleForm(data, None if data is None else request.FILES, subtitle=row),
    )
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid() and _set_subtitles(request, file, edit.form):
                return redirect("files:files-detail", pk)
    context = {"file": file, "form": edit.form, "edit": edit, "row": edit.row, "shown": show(request.viewer, pk)}
    return render(request, "files/subtitles.html", context, status=edit.status)


def _set_subtitles(request: Request, file: File, form: SubtitleForm) -> bool:
    data = form.cleaned_data
    try:
        set_subtitles(acting=request.viewer, file=file, language=data["language"], track=data["track"])
    except NotTaken as problem:
        form.add_error("upload" if data["upload"] else "text", str(problem))
        return False
    messages.success(request, _("The subtitles are saved."))
    return True


@login_required
@require_POST
def remove_subtitle(request: Request, pk: int, language: str) -> HttpResponse:
    """Take subtitles away."""
    file = own_file(request.viewer, pk)
    row = Subtitle.objects.visible_to(request.viewer).filter(file=file, language=language).first()
    if row is None:
        raise Http404(language)
    remove_subtitles(acting=request.viewer, subtitle=row)
    messages.success(request, _("The subtitles are gone."))
    return redirect("files:files-detail", pk)
