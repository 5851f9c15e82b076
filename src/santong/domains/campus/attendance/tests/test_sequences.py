"""Whatever is said, corrected, granted and taken back in whatever order: numbers and what is told follow the words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.campus.attendance.actions import bring_call_back, correct, take_call_back, take_correction_back
from santong.domains.campus.attendance.leaves import agree_leave, end_leave, refuse_leave, withdraw_leave
from santong.domains.campus.attendance.models import ClassDay, Presence, PupilLeave, RollCall
from santong.domains.campus.attendance.queries import class_on
from santong.domains.campus.attendance.tests.conftest import Cast
from santong.domains.campus.attendance.tests.sequences import numbers_of_days
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
MISSING = "您的孩子今天未到校。请补办请假，或告诉班主任孩子的去向。"
LENGTH = 14


@dataclass
class Walk:
    """What is done to the first class, one thing after the other, by chance."""

    cast: Cast
    random: Random
    undos: list[Callable[[], object]] = field(default_factory=list)

    def call(self) -> None:
        by, session = self.random.choice([("head", 0), ("affairs", 0), ("maths", 2), ("affairs", 3)])
        said = {f"_{number}": self.random.choice(["absent", "late", "present", "on_leave"]) for number in range(3)}
        age = timedelta(minutes=self.random.choice([0, 0, 5, 50]))
        self.cast.call(by, session=session, at=timezone.now() - age, **said)

    def take_back_call(self) -> None:
        call = self.random.choice(list(RollCall.objects.all()) or [None])
        if call is not None:
            acting = self.cast.viewer("head")
            ended = take_call_back(acting=acting, call=call)
            self.undos.append(lambda: bring_call_back(acting=acting, call=call, words=ended))

    def correct(self) -> None:
        pupil = self.cast.pupils[self.random.randrange(2)]
        given = {"acting": self.cast.viewer("head"), "pupil": pupil, "day": self.cast.today}
        sessions, state = self.random.choice([[0], [0, 2], [2, 3]]), self.random.choice(["present", "late", "absent"])
        done = correct(**given, sessions=sessions, state=state)
        self.undos.append(lambda: take_correction_back(**given, made=done.made, ended=done.ended))

    def ask(self) -> None:
        halves = self.random.choice([("am", "pm"), ("am", "am"), ("pm", "pm")])
        self.cast.ask(days=(0, 0), since_half=halves[0], until_half=halves[1])

    def decide(self) -> None:
        leave = PupilLeave.objects.waiting().first()
        if leave is not None and self.random.random() < 0.8:
            agree_leave(acting=self.cast.viewer("affairs"), leave=leave)
        elif leave is not None:
            refuse_leave(acting=self.cast.viewer("head"), leave=leave, reason="考试")

    def end(self) -> None:
        leave = self.random.choice(list(PupilLeave.objects.filter(state="granted")) or [None])
        if leave is not None and self.random.random() < 0.5:
            withdraw_leave(acting=self.cast.viewer("mother"), leave=leave)
        elif leave is not None:
            end_leave(acting=self.cast.viewer("mother"), leave=leave, back=self.cast.today, back_half="pm")

    def undo(self) -> None:
        if self.undos:
            self.undos.pop(self.random.randrange(len(self.undos)))()

    def step(self) -> None:
        """Something; what isn't possible as things are is refused, and changes nothing."""
        names = ("call", "call", "take_back_call", "correct", "correct", "ask", "decide", "end", "undo", "undo")
        with suppress(NotPossible, PermissionDenied):
            getattr(self, self.random.choice(names))()


@pytest.mark.parametrize("seed", range(24))
def test_numbers_and_what_is_told_follow_the_words(cast: Cast, seed):
    walk = Walk(cast, Random(seed))
    for _step in range(LENGTH):
        walk.step()
        assert list(numbers_of_days()) == []
        row = ClassDay.objects.filter(school_class=cast.first, day=cast.today).first()
        if row is not None and row.calls:
            assert row.expected == 4
        child = class_on(cast.first, cast.today).pupils[0].state
        assert (MISSING in cast.told("mother")) == child.is_missing, (child, cast.told("mother"))
        standing = Presence.objects.filter(ended_at=None)
        assert (
            standing.count() == standing.values("pupil", "day", "first", "last", "source", "leave").distinct().count()
        )
