"""Columns of the audit record."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.audit.queries import actor_name, object_name, table_name
from santong.domains.platform.audit.wording import action_name
from santong.kit.pages import Column, NameColumn, Table, TagColumn, TimeColumn


class AuditTable(Table):
    """One line for each row that a write touched."""

    at = TimeColumn(_("time"), order_by="id")
    username = NameColumn(_("person"), accessor=actor_name, below="username", orderable=False)
    kind = TagColumn(_("kind"), tones={"create": "ok", "delete": "bad", "change": "info"}, orderable=False)
    model = Column(_("table"), accessor=lambda entry: table_name(entry.model))
    label = Column(_("object"), accessor=object_name, orderable=False)
    verb = Column(_("action"), accessor=lambda entry: action_name(entry.verb), orderable=False, phone=False)
    address = Column(_("address"), orderable=False, phone=False)
