"""What becomes of an incoming document: proposed, decided, handled, concluded; reading stands apart from that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.documents.indexing import index_incoming
from santong.domains.campus.documents.models import KEEP, Incoming, Part, Remark
from santong.domains.campus.documents.queries import hours_between, part_of, parts_of
from santong.domains.platform.calendars.public import is_working_day
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import tell
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, Whoever, step

State, Role, Verb = Incoming.State, Part.Role, Remark.Verb
CLERK = Holds(KEEP)
WAITS = gettext_lazy("An incoming document waits for you")
TO_READ = gettext_lazy("An incoming document was given to you to read")


def _decides(viewer: Viewer, incoming: Incoming) -> bool:
    return part_of(viewer, incoming, Role.DECIDES) is not None


def _handles(viewer: Viewer, incoming: Incoming) -> bool:
    return part_of(viewer, incoming, Role.HANDLES) is not None


def _reads(viewer: Viewer, incoming: Incoming) -> bool:
    return part_of(viewer, incoming, Role.READS) is not None


def has_part(viewer: Viewer, incoming: Incoming) -> bool:
    """Whether somebody decides about it, or handles it."""
    found = (part.role for part in parts_of(incoming) if part.person_id == viewer.person_id)
    return any(role != Role.READS for role in found)


def _say(acting: Viewer, incoming: Incoming, verb: Remark.Verb, words: str = "") -> Remark:
    """Add to what was said, for ever."""
    return Remark.objects.create(incoming=incoming, person_id=acting.person_id, verb=verb, words=words.strip())


@step(Incoming, "documents.propose", who=CLERK, sources=(State.REGISTERED,), target=State.PROPOSED)
def propose(*, acting: Viewer, incoming: Incoming, words: str, person: Person) -> None:
    """Propose what to do, and put it before somebody who decides."""
    _ask(incoming, Role.DECIDES, [person])
    _say(acting, incoming, Verb.PROPOSE, words)


@step(
    Incoming, "documents.decide", who=Whoever(_decides), sources=(State.PROPOSED,), target=State.HANDLED,
)  # fmt: skip
def decide(*, acting: Viewer, incoming: Incoming, words: str, people: Sequence[Person] = ()) -> None:
    """Say what is to be done and by whom; nobody: the clerk concludes it."""
    _done(acting, incoming, Role.DECIDES)
    _ask(incoming, Role.HANDLES, people)
    incoming.decided_at = timezone.now()
    incoming.hours = hours_between(incoming.registered_at, incoming.decided_at)
    _say(acting, incoming, Verb.DECIDE, words)


@step(Incoming, "documents.handle", who=Whoever(_handles), sources=(State.HANDLED,))
def handle(*, acting: Viewer, incoming: Incoming, words: str) -> None:
    """Say what was done about it."""
    _done(acting, incoming, Role.HANDLES)
    _say(acting, incoming, Verb.HANDLE, words)


@step(
    Incoming,
    "documents.show",
    who=CLERK | Whoever(has_part),
    sources=(State.REGISTERED, State.PROPOSED, State.HANDLED, State.CLOSED),
)
def show_to(*, acting: Viewer, incoming: Incoming, people: Sequence[Person], words: str = "") -> None:
    """Give it to others to read; nothing waits for them."""
    _ask(incoming, Role.READS, people)
    _say(acting, incoming, Verb.SHOW, words or "、".join(person.name for person in people))


@step(Incoming, "documents.note", who=Whoever(_reads))
def note(*, acting: Viewer, incoming: Incoming) -> None:
    """Say that one knows; when is not kept."""
    _done(acting, incoming, Role.READS)


def _hurrying_objection(acting: Viewer, incoming: Incoming) -> str:
    """Once a working day is enough, and there has to be somebody."""
    today = timezone.localdate()
    if not _waiting(incoming):
        return _("Nobody has to do anything about it.")
    if incoming.reminded_on == today:
        return _("You have reminded them today. You can do so again on the next working day.")
    return "" if is_working_day(incoming.path, today) else _("Today nobody works. Remind them on the next working day.")


@step(Incoming, "documents.hurry", who=CLERK, sources=(State.PROPOSED, State.HANDLED), unless=(_hurrying_objection,))
def hurry(*, acting: Viewer, incoming: Incoming) -> None:
    """Remind those for whom it waits."""
    people = [part.person for part in _waiting(incoming)]
    incoming.reminded_on = timezone.localdate()
    key = f"incoming-hurry-{incoming.pk}-{incoming.reminded_on}"
    tell(people, WAITS, text=incoming.title, address=_page(incoming), key=key)
    _say(acting, incoming, Verb.REMIND, "、".join(person.name for person in people))


def _unfinished(acting: Viewer, incoming: Incoming) -> str:
    """Who has been asked to handle it, does so first."""
    names = [part.person.name for part in _waiting(incoming) if part.role == Role.HANDLES]
    return _("%(names)s haven't handled it yet. Remind them.") % {"names": "、".join(names)} if names else ""


@step(
    Incoming, "documents.close", who=CLERK, sources=(State.REGISTERED, State.HANDLED), target=State.CLOSED,
    unless=(_unfinished,),
)  # fmt: skip
def close(*, acting: Viewer, incoming: Incoming, words: str = "") -> str:
    """Conclude it."""
    _say(acting, incoming, Verb.CLOSE, words)
    return ""


@close.back
def _reopen(acting: Viewer, incoming: Incoming, result: str) -> None:
    """That it was concluded stays in the record."""
    _say(acting, incoming, Verb.REOPEN)


def _waiting(incoming: Incoming) -> list[Part]:
    return [part for part in parts_of(incoming) if not part.done and part.role != Role.READS]


def _ask(incoming: Incoming, role: Part.Role, people: Iterable[Person]) -> None:
    """Give people a part in it; who had it and was through with it has it again."""
    told = []
    for person in dict.fromkeys(people):
        row, is_new = Part.objects.keeping_unique().get_or_create(incoming=incoming, person=person, role=role)
        if not is_new and row.done:
            row.done, row.since = False, timezone.now()
            row.save(update_fields=["done", "since"])
        told.append(person)
    index_incoming(incoming)
    if role == Role.READS and told:
        tell(
            told, TO_READ, text=incoming.title, address=_page(incoming), key=f"incoming-read-{incoming.pk}", again=True
        )


def _done(acting: Viewer, incoming: Incoming, role: Part.Role) -> None:
    part = part_of(acting, incoming, role)
    if part is None:
        raise NotPossible(_("It doesn't wait for you any more. Have a look at it."))
    part.done = True
    part.save(update_fields=["done"])


def _page(incoming: Incoming) -> str:
    return reverse("documents:incoming-detail", args=[incoming.pk])
