"""The library: textbooks and knowledge points, resources from draft to admission, search, collections."""

from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.audit import ACTIONS
from santong.domains.learning.resources.importing import TextbookImport
from santong.domains.learning.resources.jobs import nightly, reindex
from santong.domains.learning.resources.measures import MEASURES
from santong.domains.learning.resources.moderating import HOLDABLES, level_of, refusal_of
from santong.domains.learning.resources.places import OVERSEE, deciding_path
from santong.domains.learning.resources.queries.finding import hits
from santong.domains.learning.resources.queries.seeing import objection_to_comments, openable
from santong.domains.learning.resources.receivers import readable_through_resources, savable_through_resources
from santong.domains.learning.resources.todos import REVIEWS
from santong.domains.learning.resources.views.library import lesson_card
from santong.domains.platform.discussion.public import discussed
from santong.domains.platform.duplicates.public import MergeRule
from santong.domains.platform.files.public import FileReaders, FileWording
from santong.kit.access.roles import Permission, Role
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import SearchSource, Verb
from santong.kit.registry import Module

BUREAU = ("region_administrator", "bureau_officer", "county_officer")
OVERSEERS = ("bureau_officer", "county_officer", "principal", "teaching_affairs")
TEACHERS = ("class_teacher", "subject_teacher")
STAFF = (*BUREAU, "inspector", "principal", "school_it", "teaching_affairs", *TEACHERS, "enterprise_tutor")

MODULE = Module(
    name="resources",
    label=_("Resource library"),
    declares=(
        Role("resource_reviewer", _("Resource reviewer")),
        Permission(
            "resources.view", _("Use the library"), (*STAFF, "security_officer", "resource_reviewer", "pupil", "parent")
        ),
        Permission(
            "resources.create",
            _("Add resources"),
            ("bureau_officer", "county_officer", "principal", "teaching_affairs", *TEACHERS),
        ),
        Permission(
            "resources.review",
            _("Review resources"),
            ("bureau_officer", "county_officer", "teaching_affairs", "resource_reviewer"),
        ),
        Permission("resources.oversee", _("Oversee the library of a place"), (*OVERSEERS, "inspector")),
        Permission(
            "resources.appoint_reviewers",
            _("Choose reviewers"),
            ("bureau_officer", "county_officer", "teaching_affairs"),
        ),
        Permission(
            "resources.change_catalogue",
            _("Keep textbooks and knowledge points"),
            ("region_administrator", "bureau_officer"),
        ),
        MenuItem(
            _("Resource library"),
            "resources:library",
            icon="books",
            permission="resources.view",
            topic="resources",
            order=5,
        ),
        MenuItem(
            _("Textbooks"), "resources:textbooks", icon="book", permission="resources.view", topic="resources", order=6
        ),
        MenuItem(
            _("My resources"),
            "resources:own",
            icon="folder",
            permission="resources.create",
            topic="resources",
            order=7,
        ),
        MenuItem(
            _("Collections"),
            "resources:collections",
            icon="bookmark",
            permission="resources.view",
            topic="resources",
            order=8,
            categories=("staff",),
        ),
        MenuItem(
            _("My collection"),
            "resources:collections",
            icon="bookmark",
            permission="resources.view",
            topic="resources",
            order=8,
            categories=("pupil", "parent"),
        ),
        MenuItem(
            _("To review"),
            "resources:reviews",
            icon="clipboard-check",
            permission="resources.review",
            topic="resources",
            order=9,
        ),
        REVIEWS,
        MenuItem(
            _("Missing resources"),
            "resources:missing",
            icon="target",
            permission="resources.oversee",
            topic="resources",
            order=10,
        ),
        MenuItem(
            _("Textbook catalogue"),
            "resources:catalogue",
            icon="hierarchy",
            permission="resources.change_catalogue",
            topic="resources",
            order=70,
        ),
        MenuItem(
            _("Synonyms"),
            "resources:synonyms",
            icon="language",
            permission="resources.change_catalogue",
            topic="resources",
            order=71,
        ),
        HomeCard("next_lesson", lesson_card, permission="resources.create", order=4, width="wide"),
        SearchSource("resources", _("Resources"), hits, order=25),
        TextbookImport(),
        ScheduledJob("resources.nightly", "40 2 * * *", nightly),
        ScheduledJob("resources.reindex", "*/5 * * * *", reindex),
        DemoStep("resources", "santong.domains.learning.resources.demo.filling.fill_library", order=60),
        DemoStep("further resources", "santong.domains.learning.resources.demo.further.begin", order=61),
        Verb(
            _("Upload a resource"),
            "upload",
            "resources.create",
            "resources:new",
            words=_("upload share courseware"),
            order=5,
        ),
        Verb(
            _("Review resources"),
            "clipboard-check",
            "resources.review",
            "resources:reviews",
            words=_("admit approve"),
            order=8,
        ),
        # By far the most files are those of resources, so that one question answers for nearly all.
        FileReaders(readable_through_resources, savable_through_resources, order=10),
        FileWording(refusal_of),
        *HOLDABLES,
        *discussed(
            "resources.Resource",
            "resources:resource",
            author="author_id",
            oversee=OVERSEE,
            history=OVERSEE,
            corrections=True,
            objection=objection_to_comments,
            overseen_at=deciding_path,
            seen=openable,
            level=level_of,
            write_at="resources:comment",
            change_at="resources:uncomment",
        ),
        MergeRule(
            "resources",
            stays={
                "resources.Viewing.person": "keeps a second look of a day from counting, and is forgotten the next day"
            },
        ),
        *ACTIONS,
        *MEASURES,
        HandbookSection("library", _("Resource library"), ("resources:library", "resources:textbooks")),
        HandbookSection("own-resources", _("My resources"), ("resources:own",)),
        HandbookSection("collections", _("Collections"), ("resources:collections",)),
        HandbookSection("reviews", _("To review"), ("resources:reviews",)),
        HandbookSection("missing-resources", _("Missing resources"), ("resources:missing",)),
        HandbookSection("catalogue", _("Textbook catalogue"), ("resources:catalogue", "resources:synonyms")),
    ),
)
