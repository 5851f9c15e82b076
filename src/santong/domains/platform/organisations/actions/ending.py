"""Closing organisations, and opening them again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from santong.domains.platform.organisations.events import OrganisationsClosed, OrganisationsReopened
from santong.domains.platform.organisations.models import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit


def close_organisation(*, acting: Viewer, organisation: Organisation, last_day: date) -> list[Organisation]:
    """End an organisation and everything below it that is still open with a day, also what is removed
    for now: it comes back as closed.

    Nothing is removed: it stays readable where it is, and its identification code is never given
    to another. Appointments on what closes end with the same day.
    """
    acting.demand("organisations.change", organisation.path)
    with transaction.atomic(), named("organisations.close"):
        rows = _open_below(organisation)
        for row in rows:
            row.valid_until = max(last_day, row.valid_from) if row.valid_from else last_day
        Organisation.with_removed.bulk_update(rows, ["valid_until"], batch_size=500)
        organisation.valid_until = last_day
        emit(OrganisationsClosed(tuple(row.pk for row in rows), last_day))
    return rows


def reopen_organisation(*, acting: Viewer, organisation: Organisation) -> list[Organisation]:
    """Take a closing back: the organisation and what closed together with it are open again."""
    acting.demand("organisations.change", organisation.path)
    last_day = organisation.valid_until
    with transaction.atomic(), named("organisations.reopen"):
        rows = list(Organisation.with_removed.inside(organisation).filter(valid_until=last_day, merged_into=None))
        for row in rows:
            row.valid_until = None
        Organisation.with_removed.bulk_update(rows, ["valid_until"], batch_size=500)
        organisation.valid_until = None
        emit(OrganisationsReopened(tuple(row.pk for row in rows)))
    return rows


def _open_below(organisation: Organisation) -> list[Organisation]:
    rows = Organisation.with_removed.inside(organisation).filter(valid_until=None)
    return list(rows.select_for_update())
