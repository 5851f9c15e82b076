"""What a clerk does with a signed document: number, seal, distribute, remind, withdraw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.documents.indexing import index_document
from santong.domains.campus.documents.models import KEEP, Delivery, Document, Series
from santong.domains.campus.documents.numbering import give_number
from santong.domains.campus.documents.queries import clerks_at, receivers_for
from santong.domains.platform.notices.public import tell
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible
from santong.kit.registry import Label
from santong.kit.steps import Holds, step

State = Document.State
CLERK = Holds(KEEP)
REMINDED = gettext_lazy("Please sign for a document of %(sender)s")
TAKEN_BACK = gettext_lazy("%(sender)s has withdrawn a document")


@step(Document, "documents.issue", who=CLERK, sources=(State.SIGNED,), target=State.NUMBERED)
def issue(*, acting: Viewer, document: Document, series: Series, issued_on: date) -> None:
    """Give it the next number of a series, with the date of issue."""
    if series.organisation_id != document.organisation_id:
        raise NotPossible(_("This series belongs to another organisation."), field="series")
    if issued_on > timezone.localdate():
        raise NotPossible(_("The date of issue lies in the future. Number it on that day."), field="issued_on")
    document.number = give_number(series, issued_on)
    document.issued_on = issued_on
    index_document(document)


@step(Document, "documents.seal", who=CLERK, sources=(State.NUMBERED,), target=State.SEALED, undo=True)
def seal(*, acting: Viewer, document: Document) -> None:
    """Note that the seal was put on it."""
    document.sealed_by_id = acting.person_id


@step(
    Document,
    "documents.distribute",
    who=CLERK,
    sources=(State.NUMBERED, State.SEALED, State.SENT),
    target=State.SENT,
)
def distribute(*, acting: Viewer, document: Document, receivers: Sequence[Organisation]) -> int:
    """Give it to organisations, each once; answers how many that were."""
    given = set(Delivery.objects.belonging_to(document=document).values_list("organisation_id", flat=True))
    possible = set(receivers_for(document.organisation).values_list("pk", flat=True))
    new = [place for place in receivers if place.pk not in given and place.pk in possible]
    if not new:
        raise NotPossible(_("Choose at least one receiver that hasn't got it yet."), field="receivers")
    now = timezone.now()
    Delivery.objects.bulk_create([_to(document, place, now) for place in new])
    document.sent_at = document.sent_at or now
    return len(new)


def _to(document: Document, place: Organisation, now: object) -> Delivery:
    return Delivery(
        document=document,
        organisation=place,
        path=place.path,
        title=document.title,
        sender=document.organisation.name,
        number_text=document.number_text,
        sent_at=now,
    )


def unsigned(document: Document) -> list[Delivery]:
    """Those who haven't signed for it."""
    rows = Delivery.objects.belonging_to(document=document).filter(state=Delivery.State.SENT)
    return list(rows.order_by("path"))


def _reminding_objection(acting: Viewer, document: Document) -> str:
    """Each receiver is reminded once."""
    waiting = unsigned(document)
    if not waiting:
        return _("All have signed for it.")
    if all(row.was_reminded for row in waiting):
        return _("Those who haven't signed for it were reminded. Give them a call.")
    return ""


@step(Document, "documents.remind", who=CLERK, sources=(State.SENT,), unless=(_reminding_objection,))
def remind(*, acting: Viewer, document: Document) -> None:
    """Remind the clerks of those who haven't signed for it, once."""
    rows = [row for row in unsigned(document) if not row.was_reminded]
    for row in rows:
        row.was_reminded = True
        _tell(row, REMINDED, document.title, f"document-remind-{row.pk}")
    Delivery.objects.bulk_save(rows, ["was_reminded"])
    document.reminded_on = timezone.localdate()


@step(
    Document, "documents.withdraw", who=CLERK, sources=(State.NUMBERED, State.SEALED, State.SENT),
    target=State.WITHDRAWN,
)  # fmt: skip
def withdraw_document(*, acting: Viewer, document: Document, reason: str) -> None:
    """Take back a document that was issued: its number becomes void, and it stays to be read, marked."""
    number = document.number
    if number is None:
        raise NotPossible(_("It has no number yet. Return it instead."))
    number.void_because = reason
    number.save(update_fields=["void_because"])
    rows = list(Delivery.objects.belonging_to(document=document))
    for row in rows:
        if row.state == Delivery.State.SIGNED:
            _tell(row, TAKEN_BACK, f"{document.title}\n{reason}", f"document-withdrawn-{row.pk}")
        row.state = Delivery.State.WITHDRAWN
    Delivery.objects.bulk_save(rows, ["state"])
    index_document(document)


def _tell(row: Delivery, title: Label, text: str, key: str) -> None:
    address = reverse("documents:deliveries-detail", args=[row.pk])
    tell(clerks_at([row.path]), title, words={"sender": row.sender}, text=text, address=address, key=key)


@step(Series, "documents.skip", who=CLERK, unless=(lambda acting, series: _closed(series),), saves=False)
def skip_number(*, acting: Viewer, series: Series, reason: str, day: date) -> str:
    """Use the next number up without a document: it was given on paper, or spoiled. Answers the number."""
    return str(give_number(series, day, void_because=reason))


def _closed(series: Series) -> str:
    return "" if series.is_open else _("This series is closed. Choose another one.")


def said_of_distribution(number: int) -> str:
    """How many got it, in a sentence."""
    return ngettext("Given to %(n)s receiver.", "Given to %(n)s receivers.", number) % {"n": number}


def with_all_below(places: Iterable[Organisation], chosen: Iterable[str]) -> list[Organisation]:
    """Of possible receivers those that were chosen by key, or by `all-` and the key of the one above them."""
    wanted = set(chosen)
    return [place for place in places if str(place.pk) in wanted or f"all-{place.parent_id}" in wanted]
