"""Resources, their versions and the files in them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.models.catalogue import Node, Point, Textbook
from santong.domains.learning.resources.models.keys import keys_of
from santong.domains.platform.organisations.public import Stage, union_paths, unions_of
from santong.kit.access import Scope, Viewer, below_any
from santong.kit.models import AuditedModel, PathField, SoftDeletedModel

NOWHERE = "-"
"""`Resource.reach` of what nobody but its author sees."""


class Kind(models.TextChoices):
    """资源类型."""

    SLIDES = "slides", _("Courseware")
    PLAN = "plan", _("Lesson plan")
    MICRO = "micro", _("Micro-lesson")
    QUESTIONS = "questions", _("Questions")
    MATERIAL = "material", _("Material")
    CASE = "case", _("Teaching case")
    LITERATURE = "literature", _("Literature")
    BOOK = "book", _("E-textbook")
    EXPERIMENT = "experiment", _("Virtual experiment")
    PAPER = "paper", _("Research paper")
    PACK = "pack", _("Topic pack")

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return _ICONS[self]


_ICONS = {
    Kind.SLIDES: "presentation",
    Kind.PLAN: "notebook",
    Kind.MICRO: "video",
    Kind.QUESTIONS: "list-check",
    Kind.MATERIAL: "photo",
    Kind.CASE: "chalkboard",
    Kind.LITERATURE: "books",
    Kind.BOOK: "book",
    Kind.EXPERIMENT: "atom",
    Kind.PAPER: "file-text",
    Kind.PACK: "package",
}


class Audience(models.TextChoices):
    """With whom a resource is shared once it is admitted."""

    PRIVATE = "private", _("Only me")
    CLASS = "class", _("One class")
    GROUP = "group", _("One research group")
    SCHOOL = "school", _("My school")
    UNION = "union", _("A school union")
    COUNTY = "county", _("The county")
    CITY = "city", _("The whole city")
    PUBLIC = "public", _("Everybody on the platform")


class Level(models.TextChoices):
    """Who admits."""

    SCHOOL = "school", _("School")
    COUNTY = "county", _("County")
    CITY = "city", _("City")

    @property
    def rank(self) -> int:
        """1 to 3, the wider the higher."""
        return list(Level).index(self) + 1


LEVEL_OF = {
    Audience.CLASS: Level.SCHOOL,
    Audience.GROUP: Level.SCHOOL,
    Audience.SCHOOL: Level.SCHOOL,
    Audience.UNION: Level.SCHOOL,
    Audience.COUNTY: Level.COUNTY,
    Audience.CITY: Level.CITY,
    Audience.PUBLIC: Level.CITY,
}
"""The level that has to admit what is shared with an audience."""


class Licence(models.TextChoices):
    OWN = "own", _("My own work; the platform may share it")
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    CC_BY_NC_SA = "cc-by-nc-sa", "CC BY-NC-SA 4.0"
    PUBLIC = "public", _("Public domain")
    BOUGHT = "bought", _("Bought; the licence allows this use")
    PERMITTED = "permitted", _("Used with the owner's permission")


def reaches(viewer: Viewer) -> list[str]:
    """The places whose resources a viewer gets: everywhere, their organisations and all above, unions."""
    own = viewer.places_above()
    return ["", *own, *unions_of(own)] if viewer.person_id is not None else []


class ResourceScope(Scope):
    """Admitted resources that reach the viewer, to which they hold a key, or that they oversee; an author sees
    their own.

    Pupils and parents get only what is meant for pupils too.
    """

    shown_by = ""
    """Drafts are their author's; what is admitted is published, nothing kept about a person."""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission not in (None, self.view):
            return super().rows(viewer, permission)
        own = viewer.places_above()
        places = ["", *own] if viewer.person_id is not None else []
        found = Q(reach__in=places) | Q(reach__in=union_paths(own)) | Q(reach__in=keys_of(viewer).values("lock"))
        if viewer.category != "staff":
            found &= Q(for_pupils=True)
        found |= below_any("path", viewer.paths("resources.oversee"))
        return found & Q(status=Resource.Status.ADMITTED) & not_over()


def not_over() -> Q:
    """What hasn't expired."""
    return Q(expires_on=None) | Q(expires_on__gte=timezone.localdate())


class Resource(SoftDeletedModel):
    """Something to teach or learn with: the facts of its admitted version, or of the draft before.

    `path` is the organisation that it comes from; `reach` the place in which it is seen ("" is
    everywhere, `NOWHERE` nobody), worked out from `audience` and the `level` that admitted it; of a locked
    resource it is the lock, and only keys reach it. `certified` is the level that certified its quality.
    Counters are kept for ranking, not for accounting: the record store has every use.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ADMITTED = "admitted", _("Admitted")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), blank=True, max_length=2000)
    kind = models.CharField(_("kind of resource"), max_length=12, choices=Kind)
    stage = models.CharField(_("stage"), max_length=10, blank=True, choices=Stage)
    subject = models.CharField(_("subject"), max_length=20, blank=True)
    grade = models.SmallIntegerField(_("grade"), null=True, blank=True, choices=Textbook.GRADES)
    textbook = models.ForeignKey(Textbook, models.SET_NULL, null=True, blank=True, verbose_name=_("textbook"))
    node = models.ForeignKey(Node, models.SET_NULL, null=True, blank=True, verbose_name=_("unit or lesson"))
    points = models.ManyToManyField(Point, blank=True, related_name="resources", verbose_name=_("knowledge points"))
    keywords = models.CharField(_("keywords"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-CN")
    licence = models.CharField(_("licence"), max_length=16, choices=Licence, default=Licence.OWN)
    source = models.CharField(_("source"), max_length=200, blank=True)
    for_pupils = models.BooleanField(_("pupils may see it"), default=True)

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="resources", verbose_name=_("author")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="resources", verbose_name=_("comes from")
    )
    path = PathField(editable=False)
    audience = models.CharField(_("shared with"), max_length=8, choices=Audience, default=Audience.SCHOOL)
    audience_place = models.ForeignKey(
        "organisations.Organisation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    level = models.CharField(_("admitted by"), max_length=8, blank=True, choices=Level)
    reach = PathField(default=NOWHERE, editable=False)
    lock = models.CharField(max_length=24, blank=True, default="", editable=False)
    certified = models.CharField(_("certified by"), max_length=8, blank=True, default="", choices=Level, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    admitted_at = models.DateTimeField(_("admitted"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    withdrawn_because = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    uses = models.PositiveIntegerField(_("uses"), default=0, editable=False)
    downloads = models.PositiveIntegerField(_("downloads"), default=0, editable=False)
    stars = models.PositiveIntegerField(default=0, editable=False)
    raters = models.PositiveIntegerField(default=0, editable=False)

    audit_ignored = frozenset({"uses", "downloads", "stars", "raters"})
    scope = ResourceScope(view="resources.view", owner="author_id")

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        indexes = [
            models.Index(fields=["path", "id"], name="resource_path"),
            models.Index(fields=["node", "status"], name="resource_node"),
            models.Index(fields=["author", "status"], name="resource_author"),
            models.Index(fields=["status", "expires_on"], name="resource_expiry"),
            models.Index(fields=["subject", "grade", "uses"], name="resource_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="admitted") | Q(reach=NOWHERE), name="resource_seen_only_when_admitted"
            ),
            models.CheckConstraint(condition=~Q(status="admitted") | ~Q(level=""), name="resource_admitted_somewhere"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return Kind(self.kind).icon

    @property
    def rating(self) -> float | None:
        """Mean stars, 1.0 to 5.0; None before anybody rated."""
        return round(self.stars / self.raters, 1) if self.raters else None

    @property
    def was_admitted(self) -> bool:
        """Whether a version of it has ever been admitted."""
        return bool(self.level)


class Version(AuditedModel):
    """What a resource says in one version. `data` holds the facts by field, keys instead of rows.

    There is at most one version after the admitted one: the one being written or reviewed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ADMITTED = "admitted", _("Admitted")
        REPLACED = "replaced", _("Replaced")

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    data = models.JSONField(default=dict)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    admitted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("version of a resource")
        verbose_name_plural = _("versions of resources")
        ordering = ["resource", "-number"]
        constraints = [models.UniqueConstraint(fields=["resource", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.resource} v{self.number}"

    @property
    def audit_name(self) -> str:
        """Without a look at the resource."""
        return f"{self.resource_id} v{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether its author may still change it."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts by field."""
        return dict(self.data)


class Part(models.Model):
    """A file in a version, in order."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="parts")
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("file of a resource")
        verbose_name_plural = _("files of resources")
        ordering = ["version", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "file"], name="part_once")]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.file_id}"
