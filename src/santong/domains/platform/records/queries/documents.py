"""Reading state and profiles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from santong.domains.platform.records.models import Document


@dataclass(frozen=True)
class Address:
    """Where documents of one kind lie: the organisation and what they are about."""

    kind: Document.Kind
    organisation_id: int
    activity: int = 0
    agent: int = 0
    registration: str | None = ""

    def documents(self) -> QuerySet[Document]:
        """The documents here; `registration` None stands for those with and without one."""
        found = Document.objects.filter(
            kind=self.kind, organisation_id=self.organisation_id, activity=self.activity, agent=self.agent
        )
        return found if self.registration is None else found.filter(registration=self.registration)


def find_document(address: Address, name: str) -> Document | None:
    """One document."""
    return address.documents().filter(name=name).first()


def names_of_documents(address: Address, since: datetime | None) -> list[str]:
    """The names of the documents changed after `since`."""
    found = address.documents()
    if since is not None:
        found = found.filter(updated__gt=since)
    return sorted(set(found.values_list("name", flat=True)))
