"""Writes: screens and their panels, emergency messages, posts, what a school chooses for its screens."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.screens.models import ALARM, CHANGE, POST, Alarm, Device, Screen, ScreenPost, ScreenRules
from santong.domains.platform.moderation.public import review
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.pairing import claim, lock_out
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, step

State = Screen.State
POST_KIND = "screens.screenpost"


def put_screen(*, acting: Viewer, screen: Screen, code: str = "") -> Screen:
    """Add a screen, or change what it is for; with a `code` the panel that shows it becomes its own."""
    acting.demand(CHANGE, screen.path)
    with transaction.atomic(), named("screens.put"):
        screen.save()
        Device.objects.belonging_to(screen=screen).exclude(path=screen.path).update(path=screen.path)
        if code:
            _pair(acting, screen, code)
            screen.save(update_fields=["state", "last_seen"])
    return screen


@step(Screen, "screens.pair", who=Holds(CHANGE))
def pair(*, acting: Viewer, screen: Screen, code: str) -> None:
    """Let the panel that shows a code be that of a screen; the one before sees nothing any more."""
    _pair(acting, screen, code)


def _pair(acting: Viewer, screen: Screen, code: str) -> None:
    claim(acting=acting, model=Device, row=screen, code=code)
    screen.state, screen.last_seen = State.PAIRED, timezone.now()


@step(Screen, "screens.revoke", who=Holds(CHANGE), sources=(State.PAIRED,), target=State.REVOKED)
def revoke(*, acting: Viewer, screen: Screen) -> None:
    """Lock the panel of a screen out for good: it was lost, or stands where nobody looks after it."""
    lock_out(model=Device, row=screen)


def send_alarm(*, acting: Viewer, alarm: Alarm, minutes: int) -> Alarm:
    """Show an emergency message on all screens of a school for some minutes."""
    acting.demand(ALARM, alarm.path)
    with transaction.atomic(), named("screens.alarm"):
        alarm.since = timezone.now()
        alarm.until, alarm.by_id = alarm.since + timedelta(minutes=minutes), acting.person_id
        alarm.save()
    return alarm


def _is_over(acting: Viewer, alarm: Alarm) -> bool:
    return not alarm.is_on


@step(
    Alarm, "screens.end_alarm", who=Holds(ALARM),
    unless=(Condition(_is_over, gettext_lazy("It isn't shown any more.")),),
)  # fmt: skip
def end_alarm(*, acting: Viewer, alarm: Alarm) -> None:
    """Take an emergency message off the screens."""
    alarm.until = timezone.now()


def put_post(*, acting: Viewer, post: ScreenPost) -> ScreenPost:
    """Put something on the screens of a class or school, or change it; words of the lists hold it for moderators."""
    acting.demand(POST, post.path)
    with transaction.atomic(), named("screens.post"):
        post.author_id = post.author_id or acting.person_id
        post.save()
        review(kind=POST_KIND, object_id=post.pk)
    return post


def put_rules(*, acting: Viewer, rules: ScreenRules) -> ScreenRules:
    """Choose what the screens of a school show, in which order, and when they are dark."""
    acting.demand(CHANGE, rules.path)
    with transaction.atomic(), named("screens.rules"):
        if rules.pk is None and ScreenRules.objects.belonging_to(school=rules.school).exists():
            raise NotPossible(_("The school has its rules already. Change those."), field="school")
        rules.save()
    return rules
