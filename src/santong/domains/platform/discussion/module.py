"""Discussions on the pages of rows: comments with files, what happened, who follows; declared by a line of a module."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.discussion.attachments import readable_through_comments
from santong.domains.platform.discussion.audit import ACTIONS
from santong.domains.platform.discussion.declaring import OVERSEE
from santong.domains.platform.discussion.jobs import tell_what_was_said
from santong.domains.platform.discussion.models import TAKE_PART
from santong.domains.platform.discussion.moderating import COMMENTS
from santong.domains.platform.discussion.public import discussed
from santong.domains.platform.files.public import FileReaders
from santong.domains.platform.organisations.public import page_of
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.registry import Module

NOTES = "discussion.notes"
"""What a bureau notes on a school: the school itself doesn't read it."""
BUREAU = ("region_administrator", "bureau_officer", "county_officer", "inspector")
OVERSEERS = (
    "region_administrator", "security_officer", "bureau_officer", "county_officer", "principal", "school_it",
    "teaching_affairs",
)  # fmt: skip
EVERYBODY = (
    *OVERSEERS, "auditor", "inspector", "class_teacher", "subject_teacher", "enterprise_tutor", "resource_reviewer",
    "pupil", "parent",
)  # fmt: skip

MODULE = Module(
    name="discussion",
    label=_("Discussion"),
    declares=(
        Permission(TAKE_PART, _("Take part in discussions"), EVERYBODY),
        Permission(OVERSEE, _("Take comments out, see what was done"), OVERSEERS),
        Permission(NOTES, _("Read and write notes on schools"), BUREAU),
        *discussed("organisations.Organisation", page_of, read=NOTES, history=""),
        FileReaders(readable_through_comments, order=200),
        COMMENTS,
        ScheduledJob("discussion.tell_what_was_said", "*/5 * * * *", tell_what_was_said),
        DemoStep("notes", "santong.domains.platform.discussion.demo.note_on_a_school", order=71),
        *ACTIONS,
    ),
)
