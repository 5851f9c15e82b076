"""People of two classes, their school and the bureaus above, and what they say to each other."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.conversations.actions import begin, ensure_group, gather, send
from santong.domains.platform.conversations.models import Conversation, Message
from santong.domains.platform.files.public import Blob, File
from santong.domains.platform.identity.public import Person
from santong.domains.platform.moderation.public import Effect, Word, put_word
from santong.kit.access import SYSTEM, Viewer
from santong.kit.access.roles import roles_by_name

WHO = {
    "cleo": ("class_teacher", "first"), "dan": ("subject_teacher", "first"), "ann": ("parent", "first"),
    "bob": ("parent", "first"), "eve": ("parent", "second"), "kid": ("pupil", "first"), "it": ("school_it", "lake"),
    "head": ("principal", "lake"), "affairs": ("teaching_affairs", "lake"), "far-head": ("principal", "far"),
    "far-it": ("school_it", "far"), "east": ("county_officer", "east"), "west": ("county_officer", "west"),
    "city": ("bureau_officer", "city"), "eye": ("inspector", "east"), "carl": ("class_teacher", "second"),
}  # fmt: skip


class Talk:
    """The cast: who they are, what they send, what they read."""

    def __init__(self, region: Region) -> None:
        cache.clear()
        self.region = region
        self.people: dict[str, Person] = {
            name: somebody(role, getattr(region, place), name) for name, (role, place) in WHO.items()
        }
        # The school keeps the record of its teachers, also of those who serve at a class alone.
        Person.objects.filter(username__in=("cleo", "dan", "carl")).update(path=region.lake.path)

    def client(self, name: str) -> Client:
        """A browser in which somebody is signed in."""
        return client_of(self.people[name])

    def viewer(self, name: str) -> Viewer:
        """Somebody as viewer, as they are today."""
        category = roles_by_name()[WHO[name][0]].category
        return viewer_in(self.people[name], category)

    def group(self) -> Conversation:
        """The parents of the first class with their class teacher."""
        return ensure_group("class_parents", self.region.first)

    def helped(self, name: str = "ann") -> Conversation:
        """Somebody's conversation with the school's IT."""
        return begin(acting=self.viewer(name), relation="help", person=self.people["it"])

    def staff(self, *names: str) -> Conversation:
        """A group that the class teacher made."""
        people = [self.people[name] for name in names or ("dan", "head")]
        return gather(acting=self.viewer("cleo"), place=self.region.lake, title="备课", people=people)

    def says(self, name: str, row: Conversation, text: str = "您好", **more: Any) -> Message:
        """What somebody says."""
        return send(acting=self.viewer(name), conversation=row, text=text, **more)

    def posts(self, name: str, row: Conversation, text: str, **more: Any) -> HttpResponse:
        """The answer to what somebody sends from the page."""
        return self.client(name).post(f"/conversations/{row.pk}/send/", {"text": text, **more})

    def reads(self, name: str, row: Conversation) -> str:
        """The page of a conversation, "" for who has none."""
        answer = self.client(name).get(f"/conversations/{row.pk}/")
        return answer.content.decode() if answer.status_code == 200 else ""

    def file(self, name: str, owner: str) -> File:
        """A file without stored bytes."""
        number = Blob.objects.count() + 1
        blob = Blob.objects.create(
            sha256=f"{number:064x}", size=9, media_type="text/plain", kind="text", name=f"x{number}"
        )
        person = self.people[owner]
        return File.objects.create(
            owner=person, path=person.path, name=name, kind="text", size=9, state="ready", blob=blob
        )

    def words(self) -> None:
        """A word that holds, and one that refuses."""
        for text, effect in (("赌博", Effect.HOLD), ("刷单返利", Effect.REFUSE)):
            put_word(acting=SYSTEM, word=Word(organisation=self.region.city, effect=effect), text=text)


@pytest.fixture
def talk(region: Region, settings: Any) -> Talk:
    settings.DEMO = True  # where a second factor isn't demanded
    return Talk(region)
