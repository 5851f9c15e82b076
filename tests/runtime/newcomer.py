"""What a bureau does in its first hour, over HTTP: signing in with a slip, a second factor, sheets.

All people and numbers are invented.
"""

from __future__ import annotations

import base64
import hmac
import html
import io
import re
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha1
from typing import Any

import xlsxwriter

from bench.visitor import Visitor
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex
from tests.topology.pages import Forms, form_with

PASSWORD = "river stone lantern"
DIVISION = "990102"
PATIENCE = 300.0
WAIT = 0.3
TOTP_STEP = 30


def sheet(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook as an office makes it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate([headings, *rows]):
        page.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def identity_number(serial: int, *, year: int, sex: Sex = Sex.FEMALE) -> str:
    """An invented identity number, another one for each serial number."""
    born = date(year, serial // 200 % 12 + 1, serial % 28 + 1)
    return make_identity_number(DIVISION, born, sex, serial % 400 + 1).number


@dataclass
class Newcomer:
    """Somebody with a slip, in a browser of their own."""

    address: str
    visitor: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.address)

    def page(self, path: str) -> str:
        """A page, which must be there."""
        # The server closes a connection on which nobody asked for half a minute.
        self.visitor = Visitor(self.address, self.visitor.cookies)
        status, text = self.visitor.get(path)
        assert status == 200, f"{path}: {status} {self.visitor.location}"
        return text

    def send(self, path: str, **fields: str) -> str:
        """Post fields to a page after looking at it; the address that the answer leads to."""
        shown = self.visitor.get(path)[1]
        given = form_with(shown, next(iter(fields))).fields if fields else {}
        status, text = self.visitor.post(path, {**given, **fields})
        assert status == 302, f"{path}: {status} {' '.join(complaints(text))}"
        return self.visitor.location

    def activate(self, code: str) -> None:
        """Enter the code of a slip and choose a password."""
        assert self.send("/activate/", code=code) == "/activate/person/"
        self.visitor.get("/activate/person/")
        self.visitor.post("/activate/person/", {})
        self.send("/activate/password/", new=PASSWORD, again=PASSWORD)

    def set_up_second_factor(self) -> None:
        """An authenticator app, as powerful roles need."""
        path = "/account/second-factor/app/"
        shown = self.page(path)
        found = re.search(r"<code>([A-Z2-7]{16,})</code>", shown)
        assert found, "the page shows no secret"
        # Each look at the page makes another secret.
        status, text = self.visitor.post(path, {"code": totp(found[1])})
        assert status == 302, f"{path}: {status} {' '.join(complaints(text))}"

    def import_sheet(self, target: str, content: bytes, **answers: str) -> str:
        """The wizard from the file to the last page; answers the text of that."""
        path = f"/imports/new/{target}/"
        given = form_with(self.page(path), "file").fields
        fields = {**{name: value for name, value in given.items() if name != "file"}, **answers}
        status, text = self.visitor.upload(path, fields, "file", "名单.xlsx", content)
        assert status == 302, f"{path}: {status} {' '.join(complaints(text))}"
        columns = self.visitor.location
        assert columns.endswith("/columns/"), f"the headings were not recognised: {columns}"
        chosen = next(form for form in Forms(self.page(columns)).forms if not form.action)
        self.visitor.post(columns, chosen.fields)
        run = self.visitor.location
        self._wait_for(run, f"{run}start/")
        self.visitor.post(f"{run}start/", {})
        return self._wait_for(run, f"{run}undo/")

    def _wait_for(self, run: str, mark: str) -> str:
        """Until the page of an import leads on."""
        deadline = time.monotonic() + PATIENCE
        while True:
            status, text = self.visitor.get(run)
            if status == 302:
                status, text = self.visitor.get(self.visitor.location)
            if mark in text:
                return text
            assert time.monotonic() < deadline, " ".join(complaints(text)) or text
            time.sleep(WAIT)


def totp(secret: str) -> str:
    """The present code of an authenticator app (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // TOTP_STEP), sha1).digest()
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF) % 10**6:06}"


def complaints(text: str) -> list[str]:
    """What a page says is wrong."""
    found = re.findall(r'class="(?:alert bad|field-error|error)[^"]*"[^>]*>(.*?)</(?:div|p|ul)>', text, re.DOTALL)
    return [html.unescape(re.sub(r"\s+|<[^>]+>", " ", each)).strip() for each in found]
