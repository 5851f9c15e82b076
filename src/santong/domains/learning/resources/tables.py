"""Columns of lists about resources."""

from django.utils.translation import gettext_lazy as _

from santong.kit.pages import Column, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

STATUS_TONES = {
    "draft": "neutral",
    "submitted": "info",
    "returned": "warn",
    "admitted": "ok",
    "withdrawn": "neutral",
    "expired": "neutral",
}


class OwnTable(Table):
    """An author's own resources."""

    title = NameColumn(_("title"))
    kind = Column(_("kind of resource"))
    subject = Column(_("subject"))
    status = TagColumn(_("status"), tones=STATUS_TONES)
    level = Column(_("admitted by"), phone=False)
    audience = Column(_("shared with"), phone=False)
    uses = NumberColumn(_("uses"))
    created_at = TimeColumn(_("created"), phone=False)


class FromHereTable(Table):
    """What is in the library from a place."""

    title = NameColumn(_("title"))
    kind = Column(_("kind of resource"))
    subject = Column(_("subject"))
    organisation = Column(_("comes from"), accessor="organisation__name")
    level = Column(_("admitted by"), phone=False)
    uses = NumberColumn(_("uses"))
    admitted_at = TimeColumn(_("admitted"), phone=False)


class TextbookTable(Table):
    """The textbooks of the catalogue."""

    volume = NameColumn(_("textbook"), accessor=lambda book: f"{book.subject} {book.volume}", below="edition")
    stage = Column(_("stage"))
    subject = Column(_("subject"))
    year = Column(_("revised in"))
    is_current = TagColumn(_("in use"), accessor=lambda book: _("Yes") if book.is_current else _("No"), orderable=False)


class PointTable(Table):
    """The knowledge points of the catalogue."""

    name = NameColumn(_("knowledge point"), below="code")
    stage = Column(_("stage"))
    subject = Column(_("subject"))


class SynonymTable(Table):
    """The groups of synonyms that the region keeps."""

    words = NameColumn(_("words of one meaning"))
    changed_at = TimeColumn(_("changed"), phone=False)


class QueueTable(Table):
    """What waits for review."""

    title = NameColumn(_("title"), accessor="resource__title", orderable=False)
    kind = Column(_("kind of resource"), accessor=lambda row: row.resource.get_kind_display(), orderable=False)
    subject = Column(_("subject"))
    place = Column(_("comes from"), accessor="resource__organisation__name", orderable=False)
    level = Column(_("level of the review"), phone=False)
    asked_at = TimeColumn(_("handed in"))


class ComplaintTable(Table):
    """Complaints about resources."""

    reason = NameColumn(_("reason"))
    resource = Column(_("resource"), accessor="resource__title", orderable=False)
    state = TagColumn(_("status"), tones={"open": "warn", "upheld": "bad", "rejected": "neutral"})
    made_at = TimeColumn(_("made"))


class ReviewerTable(Table):
    """Who reviews what."""

    person = NameColumn(_("reviewer"), accessor="person__name", orderable=False)
    organisation = Column(_("organisation"), accessor="organisation__name", orderable=False)
    subject = Column(_("subject"))
    stage = Column(_("stage"))
