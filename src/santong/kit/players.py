"""Players: the pages that paired devices show all day, such as class screens and the big screens of officers.

    PLAYER = Player(
        Device, name="screen", folder="/screen/", script="frontend/screen.ts", style="frontend/styles/screen.css",
        claimed_at="screens:screens-new", verb="screens.new_device",
    )

A device is recognised by a cookie (`santong.kit.pairing`), not by somebody who signed in. A player gives the addresses
of its files, the view of the code that is shown until somebody enters it, and renews the credential on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django_vite.core.asset_loader import DjangoViteAssetLoader

from santong.kit.access.middleware import client_address
from santong.kit.pairing import Paired, device_by, new_paired, renew_code, renewed_cookie, set_cookie
from santong.kit.rates import seconds_to_wait

CODES_PER_MINUTE = 40
"""For one address: all panels of a school often stand behind one."""


def common_words() -> dict[str, Any]:
    """What every player says by itself, in the language that is on."""
    return {
        "weekdays": [_("Sunday"), _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday")],
        "old": [
            _("No line. This is as of %(n)s minutes ago."), _("No line. This is as of %(n)s hours ago."),
            _("No line. This is as of %(n)s days ago."),
        ],
        "unreachable": _("The platform can't be reached. Trying again by itself …"),
        "expires": _("A new code comes by itself after 15 minutes."),
    }  # fmt: skip


@dataclass(frozen=True)
class Player:
    """A page for devices of one kind.

    `name` is its cookie, `folder` the addresses that the cookie goes to and no other, `claimed_at` the page where a
    code is entered, `verb` what the audit record calls a new device, `only` the columns that recognising one reads.
    """

    model: type[Paired]
    name: str
    folder: str
    script: str
    style: str
    claimed_at: str
    verb: str
    only: Sequence[str] = ()

    @cached_property
    def files(self) -> tuple[str, str]:
        """The addresses of script and style. A new build has new ones, by which devices know it."""
        loader = DjangoViteAssetLoader.instance()
        return loader.generate_vite_asset_url(self.script), loader.generate_vite_asset_url(self.style)

    @property
    def header(self) -> str:
        """A header that pages of other sites can't send: only the player asks for codes."""
        return f"X-{self.name.capitalize()}"

    def page(
        self, request: HttpRequest, template: str, words: Callable[[], dict[str, Any]], **more: Any
    ) -> HttpResponse:
        """The page in the language of the region: a device's own is often that of its maker."""
        script, style = self.files
        with translation.override(settings.LANGUAGE_CODE):
            context = {"script": script, "style": style, "words": common_words() | words(), **more}
            return render(request, template, context)

    def cookie_of(self, request: HttpRequest) -> str:
        """The credential that a request brings; "" for none."""
        return request.COOKIES.get(self.name, "")

    def device_of(self, request: HttpRequest) -> Any:
        """The device that asks; None for a wrong cookie, one locked out, and one whose row was removed."""
        cookie = self.cookie_of(request)
        return device_by(self.model, cookie, timezone.now(), only=self.only) if cookie else None

    def renew(self, answer: HttpResponse, device: Paired, request: HttpRequest) -> None:
        """Give a device a new credential with an answer once the present one is old."""
        if renewed := renewed_cookie(device, self.cookie_of(request), timezone.now()):
            self._give(answer, renewed)

    def _give(self, answer: HttpResponse, cookie: str) -> None:
        set_cookie(answer, self.name, cookie, self.folder)

    def stamped(self, answer: HttpResponse) -> HttpResponse:
        """With the server's time in milliseconds, by which devices set their clock, and the present player."""
        answer["X-Now"] = str(int(timezone.now().timestamp() * 1000))
        answer["X-Player"] = self.files[0]
        answer["Cache-Control"] = "no-store"
        return answer

    @property
    def waiting(self) -> HttpResponse:
        """The answer to a device that belongs to nothing yet."""
        return self.stamped(JsonResponse({"state": "waiting"}, status=HTTPStatus.FORBIDDEN))

    @cached_property
    def code(self) -> Callable[[HttpRequest], HttpResponse]:
        """The view of a code, with its picture for phones: 409 for a device that is claimed, 400 for other pages."""
        return csrf_exempt(require_POST(self._code))

    def _code(self, request: HttpRequest) -> HttpResponse:
        if not request.headers.get(self.header):
            return JsonResponse({"state": "refused"}, status=HTTPStatus.BAD_REQUEST)
        if wait := seconds_to_wait(f"{self.name}-new-{client_address(request)}", CODES_PER_MINUTE):
            return JsonResponse({"state": "busy", "seconds": wait}, status=HTTPStatus.TOO_MANY_REQUESTS)
        device, cookie = self.device_of(request), self.cookie_of(request)
        if device is None:
            device, cookie = new_paired(self.model, verb=self.verb)
        elif getattr(device, f"{device.belongs}_id") is None:
            renew_code(device)
        else:
            return JsonResponse({"state": "paired"}, status=HTTPStatus.CONFLICT)
        address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse(self.claimed_at)}?code={device.code}"
        picture = segno.make(address, error="m", micro=False).svg_data_uri(border=4, light="#fff", omitsize=True)
        answer = JsonResponse({"code": device.code, "picture": picture, "address": request.get_host()})
        self._give(answer, cookie)
        return self.stamped(answer)
