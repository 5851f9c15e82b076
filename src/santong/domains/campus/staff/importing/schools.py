"""Which schools a sheet of staff may be about."""

from __future__ import annotations

from santong.domains.platform.organisations.public import Organisation, SchoolContextForm


class StaffSchoolForm(SchoolContextForm):
    """The school of the staff."""

    permission = "staff.change"


def name_of_code(code: str) -> str:
    """The name of the school that has an identification code, "" for none; the directory of schools is public."""
    row = Organisation.objects.open_to_everyone().filter(code=code).first()
    return row.name if row else ""
