"""Columns of the lists."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from santong.domains.learning.sourcing.models import Call
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

CALL_TONES = {"draft": "neutral", "open": "ok", "deciding": "warn", "closed": "neutral"}
CALL_STATES = {
    "draft": Call.State.DRAFT.label,
    "open": _("Open for answers"),
    "deciding": _("Being decided"),
    "closed": Call.State.CLOSED.label,
}
ANSWER_TONES = {"waiting": "warn", "accepted": "ok", "thanked": "info", "withdrawn": "neutral"}


class CallStateColumn(Column):
    """A call's state as people read it."""

    def render(self, value: Any, record: Any) -> str:
        return format_html('<span class="tag {}">{}</span>', CALL_TONES[value], CALL_STATES[value])

    def value(self, value: Any, record: Any) -> Any:
        return str(CALL_STATES[value])


class CallTable(Table):
    """Calls for resources."""

    title = NameColumn(_("title"), below="organisation__name")
    subject = Column(_("subject"))
    kinds = Column(_("kinds of resource"), accessor=lambda call: call.kind_names, phone=False)
    audience = Column(_("who may answer"), accessor="audience__name", order_by="audience_path", phone=False)
    state = CallStateColumn(_("status"), accessor=lambda call: call.stage_of_life)
    deadline = DateColumn(_("deadline"))
    answers = NumberColumn(_("answers"), orderable=False)
    accepted = NumberColumn(_("accepted"), orderable=False)


class AnswerTable(Table):
    """The answers to a call."""

    resource = NameColumn(_("resource"), accessor="resource__title", below="organisation__name", orderable=False)
    person = Column(_("contributed by"), accessor="person__name", orderable=False)
    note = Column(_("note on it"), orderable=False, phone=False)
    state = TagColumn(_("status"), tones=ANSWER_TONES, orderable=False)
    comment = Column(_("word of the jury"), orderable=False, phone=False)
    made_at = TimeColumn(_("handed in"), orderable=False)


class CertificateTable(Table):
    """Certificates granted."""

    resource = NameColumn(_("resource"), accessor="resource__title", below="resource__organisation__name")
    level = Column(_("certified at"))
    organisation = Column(_("granted by"), accessor="organisation__name", order_by="path", phone=False)
    reason = Column(_("reason"), phone=False)
    granted_at = TimeColumn(_("granted"))
    state = TagColumn(
        _("status"), accessor=lambda row: _("Certificate revoked") if row.revoked_at else _("Valid"), orderable=False
    )


class SignedColumn(NumberColumn):
    """A number with its sign."""

    def render(self, value: Any, record: Any) -> str:
        return f"{value:+d}"


class StatementTable(Table):
    """The entries of accounts."""

    kind = NameColumn(_("occasion"), accessor="transaction__kind", below="transaction__resource__title")
    account = Column(_("account"), accessor=lambda entry: entry.account.name)
    at = TimeColumn(_("at"), accessor="transaction__at", order_by="pk")
    amount = SignedColumn(_("points"))
    after = NumberColumn(_("balance"), orderable=False)
    memo = Column(_("remark"), accessor="transaction__memo", phone=False, orderable=False)


class TransactionTable(Table):
    """The ledger."""

    kind = NameColumn(_("occasion"), below="resource__title")
    at = TimeColumn(_("at"), order_by="pk")
    amount = NumberColumn(_("points"), orderable=False)
    memo = Column(_("remark"), phone=False)
    state = TagColumn(
        _("status"),
        accessor=lambda row: _("Taken back") if row.taken_back else _("Valid"),
        orderable=False,
    )


class EntryTable(Table):
    """The entries of one transaction."""

    account = NameColumn(_("account"), accessor=lambda entry: entry.account.name)
    amount = SignedColumn(_("points"), orderable=False)
    after = NumberColumn(_("balance"), orderable=False)


class PriceTable(Table):
    """What can be obtained for points."""

    resource = NameColumn(_("resource"), accessor="resource__title", below="resource__organisation__name")
    kind = Column(_("kind of resource"), accessor="resource__kind")
    subject = Column(_("subject"), accessor="resource__subject")
    grade = Column(_("grade"), accessor="resource__grade", phone=False)
    points = NumberColumn(_("price"))
    set_at = TimeColumn(_("set"), phone=False)


PACK_TONES = {"coming": "info", "valid": "ok", "expired": "neutral"}
PACK_STATES = {"coming": _("Not yet begun"), "valid": _("Licence runs"), "expired": _("Expired")}


class PackStateColumn(Column):
    """Whether a pack's licence runs."""

    def render(self, value: Any, record: Any) -> str:
        return format_html('<span class="tag {}">{}</span>', PACK_TONES[value], PACK_STATES[value])

    def value(self, value: Any, record: Any) -> Any:
        return str(PACK_STATES[value])


def _entitled(pack: Any) -> str:
    if pack.seats is not None:
        return _("%(taken)s of %(all)s seats") % {"taken": pack.taken_seats, "all": pack.seats}
    return ngettext("%(n)s place", "%(n)s places", pack.places) % {"n": pack.places}


class PackTable(Table):
    """Packs bought."""

    title = NameColumn(_("title"), below="supplier")
    state = PackStateColumn(_("status"), accessor=lambda pack: pack.state)
    begins = DateColumn(_("licensed from"), phone=False)
    ends = DateColumn(_("licensed until"))
    entitled = Column(_("entitled"), accessor=_entitled)
    resources = NumberColumn(_("resources"), orderable=False)
    all_uses = NumberColumn(_("uses"), orderable=False)
    organisation = Column(_("kept by"), accessor="organisation__name", order_by="path", phone=False)


class PackUseTable(Table):
    """The use of a pack."""

    organisation = NameColumn(_("school or bureau"), accessor="organisation__name")
    month = DateColumn(_("month"))
    uses = NumberColumn(_("uses"))


class SchoolLibraryTable(Table):
    """What came from a school."""

    title = NameColumn(_("title"), below="organisation__name")
    kind = Column(_("kind of resource"))
    subject = Column(_("subject"))
    grade = Column(_("grade"), phone=False)
    certified = TagColumn(_("certified"), tones=dict.fromkeys(("school", "county", "city"), "ok"))
    level = Column(_("admitted by"), phone=False)
    uses = NumberColumn(_("uses"))
    admitted_at = TimeColumn(_("admitted"), phone=False)
