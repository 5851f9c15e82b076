"""Taking a person out of the records: asked for, decided, carried out."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.actions.attachments import forget_attachments
from santong.domains.platform.records.clock import writing
from santong.domains.platform.records.events import ErasureCarriedOut, PersonErased
from santong.domains.platform.records.models import Document, ErasureRequest, Learner, OutboxEntry
from santong.domains.platform.records.models.erasures import PERMISSION
from santong.domains.platform.records.models.learners import opaque_name
from santong.domains.platform.records.queries.learners import agent_of, learners_of, may_ask_for
from santong.domains.platform.records.storage import select_in
from santong.domains.platform.records.telling import tell_asker
from santong.domains.platform.records.xapi.reading import write_json
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, Is, Whoever, step

PORTION = 500
State = ErasureRequest.State


def ask_erasure(*, acting: Viewer, person: Person, reason: str = "") -> ErasureRequest:
    """Ask that a person be taken out of the records: they themselves, or a guardian. Asking twice is asking once."""
    if not may_ask_for(acting, person.pk):
        raise PermissionDenied(PERMISSION)
    with transaction.atomic(), named("records.ask_erasure"):
        request, _is_new = ErasureRequest.objects.keeping_unique().get_or_create(
            person=person,
            state__in=ErasureRequest.WAITING,
            defaults={"path": person.path, "asked_by_id": acting.person_id, "reason": reason, "state": State.OPEN},
        )
    return request


@step(
    ErasureRequest,
    "records.withdraw_erasure",
    who=Whoever(lambda viewer, request: may_ask_for(viewer, request.person_id)),
    sources=(State.OPEN,),
    target=State.WITHDRAWN,
)
def withdraw_erasure(*, acting: Viewer, request: ErasureRequest) -> None:
    """Take the request back, while nobody has decided."""


IS_OWN = Condition(
    (Is("person_id") | Is("asked_by_id")).allows,
    gettext_lazy("Somebody else has to decide about what you asked for yourself."),
)


@step(
    ErasureRequest, "records.grant_erasure", who=Holds(PERMISSION), sources=(State.OPEN,), target=State.GRANTED,
    unless=(IS_OWN,),
)  # fmt: skip
def grant_erasure(*, acting: Viewer, request: ErasureRequest) -> None:
    """Grant a request, which is then to be carried out."""
    request.decided_by_id, request.decided_at = acting.person_id, timezone.now()


@step(
    ErasureRequest, "records.refuse_erasure", who=Holds(PERMISSION), sources=(State.OPEN,), target=State.REFUSED,
    unless=(IS_OWN,), undo=True, then=tell_asker,
)  # fmt: skip
def refuse_erasure(*, acting: Viewer, request: ErasureRequest, answer: str) -> None:
    """Keep a record, and say why."""
    if not answer:
        raise NotPossible(_("Say why: whoever asked reads it."), field="answer")
    request.answer, request.decided_by_id, request.decided_at = answer, acting.person_id, timezone.now()


def carry_out_erasure(request_id: int) -> int:
    """Do what was granted, once; in how many statements the person stood."""
    with writing(), named("records.erase"):
        row = ErasureRequest.objects.noted([request_id]).select_for_update().get()
        if row.state != State.GRANTED:
            return row.changed or 0
        row.state, row.changed, row.done_at = State.DONE, _take_out(row.person_id), timezone.now()
        row.save(update_fields=["state", "changed", "done_at"])
        emit(ErasureCarriedOut(row.person_id))
        tell_asker(None, row)
    return int(row.changed)


def erase_person(person_id: int) -> int:
    """Take a person out of the records: in their statements stands a new name that belongs to nobody.

    What was done stays, so counts and means stay right; nobody can say any more who did it. State,
    profiles and attachments go. Of somebody who was entered twice every account is taken out, under
    the same new name. Gives the number of statements changed.
    """
    with writing():
        return _take_out(person_id)


def _take_out(person_id: int) -> int:
    nobody = opaque_name()
    return sum(_erase_learner(learner, nobody) for learner in learners_of(person_id))


def _erase_learner(learner: Learner, nobody: str) -> int:
    old, new = agent_of(learner.name), agent_of(nobody)
    seqs = [seq for (seq,) in select_in("SELECT DISTINCT seq FROM records_posting WHERE list IN ({})", [old, old + 1])]
    for start in range(0, len(seqs), PORTION):
        _rename(seqs[start : start + PORTION], learner.name, nobody)
    with connection.cursor() as cursor:
        for related in (0, 1):
            # A statement about both accounts of one person stands in the new list already.
            there = "SELECT seq FROM records_posting WHERE list = %s"
            given = [old + related, new + related]
            cursor.execute(f"DELETE FROM records_posting WHERE list = %s AND seq IN ({there})", given)  # noqa: S608
            cursor.execute("UPDATE records_posting SET list = %s WHERE list = %s", given[::-1])
    forget_attachments(seqs)
    Document.objects.filter(agent=old).delete()
    OutboxEntry.objects.filter(statement__actor__account__name=learner.name).delete()
    learner.delete()
    emit(PersonErased(old=old, new=new))
    return len(seqs)


def _rename(seqs: list[int], old: str, new: str) -> None:
    rows = select_in("SELECT seq, body FROM records_statement WHERE seq IN ({})", seqs)
    # The name is 32 random hexadecimal digits: it stands in the text only where the person is meant.
    texts = [(_nameless(body.replace(old, new), new), seq) for seq, body in rows]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE records_statement SET body = %s WHERE seq = %s", texts)


def _nameless(body: str, account: str) -> str:
    """The text of a statement in which the agent with this account has no other name beside it."""
    statement = json.loads(body)
    return write_json(statement) if _drop_names(statement, account) else body


def _drop_names(value: Any, account: str) -> int:
    """How many names were dropped from a part of a statement."""
    if isinstance(value, list):
        return sum(_drop_names(item, account) for item in value)
    if not isinstance(value, dict):
        return 0
    held = value.get("account")
    is_theirs = isinstance(held, dict) and held.get("name") == account
    dropped = is_theirs and value.pop("name", None) is not None
    return dropped + sum(_drop_names(item, account) for item in value.values())
