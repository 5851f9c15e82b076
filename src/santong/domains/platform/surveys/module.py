"""Forms and surveys: built by ordinary people, answered by those whom they choose, anonymously or by name."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.public import FileReaders
from santong.domains.platform.surveys.audit import ACTIONS
from santong.domains.platform.surveys.jobs import keep
from santong.domains.platform.surveys.measures import MEASURES
from santong.domains.platform.surveys.models import ANSWER, ASK, RESULTS, SEE, TEMPLATES
from santong.domains.platform.surveys.queries import readable_through_surveys
from santong.domains.platform.surveys.todos import TO_ANSWER
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

OFFICERS = ("bureau_officer", "county_officer")
ASKERS = (*OFFICERS, "principal", "teaching_affairs", "class_teacher")
EVERYBODY = (
    *ASKERS, "region_administrator", "security_officer", "auditor", "inspector", "school_it", "subject_teacher",
    "enterprise_tutor", "pupil", "parent",
)  # fmt: skip

MODULE = Module(
    name="surveys",
    label=_("Forms and surveys"),
    declares=(
        Permission(SEE, _("See forms and surveys"), ASKERS),
        Permission(ASK, _("Ask people by forms and surveys"), ASKERS),
        Permission(RESULTS, _("Read answers to the forms of just their own place"), ASKERS),
        Permission(TEMPLATES, _("Offer forms as templates"), (*OFFICERS, "principal")),
        Permission(ANSWER, _("Answer forms and surveys"), EVERYBODY),
        MenuItem(
            _("Forms and surveys"),
            "surveys:surveys",
            "forms",
            permission=SEE,
            topic="office",
            order=40,
            note=_("Ask many people the same questions"),
        ),
        MenuItem(_("Forms to answer"), "surveys:to-answer", "checks", permission=ANSWER, topic="messages", order=20),
        TO_ANSWER,
        FileReaders(readable_through_surveys),
        ScheduledJob("surveys.keep", "15,45 * * * *", keep),
        Verb(_("Ask by a form"), "forms", ASK, "surveys:surveys-new", words=_("survey form questionnaire"), order=14),
        *MEASURES,
        *ACTIONS,
        DemoStep("surveys", "santong.domains.platform.surveys.demo.ask_some", order=76),
        HandbookSection("surveys", _("Forms and surveys"), ("surveys:surveys",)),
        HandbookSection("to-answer", _("Forms to answer"), ("surveys:to-answer",)),
    ),
)
