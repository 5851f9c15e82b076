"""Official documents: drafted, signed and numbered without gap, distributed and signed for, received, archived."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.audit import ACTIONS
from santong.domains.campus.documents.jobs import reindex
from santong.domains.campus.documents.kinds import DOCUMENT, PEOPLE
from santong.domains.campus.documents.measures import MEASURES
from santong.domains.campus.documents.models import DRAFT, KEEP, SIGN, VIEW
from santong.domains.campus.documents.panels import RequestPanel
from santong.domains.campus.documents.printing import PRINTABLES
from santong.domains.campus.documents.queries import readable_through_documents
from santong.domains.campus.documents.searching import find
from santong.domains.campus.documents.todos import TODOS
from santong.domains.campus.documents.uniting import RULE
from santong.domains.platform.files.public import FileReaders
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import SearchSource, Verb
from santong.kit.registry import Module

LEADERS = ("principal", "county_officer", "bureau_officer")
KEEPERS = (*LEADERS, "teaching_affairs")
STAFF = (*KEEPERS, "school_it", "inspector", "class_teacher", "subject_teacher")

MODULE = Module(
    name="documents",
    label=_("Official documents"),
    declares=(
        Permission(VIEW, _("See the official documents of a place"), KEEPERS),
        Permission(DRAFT, _("Draft official documents"), STAFF),
        Permission(KEEP, _("Number, distribute, sign for and archive documents"), KEEPERS),
        Permission(SIGN, _("Sign official documents"), LEADERS),
        MenuItem(
            _("Outgoing documents"),
            "documents:documents",
            "certificate",
            permission=DRAFT,
            topic="office",
            order=20,
            note=_("Drafted, signed, numbered, distributed"),
        ),
        MenuItem(
            _("Incoming documents"),
            "documents:incoming",
            "inbox",
            permission=DRAFT,
            topic="office",
            order=21,
            note=_("Registered, decided, handled, read"),
        ),
        MenuItem(
            _("Documents to sign for"),
            "documents:deliveries",
            "clipboard-check",
            permission=KEEP,
            topic="office",
            order=22,
        ),
        MenuItem(
            _("Archive of documents"),
            "documents:document-archive",
            "archive",
            permission=VIEW,
            topic="office",
            order=23,
        ),
        *TODOS,
        DOCUMENT,
        PEOPLE,
        PanelOn("requests.Request", RequestPanel(_("Document to be signed")), order=10),
        Verb(
            _("Draft a document"),
            "certificate",
            DRAFT,
            "documents:documents-new",
            words=_("official document issue notice"),
            order=13,
        ),
        Verb(
            _("Register a document"),
            "inbox",
            KEEP,
            "documents:incoming-new",
            words=_("incoming document receive"),
            order=14,
        ),
        Verb(
            _("Sign for documents"),
            "clipboard-check",
            KEEP,
            "documents:deliveries",
            words=_("receipt documents"),
            order=15,
        ),
        SearchSource("documents", _("Official documents"), find, order=40),
        FileReaders(readable_through_documents),
        *PRINTABLES,
        *MEASURES,
        *ACTIONS,
        RULE,
        DemoStep("documents", "santong.domains.campus.documents.demo.send_documents", order=74),
        ScheduledJob("documents.reindex", "45 3 * * *", reindex),
        HandbookSection("outgoing", _("Outgoing documents"), ("documents:documents",)),
        HandbookSection("incoming", _("Incoming documents"), ("documents:incoming",)),
        HandbookSection("deliveries", _("Documents to sign for"), ("documents:deliveries",)),
        HandbookSection("archive", _("Archive of documents"), ("documents:document-archive",)),
    ),
)
