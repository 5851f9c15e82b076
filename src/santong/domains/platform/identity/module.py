"""People, their accounts, sign-in, second factors, sessions, sealed numbers."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity.audit import ACTIONS
from santong.domains.platform.identity.cards import second_factor_card
from santong.domains.platform.identity.facts import FACTS
from santong.domains.platform.identity.todos import SECURITY_NOTICES
from santong.kit.access.roles import Permission
from santong.kit.api.operations import Operations
from santong.kit.changes.publishing import Published
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

OWN_AFFAIRS = frozenset(
    {
        "password",
        "must_change_password",
        "language",
        "theme",
        "text_size",
        "second_factor",
        "second_factor_by",
        "found_by",
    }
)
"""Fields of a person that tell other systems nothing."""

MODULE = Module(
    name="identity",
    label=_("People and accounts"),
    declares=(
        Permission(
            "people.view",
            _("See people"),
            (
                "region_administrator",
                "bureau_officer",
                "county_officer",
                "principal",
                "school_it",
                "teaching_affairs",
                "class_teacher",
            ),
        ),
        Permission("people.change", _("Change people"), ("region_administrator", "school_it", "teaching_affairs")),
        Permission(
            "accounts.activate",
            _("Hand out activation slips"),
            ("region_administrator", "school_it", "teaching_affairs", "class_teacher"),
        ),
        Permission("people.reveal", _("See full identity and phone numbers"), ("principal", "school_it")),
        HomeCard("second_factor", second_factor_card, order=0, width="full"),
        *FACTS,
        MenuItem(_("My account"), "account", icon="user-circle", topic="person", order=910),
        MenuItem(_("Password"), "account_change_password", icon="lock", topic="person", order=20),
        MenuItem(_("Second factor"), "mfa_index", icon="shield-lock", topic="person", order=25),
        MenuItem(_("Signed-in devices"), "account_places", icon="devices", topic="person", order=40),
        MenuItem(
            _("Security notices"),
            "account_security",
            icon="shield-lock",
            topic="person",
            order=45,
        ),
        SECURITY_NOTICES,
        Published("people", "identity.Person", ignored=OWN_AFFAIRS),
        Verb(
            _("Change my password"),
            "lock",
            url_name="account_change_password",
            words=_("password passphrase"),
            order=90,
        ),
        *ACTIONS,
        Operations("santong.domains.platform.identity.api.router", order=20),
        HandbookSection(
            "my-account",
            _("My account"),
            ("account", "account_change_password", "mfa_index", "account_places", "account_security"),
        ),
    ),
)
