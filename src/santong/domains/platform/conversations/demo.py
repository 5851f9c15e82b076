"""Conversations of the demonstration region: a class's parents, an absence, a group of colleagues, help from the IT."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.conversations.actions import begin, gather, know, send, set_replies
from santong.domains.platform.conversations.models import Conversation, Message
from santong.domains.platform.conversations.queries import categories_in, homes_of
from santong.domains.platform.conversations.relations import PARENT, STAFF, Wanted, sources
from santong.domains.platform.conversations.telling import follow_rosters
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer
from santong.kit.demo import Region

ABSENCE = (
    (PARENT, "老师您好，孩子早上发烧 38.2℃，今天想请假一天，在家休息。"),
    (STAFF, "好的，先让孩子好好休息，多喝水。请假我在系统里登记好了，作业不着急。"),
    (PARENT, "谢谢老师！下午去医院看了，医生说是普通流感，明天看情况再和您说。"),
    (STAFF, "收到。明天如果还发热就继续休息，今天的课我录了重点，等孩子好些再看。"),
)
FIRST = ("parent", "principal", "school-it", "teacher")
"""Whom others write to first; the one called teacher is somebody's father, too."""
GROUP = "各位家长，本周五下午 15:30 开家长会，请提前十分钟到教室。停车位有限，建议步行或乘公交。"
ASKED = "想请教一下：家长会时孩子是在学校等，还是自己回家？"
ANSWERED = "可以在阅览室等，有老师看护，家长会结束后一起接走就行。"
STAFF_GROUP = (
    "下周三区里来听课，请大家把公开课的教案放到备课夹里。",
    "语文组已经放好了，请帮忙看看第二单元的板书设计。",
    "数学组周一放上来，多媒体教室的投影请信息老师再检查一下。",
)
HELP = (
    "老师好，我们班教室的电脑连不上校园网，下午第一节要用，能帮忙看看吗？",
    "好的，我中午过去看。可以先用旁边教室的网线应急。",
    "已经换好网线了，现在可以上网，有问题再找我。",
)


def converse(region: Region) -> None:
    """Something in each kind of conversation, among the accounts that people sign in with to look around."""
    follow_rosters.func()
    teacher = Person.objects.by_installation().filter(username="class-teacher").first()
    if teacher is None:
        return
    acting = viewer_in(teacher, STAFF)
    _absence(acting)
    _parents(acting)
    _colleagues(acting)


def _contacts(acting: Viewer, relation: str) -> list[Person]:
    found = [each.person for each in sources()[relation].find(acting, Wanted())]
    people = {person.pk: person for person in Person.objects.by_installation().filter(pk__in=found)}
    ordered = [people[key] for key in dict.fromkeys(found) if key in people]
    # The accounts of the front page first: who looks around as a parent wants to find something.
    places = {name: number for number, name in enumerate(FIRST)}
    return sorted(ordered, key=lambda person: places.get(person.username, len(places)))


def _absence(acting: Viewer) -> None:
    parents = _contacts(acting, "family") if "family" in sources() else []
    if parents:
        row = begin(acting=acting, relation="family", person=parents[0])
        _say(row, {STAFF: acting, PARENT: viewer_in(parents[0], PARENT)}, ABSENCE)


def _parents(acting: Viewer) -> None:
    row = Conversation.objects.by_installation().filter(
        kind=Conversation.Kind.ROLES, path__in=[grant.path for grant in acting.grants]
    ).first()  # fmt: skip
    if row is None:
        return
    said = send(acting=acting, conversation=row, text=GROUP, wants_answer=True)
    parents = [key for key, category in categories_in(row).items() if category == PARENT]
    people = {person.pk: person for person in Person.objects.by_installation().filter(pk__in=parents)}
    ordered = sorted(people.values(), key=lambda person: person.username != "parent")
    for person in ordered[1 : 2 + len(ordered) // 2]:
        know(acting=viewer_in(person, PARENT), message=said)
    if len(ordered) > 1:
        asked = send(acting=viewer_in(ordered[1], PARENT), conversation=row, text=ASKED)
        send(acting=acting, conversation=row, text=ANSWERED, reply_to=asked)
    set_replies(acting=acting, conversation=row, to_leaders=True)


def _colleagues(acting: Viewer) -> None:
    found, homes = _contacts(acting, "colleagues") if "colleagues" in sources() else [], homes_of(acting)
    if len(found) < 2 or not homes:
        return
    row = gather(acting=acting, place=homes[0], title="语文教研", people=found[:6])
    speakers = [acting, *(viewer_in(person, STAFF) for person in found[:2])]
    for viewer, text in zip(speakers, STAFF_GROUP, strict=True):
        send(acting=viewer, conversation=row, text=text)
    helpers = _contacts(acting, "help")
    if helpers:
        helped = begin(acting=acting, relation="help", person=helpers[0])
        helper = viewer_in(helpers[0], STAFF)
        for viewer, text in zip((acting, helper, helper), HELP, strict=True):
            send(acting=viewer, conversation=helped, text=text)


def _say(row: Conversation, viewers: dict[str, Viewer], said: Sequence[tuple[str, str]]) -> None:
    """Say things one after the other, the last a few minutes ago."""
    for number, (category, text) in enumerate(said):
        message = send(acting=viewers[category], conversation=row, text=text)
        at = timezone.now() - timedelta(minutes=25 * (len(said) - number))
        Message.objects.by_installation().filter(pk=message.pk).update_quietly(made_at=at)
