"""Word lists of the region, and what is held until a moderator has released it."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.duplicates.public import MergeRule
from santong.domains.platform.moderation.audit import ACTIONS
from santong.domains.platform.moderation.importing import WordImport
from santong.domains.platform.moderation.models import REVIEW, WORDS
from santong.domains.platform.moderation.todos import CASES
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

KEEPERS = ("region_administrator", "security_officer")
MODERATORS = (*KEEPERS, "bureau_officer", "county_officer", "principal", "school_it", "teaching_affairs")

MODULE = Module(
    name="moderation",
    label=_("Moderation"),
    declares=(
        Permission(WORDS, _("Keep the word lists"), KEEPERS),
        Permission(REVIEW, _("Decide about what is held"), MODERATORS),
        MenuItem(
            _("Moderation"),
            "moderation:moderation",
            icon="shield-check",
            permission=REVIEW,
            topic="content",
            order=60,
        ),
        MenuItem(
            _("Word lists"),
            "moderation:words",
            icon="list-check",
            permission=WORDS,
            topic="content",
            order=61,
        ),
        CASES,
        WordImport(),
        DemoStep("moderation", "santong.domains.platform.moderation.demo.fill_lists", order=16),
        Verb(_("Add a word"), "list-check", WORDS, "moderation:words-new", words=_("ban sensitive"), order=62),
        *ACTIONS,
        MergeRule("moderation", stays={"moderation.Case.decided_by": "says who decided"}),
        HandbookSection("moderation", _("Moderation"), ("moderation:moderation",)),
        HandbookSection("words", _("Word lists"), ("moderation:words",)),
    ),
)
