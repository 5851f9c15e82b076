"""The columns that every list of employed people has, and what is said about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import number_text
from santong.kit.imports.model_import import ModelField
from santong.lib.identity_numbers import parse_identity_number
from santong.lib.phones import parse_phone
from santong.lib.sexes import parse_sex, word_of_sex
from santong.lib.sheets.known_fields import KNOWN_HEADINGS

NO_NUMBER, OTHER_NAME = "no_number", "other_name"
IDENTITY_NUMBER = ModelField(
    "identity_number",
    KNOWN_HEADINGS["identity_number"],
    is_key=True,
    label=_("identity number"),
    required=True,
    sensitive=True,
    read=parse_identity_number,
    show=number_text,
    empty=NO_NUMBER,
)
SEX = ModelField("sex", KNOWN_HEADINGS["sex"], label=_("sex"), read=parse_sex, show=word_of_sex)
PHONE = ModelField(
    "phone",
    KNOWN_HEADINGS["phone"],
    label=_("phone"),
    sensitive=True,
    read=parse_phone,
    show=lambda phone: phone.number,
    may_stay_out=True,
)
MESSAGES = {
    NO_NUMBER: _("Without identity number nobody can tell whether this person is known already. Fill it in."),
    OTHER_NAME: _("This identity number belongs to somebody with another name. Compare both with the document."),
}
