"""Checks of a school identification code (学校标识码) against what is known here."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from santong.domains.platform.codes.public import is_code
from santong.domains.platform.organisations.models import Organisation, OrganisationName
from santong.lib.school_codes import parse_school_code

PROVINCE = slice(2, 4)


def clean_school_code(text: str, *, division: str = "", organisation_id: int | None = None) -> str:
    """The code in its proper form: category 2 + province 2 + serial 6 digits.

    Raises `ValidationError` for a code that is malformed, belongs to another province than
    `division`, or is or was another school's: abolished codes are never given again.
    """
    reading = parse_school_code(text)
    if reading.value is None:
        raise ValidationError(
            _("An identification code has ten digits: two for the category, two for the province, six for the serial.")
        )
    code = reading.value.code
    if not is_code("school_category", code[:2]):
        raise ValidationError(
            _("No category of schools begins with %(digits)s. Check the code.") % {"digits": code[:2]}
        )
    if division and code[PROVINCE] != division[:2]:
        raise ValidationError(
            _("The code belongs to province %(code)s, the division to province %(division)s. Check both.")
            % {"code": code[PROVINCE], "division": division[:2]}
        )
    _demand_unused(code, organisation_id)
    return code


def _demand_unused(code: str, organisation_id: int | None) -> None:
    others = Organisation.with_removed.numbers_only().exclude(pk=organisation_id).filter(code=code)
    former = OrganisationName.objects.numbers_only().exclude(organisation_id=organisation_id).filter(code=code)
    if others.exists() or former.exists():
        raise ValidationError(
            _("This code is or was another school's. Abolished codes are never given again; check the code.")
        )
