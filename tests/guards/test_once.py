"""What is sent twice is made once: every form that makes something, also at the same moment, and programs."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

import santong
from santong.domains.campus.students.tests.conftest import Cast, cast
from santong.domains.platform.identity.public import Person
from santong.domains.platform.tokens.models import Token
from santong.domains.platform.tokens.tests.client import api_for
from santong.kit.imports.models import ImportRun
from santong.kit.models import AuditEntry, Submission, UndoStep
from tests.guards.form_walk import Opened, for_trial, opened

__all__ = ["cast"]

UNCOUNTED = (AuditEntry, Submission, UndoStep)
EXEMPT: dict[str, str] = {}
"""Addresses whose forms make something each time they are sent, with the reason."""
EXPECTED = {
    "collections", "days", "erasure-ask", "look", "new", "new-class", "packs-new", "providers-new", "pupil-invite",
    "resource", "synonyms-new", "teaching-new", "words-new",
}  # fmt: skip
"""Addresses of forms that are known to make something: none of them may drop out of the walk unnoticed."""
REPEATABLE: dict[str, set[str]] = {
    "one's own session, account and second factor": {
        "account.html", "account_end_other_places", "account_end_place", "account_login", "account_logout",
        "account_security_seen",
        "activate_form.html", "activation", "authenticate.html", "authenticator_confirm_delete.html",
        "deactivate_form.html", "demo-enter", "display_menu.html", "logout.html", "passkey_form.html",
        "password.html", "password_fields.html", "person.html", "person_menu.html", "reauthenticate.html",
    },
    "a new set each time is what is asked for; it replaces the one before": {
        "generate.html", "group.html", "students:activation-class", "channels:code",
    },
    "another message to try the channel with is what is asked for": {"try.html"},
    "a document on paper, as often as it is wanted; each one is recorded": {
        "assets:labels", "buttons.html", "dashboards:print", "handbook:book", "list.html",
        "printing:print",
    },
    "says how things stand with oneself: the second time it says the same": {
        "notices:acknowledge", "notices:put-away", "discussion.html", "channels:confirm", "channels:add-push",
        "own.html",
        "rules:acknowledge", "conversations:know",
    },
    "ends, removes or takes back what is there: the second time nothing is left to be done": {
        "access:agreement-reconsider", "access:agreement-withdraw", "access:end", "accounts:help-close",
        "accounts:remove-second-factor", "accounts:sign-out", "accounts:unlock", "assets:take-off",
        "attendance:take-back",
        "calendars:inherit-day", "calendars:inherit-periods", "calendars:inherit-terms", "channels:remove",
        "comment.html", "detail.html", "duplicates:back", "end.html", "erasure.html",
        "files:remove-subtitle", "imports:remove",
        "imports:undo", "jobs:cancel", "organisations:leave", "release.html", "resources:collection-discard",
        "resources:recall", "resources:remove", "resources:search-forget", "resources:unmark", "resources:withdraw",
        "sourcing:answers-take-back", "sourcing:pack-drop",
        "sourcing:seat-free", "notices:leave-out", "outbox:put-away", "surveys:leave-out", "timetable:slot-take",
        "teaching_plans:stop", "staff:teaching-end",
        "students:family-end", "students:family-withdraw", "students:school-year-back",
        "toast.html",
        "conversations:withdraw",
    },
    "moves something from one state to the next, which it leaves only once": {
        "access:agreement-decide", "people:adoption-confirm", "people:adoption-decline", "people:adoption-withdraw",
        "enrolment:take",
        "columns.html", "erasure_decide.html", "files:retry", "headings.html", "imports:decide", "imports:decide-kind",
        "imports:start", "imports:stop",
    },
    "sets or shows something: the second time it is so already": {
        "enrolment:come-back", "enrolment:leave",
        "duty:copy-week", "conversations:arrange", "assets:count", "attendance:correct", "attendance:roll-call",
        "exams:give", "exams:roll", "network:cover", "teaching_plans:lock", "teaching_plans:move",
        "bulk", "inspector.html", "kit:pins", "resources:collection-order", "resources:favourite", "resources:progress",
        "resources:stars", "students:pupil-reveal",
    },
    "a picture in the style guide": {"forms.html", "styleguide-notice"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def rows() -> dict[str, int]:
    """How many rows every table of ours has, in one question to the database."""
    counted = [m for m in apps.get_models() if m.__module__.startswith("santong.") and m not in UNCOUNTED]
    tables = {m._meta.label: m._meta.db_table for m in counted if m._meta.managed and not m._meta.proxy}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{label}', count(*) FROM {t}" for label, t in tables.items()))
        return dict(cursor.fetchall())


def grown(before: dict[str, int]) -> list[str]:
    return [f"{label}: +{number - before[label]}" for label, number in rows().items() if number > before[label]]


DAY_LENGTH = "11"
"""What tells a field for a day from other text."""
FILL = {"date": "2026-11-20", "time": "09:00", "number": "5", "tel": "13900001234", "text": "新的一项", "search": "新"}


def completed(form: Opened) -> dict[str, list[str]]:
    """What would be sent with something in every field that is still empty."""
    values = dict(form.values)
    for each in form.fields:
        kind = "date" if each.get("maxlength") == DAY_LENGTH else each.get("type", "text")
        if each.tag == "select":
            options = [o.get("value") for o in each.iter("option") if o.get("value")]
            if options and not any(values.get(each.name, [])):
                values[each.name] = [options[-1]]
        elif kind in ("checkbox", "radio") and each.name not in values:
            values[each.name] = [each.get("value") or "on"]
        elif kind in FILL and not any(values.get(each.name, [])):
            values[each.name] = [FILL["text"] if each.tag == "textarea" else FILL[kind]]
    return values


PRINTS = re.compile(r"/print/|^/handbook/books/|^/assets/labels/")
"""Documents on paper: each takes seconds, and another one is what is asked for."""


@dataclass
class SentTwice:
    """What came of a walk: addresses whose forms made something, and what was made twice."""

    made: set[str] = field(default_factory=set)
    doubled: list[str] = field(default_factory=list)

    def is_done(self, name: str) -> bool:
        """Whether nothing more is to be found out about an address."""
        return name in self.made or name in EXEMPT

    def try_out(self, name: str, form: Opened) -> None:
        """Send a form twice; those of one's own session are left out, for they may end it, and printing."""
        if form.path.startswith(("/account/", "/i18n/")) or PRINTS.search(form.path):
            return
        with for_trial():
            before = rows()
            first = form.post(completed(form))
            if first.status_code >= 400 or not grown(before):
                return
            self.made.add(name)
            before = rows()
            second = form.post(completed(form))
            if grown(before) or second.status_code >= 500:
                self.doubled.append(f"{name} → {form.path}: {second.status_code} {grown(before)}")


FORM = re.compile(r"<form[^>]*(?:method=\"post\"|hx-post)[^>]*>", re.DOTALL)
SENT_TO = re.compile(r"""(?:action|hx-post)="\{% (?:url|page_url pages) '([^']+)'""")


def forms_without_key() -> Iterator[tuple[str, str]]:
    """Forms of templates that carry no key: the template, and what they are sent to."""
    folder = Path(santong.__file__).parent
    for path in sorted(folder.rglob("templates/**/*.html")):
        text = path.read_text("utf-8")
        for found in FORM.finditer(text):
            inside = text[found.end() : text.find("</form>", found.end())]
            if "{% once %}" not in inside:
                to = SENT_TO.search(found[0])
                yield path.relative_to(folder).as_posix(), to[1] if to else path.name


AT_ONCE = 4


def at_once(clients: list[Client], ask) -> list:
    """The same request by several at the same moment."""
    barrier = Barrier(len(clients))

    def run(client: Client):
        barrier.wait()
        try:
            return ask(client)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(run, clients))


def same_person(person: Person) -> list[Client]:
    clients = [Client() for _ in range(AT_ONCE)]
    for client in clients:
        client.force_login(person)
    return clients


def keyed(client: Client, path: str) -> dict[str, str]:
    """The key of the form on a page."""
    form = next(form for form in opened(client, path) if "once" in form.values)
    return {"once": form.values["once"][0]}


@pytest.mark.django_db(transaction=True)
def test_forms_sent_at_the_same_moment_make_one(cast: Cast, settings):
    settings.DEMO = True  # a second factor isn't demanded there
    officer = cast.client("region_administrator", cast.city)
    person = Person.objects.get(username=f"region_administrator-{cast.city.pk}")
    forms = {
        "/organisations/new/": {"name": "新的部门", "kind": "department", "parent": cast.city.pk},
        "/tokens/new/": {
            "organisation": cast.city.pk, "name": "系统", "purpose": "测试", "scopes": ["organisations.read"],
            "last_day": "2027-01-01", "requests_per_minute": 60,
        },
    }  # fmt: skip
    for path, data in forms.items():
        data = {**data, **keyed(officer, path)}
        clients = same_person(person)
        before = rows()
        answers = at_once(clients, lambda client, path=path, data=data: client.post(path, data))
        assert {answer.status_code for answer in answers} <= {200, 302}, path
        assert all(growth.endswith("+1") for growth in grown(before)), (path, grown(before))
        assert grown(before), path
        again = {**data, **keyed(officer, path)}
        assert officer.post(path, {**again, "name": "又一个"}).status_code in (200, 302)


@pytest.mark.django_db(transaction=True)
def test_a_program_that_asks_again_makes_one(cast: Cast, settings, tmp_path):
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    api = api_for(cast.school)

    def send(client: Client, key: str = "first", name: str = "孙一"):
        sheet = SimpleUploadedFile("名单.csv", f"姓名,性别,班级\n{name},男,三年级(2)班\n".encode("utf-8-sig"))
        data = {"target": "pupils", "file": sheet, "school": cast.school.pk}
        return client.post("/api/v1/imports", data, headers={**api.headers, "Idempotency-Key": key})

    answers = at_once([Client() for _ in range(AT_ONCE)], send)
    assert [answer.status_code for answer in answers] == [201] * AT_ONCE, answers[0].content.decode()
    assert len({answer.content for answer in answers}) == 1
    assert ImportRun.objects.count() == 1
    other = send(Client(), name="孙二")
    assert other.status_code == 422 and "Idempotency-Key" in other.content.decode()
    assert send(Client(), key="second").status_code == 201
    assert ImportRun.objects.count() == 2
    assert send(Client(), key="x" * 201).status_code == 422


@pytest.mark.django_db
def test_a_secret_shown_once_is_not_made_twice(cast: Cast, settings):
    settings.DEMO = True
    client = cast.client("region_administrator", cast.city)
    data = {
        "organisation": cast.city.pk, "name": "系统", "purpose": "测试", "scopes": ["organisations.read"],
        "last_day": "2027-01-01", "requests_per_minute": 60, **keyed(client, "/tokens/new/"),
    }  # fmt: skip
    assert client.post("/tokens/new/", data).status_code == 200
    again = client.post("/tokens/new/", data)
    assert again.status_code == 200 and "已经完成" in again.content.decode()
    assert Token.objects.count() == 1


@pytest.mark.django_db
def test_something_else_from_the_same_page_is_something_else(cast: Cast, settings):
    settings.DEMO = True
    client = cast.client("region_administrator", cast.city)
    data = {"name": "甲科", "kind": "department", "parent": cast.city.pk, **keyed(client, "/organisations/new/")}
    before = rows()["organisations.Organisation"]
    client.post("/organisations/new/", data)
    client.post("/organisations/new/", {**data, "name": "乙科"})
    assert rows()["organisations.Organisation"] == before + 2


@pytest.mark.django_db
def test_what_failed_may_be_sent_again(cast: Cast, settings):
    settings.DEMO = True
    client = cast.client("region_administrator", cast.city)
    data = {"name": "", "kind": "department", "parent": cast.city.pk, **keyed(client, "/organisations/new/")}
    assert client.post("/organisations/new/", data).status_code == 422
    assert Submission.objects.count() == 0


def test_forms_without_a_key_are_known():
    found = {to: template for template, to in forms_without_key()}
    known = {to for names in REPEATABLE.values() for to in names}
    assert found.keys() == known, {"new": found.keys() - known, "stale": known - found.keys()}


def test_a_key_is_no_password_to_others_answers(cast: Cast, settings):
    """The note belongs to who sent it: somebody else with the same key runs the form themselves."""
    settings.DEMO = True
    one, two = cast.client("region_administrator", cast.city), cast.client("region_administrator", cast.city, "two")
    data = {"name": "甲科", "kind": "department", "parent": cast.city.pk, **keyed(one, "/organisations/new/")}
    before = rows()["organisations.Organisation"]
    one.post("/organisations/new/", data)
    two.post("/organisations/new/", data)
    assert rows()["organisations.Organisation"] == before + 2
