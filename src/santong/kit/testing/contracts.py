"""Tests that declared pages inherit: naming their contract is all that a module writes for them.

    class TestClubs(PagesContract):
        pages = ClubPages
        keeper, reader = "principal", "inspector"

        def typed(self):
            return {"name": "Chess"}

        @classmethod
        def make(cls, region, number):
            return found_club(acting=SYSTEM, school=region.lake, name=f"Club {number}")

`santong.domains.platform.access.testing` has the contract with the region that all modules share.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from lxml import html

from santong.kit.pages import ModelPages
from santong.kit.pages.controls import controls_of

ODD = ("\x00", "x" * 5000, "\u202e\U0001f004\ud7ff", "' OR 1=1 --", "<script>", "９" * 40, " ")
"""What somebody, or something, may send in any field."""
NEEDED = {
    "test_the_keeper_makes_one_from_what_was_typed": ("create", "form"),
    "test_the_keeper_changes_one": ("change", "form", "detail"),
    "test_a_reader_changes_nothing": ("reader",),
    "test_an_intruder_finds_nothing": ("elsewhere",),
    "test_what_was_removed_comes_back": ("can_be_removed",),
    "test_an_export_holds_what_the_list_shows": ("export",),
    "test_odd_input_is_answered": ("create", "form"),
}
"""What pages must declare for a test to have something to try."""


class PagesContract(TestCase):
    """What holds for all declared pages; a subclass names its `pages`, who is who, and how rows are made.

    `keeper` and `reader` are roles at the place of the rows; an intruder has the keeper's role elsewhere, unless
    `elsewhere` is False because rows stand at no place; an outsider holds no role.
    """

    __test__ = False
    pages: ClassVar[type[ModelPages]]
    keeper: ClassVar[str] = ""
    reader: ClassVar[str] = ""
    elsewhere: ClassVar[bool] = True
    region: ClassVar[Any]
    rows: ClassVar[list[Any]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "pages" in cls.__dict__:
            cls.__test__ = True
            pages = cls.pages()
            for test, needed in NEEDED.items():
                if not all(getattr(pages, name, None) or getattr(cls, name, None) for name in needed):
                    setattr(cls, test, None)  # nothing to try: not a test that passes anyhow

    @classmethod
    def setUpTestData(cls) -> None:
        cls.region = cls.make_region()
        cls.rows = [cls.make(cls.region, number) for number in range(2)]

    @classmethod
    def make_region(cls) -> Any:
        """The places of the cast."""
        raise NotImplementedError

    @classmethod
    def make(cls, region: Any, number: int) -> Any:
        """A row at the cast's first place, as the module makes them; each number another one."""
        raise NotImplementedError

    @classmethod
    def stand(cls, region: Any) -> tuple[Any, Any]:
        """Where keeper and reader stand, and where the intruder does."""
        raise NotImplementedError

    def enter(self, role: str, place: Any) -> Client:
        """A browser of somebody new who holds a role at a place; "" is none."""
        raise NotImplementedError

    def typed(self) -> Mapping[str, Any]:
        """What is typed into the empty form."""
        return {}

    def changed(self) -> Mapping[str, Any]:
        """What is typed over the form of a row."""
        return {}

    def setUp(self) -> None:
        self.page = self.pages()
        self.here, self.far_away = self.stand(self.region)
        self.row = self.rows[0]

    def kept(self) -> Client:
        """The keeper's browser."""
        return self.enter(self.keeper, self.here)

    def addresses(self) -> dict[str, str]:
        """The addresses of the pages, as far as they are declared."""
        of_all = [("list", ""), *([("export", "export")] if self.page.export else [])]
        of_all += [("new", "new")] if self.page.form and self.page.create else []
        of_one = [name for name, there in self._of_one().items() if there]
        found = {name: self.page.url(name) for name, _end in of_all}
        return found | {name: self.page.url(name, self.row) for name in of_one}

    def _of_one(self) -> dict[str, bool]:
        page = self.page
        return {"detail": page.detail, "edit": bool(page.form and page.change), "remove": page.can_be_removed}

    def listed(self, client: Client) -> list[Any]:
        """The keys of the rows that a list shows."""
        return [row.pk for row in client.get(self.page.url("list")).context["rows"]]

    def ask(self, client: Client, name: str, address: str) -> Any:
        """Open a page, or send what can only be sent."""
        return client.post(address) if name == "remove" else client.get(address)

    def test_a_stranger_is_sent_to_sign_in(self) -> None:
        for name, address in self.addresses().items():
            with self.subTest(name):
                answer = self.ask(Client(), name, address)
                assert answer.status_code == 302 and "/account/" in answer["Location"], (answer.status_code, address)

    def test_an_outsider_is_refused(self) -> None:
        client = self.enter("", self.here)
        for name, address in self.addresses().items():
            with self.subTest(name):
                is_open = name == "detail" and self.page.is_open_to_everyone
                assert self.ask(client, name, address).status_code in ((200,) if is_open else (403, 404)), address

    def test_an_intruder_finds_nothing(self) -> None:
        client = self.enter(self.keeper, self.far_away)
        assert self.row.pk not in self.listed(client)
        for name, address in self.addresses().items():
            if name in ("detail", "edit", "remove"):
                with self.subTest(name):
                    assert self.ask(client, name, address).status_code == 404

    def test_a_reader_changes_nothing(self) -> None:
        client = self.enter(self.reader, self.here)
        assert self.row.pk in self.listed(client)
        for name, address in self.addresses().items():
            with self.subTest(name):
                wanted = 200 if name in ("list", "detail") else 403
                assert name == "export" or self.ask(client, name, address).status_code == wanted, address

    def test_the_keeper_lists_and_opens_them(self) -> None:
        client = self.kept()
        assert {row.pk for row in self.rows} <= set(self.listed(client))
        part = client.get(self.page.url("list"), headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        if self.page.detail:
            assert client.get(self.page.url("detail", self.row)).status_code == 200

    def test_the_list_asks_as_much_of_the_database_for_more_rows(self) -> None:
        client = self.kept()
        few = self._questions(client)
        for number in range(2, 5):
            self.make(self.region, number)
        assert self._questions(client) <= few

    def _questions(self, client: Client) -> int:
        client.get(self.page.url("list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(self.page.url("list"))
        return len(queries)

    def test_an_export_holds_what_the_list_shows(self) -> None:
        client = self.kept()
        answer = client.get(self.page.url("export") + "?format=csv")
        lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
        shown = client.get(self.page.url("list")).context["list"]
        assert lines[0] == [column.header for column in shown.columns]
        assert len(lines) - 1 == shown.count.number

    def test_the_keeper_makes_one_from_what_was_typed(self) -> None:
        client = self.kept()
        before = set(self.listed(client))
        assert self.send(client, self.page.url("new"), {}).status_code == 422
        answer = self.send(client, self.page.url("new"), self.typed())
        assert answer.status_code == 302, answer.context["form"].errors
        assert len(set(self.listed(client)) - before) == 1

    def test_the_keeper_changes_one(self) -> None:
        client = self.kept()
        answer = self.send(client, self.page.url("edit", self.row), self.changed())
        assert answer.status_code == 302, answer.context["form"].errors
        opened = client.get(self.page.url("edit", self.row)).context["form"]
        assert {name: str(opened[name].value()) for name in self.changed()} == {
            name: str(value) for name, value in self.changed().items()
        }

    def test_odd_input_is_answered(self) -> None:
        client = self.kept()
        for odd in ODD:
            with self.subTest(odd[:10]):
                answer = self.send(client, self.page.url("new"), dict.fromkeys(self.typed(), odd))
                assert answer.status_code in (302, 400, 422)

    def test_what_was_removed_comes_back(self) -> None:
        client = self.kept()
        client.post(self.page.url("remove", self.row))
        page = client.get(self.page.url("list"))
        assert self.row.pk not in [row.pk for row in page.context["rows"]]
        undo = page.content.decode().split("/kit/undo/")[1].split("/")[0]
        client.post(f"/kit/undo/{undo}/")
        assert self.row.pk in self.listed(client)

    def send(self, client: Client, address: str, typed: Mapping[str, Any]) -> Any:
        """Send the form of a page as a browser would, with something typed over what stands in it."""
        document = html.document_fromstring(client.get(address).content.decode())
        form = document.xpath("//form[@data-draft]")[0]
        values = {**controls_of(html.tostring(form, encoding="unicode")), **typed}
        return client.post(
            address, urlencode(values, doseq=True, errors="replace"), "application/x-www-form-urlencoded"
        )
