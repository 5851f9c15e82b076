"""What other modules may use of identity."""

from allauth.account.decorators import reauthentication_required

from santong.domains.platform.identity.actions import (
    create_person,
    note_phones_shown,
    phone_for,
    remove_second_factor,
    rename_person,
    reset_password,
    reveal_id_number,
    reveal_phone,
    sign_out,
    switch_accounts,
)
from santong.domains.platform.identity.activation.actions import Issued, issue_codes, void_codes
from santong.domains.platform.identity.activation.codes import open_codes
from santong.domains.platform.identity.activation.pages import Group, Member, Part, activation_page, slip_document
from santong.domains.platform.identity.activation.slips import activation_address, qr_picture, slip_of
from santong.domains.platform.identity.adapters import please_wait
from santong.domains.platform.identity.asking import account_in_need
from santong.domains.platform.identity.credentials import MustWait, locked_until, unlock
from santong.domains.platform.identity.entry import enter, give_second_factor, is_invented, present_code
from santong.domains.platform.identity.events import AccountTouched
from santong.domains.platform.identity.intake import (
    NewPerson,
    create_people,
    id_number_index,
    people_by_id_number,
    people_by_phone,
)
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.name_search import called
from santong.domains.platform.identity.picking import PEOPLE, PersonField, people_known, picks_of
from santong.domains.platform.identity.queries import keys_fit
from santong.domains.platform.identity.second_factor import has_factor, names_of_factors
from santong.domains.platform.identity.security_events import Kind as SecurityEventKind
from santong.domains.platform.identity.security_events import tell_holders
from santong.domains.platform.identity.sessions import places_of_person
from santong.domains.platform.identity.takeover import (
    ACTIVATE,
    TakeoverRefused,
    demand_takeover,
    set_takeover_rule,
    takeover_objections,
)
from santong.domains.platform.identity.throttle import Counter, Limit, admit, give_back
from santong.domains.platform.identity.uniting import VALUES, has_value, id_numbers_of, same_value, unite

__all__ = [
    "ACTIVATE",
    "PEOPLE",
    "VALUES",
    "AccountTouched",
    "Counter",
    "Group",
    "Issued",
    "Limit",
    "Member",
    "MustWait",
    "NewPerson",
    "Part",
    "Person",
    "PersonField",
    "SecurityEventKind",
    "TakeoverRefused",
    "account_in_need",
    "activation_address",
    "activation_page",
    "admit",
    "called",
    "create_people",
    "create_person",
    "demand_takeover",
    "enter",
    "give_back",
    "give_second_factor",
    "has_factor",
    "has_value",
    "id_number_index",
    "id_numbers_of",
    "is_invented",
    "issue_codes",
    "keys_fit",
    "locked_until",
    "names_of_factors",
    "note_phones_shown",
    "open_codes",
    "people_by_id_number",
    "people_by_phone",
    "people_known",
    "phone_for",
    "picks_of",
    "places_of_person",
    "please_wait",
    "present_code",
    "qr_picture",
    "reauthentication_required",
    "remove_second_factor",
    "rename_person",
    "reset_password",
    "reveal_id_number",
    "reveal_phone",
    "same_value",
    "set_takeover_rule",
    "sign_out",
    "slip_document",
    "slip_of",
    "switch_accounts",
    "takeover_objections",
    "tell_holders",
    "unite",
    "unlock",
    "void_codes",
]
