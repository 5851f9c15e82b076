"""The areas of the product, as layouts put them together."""

from django.utils.translation import gettext_lazy as _

from santong.kit.navigation.areas import Area

TODAY = Area("today", _("Today"), "home", ("today",))
LESSONS = Area("lessons", _("Lessons"), "chalkboard", ("teaching",))
TEACHING = Area("teaching", _("Teaching"), "chalkboard", ("teaching", "homework", "research"))
HOMEWORK = Area("homework", _("Homework and tests"), "clipboard-list", ("homework", "results"))
RESOURCES = Area("resources", _("Resources"), "books", ("resources", "learning"))
MY_CLASSES = Area("classes", _("My classes"), "users", ("pupils", "child", "quality", "accounts", "staff"))
RESEARCH = Area("research", _("Teacher research"), "microscope", ("research", "data"))
MESSAGES = Area("messages", _("Messages"), "messages", ("messages", "space"))
OFFICE = Area("office", _("Office"), "briefcase", ("requests", "office", "messages", "calendar", "campus", "services"))
WORK = Area(
    "office",
    _("Office"),
    "briefcase",
    ("requests", "office", "calendar", "campus", "schools", "imports", "rights", "settings", "devices", "reporting"),
)
PUPILS = Area("pupils", _("Pupils"), "users", ("pupils", "child", "accounts", "quality", "results", "interns"))
STAFF = Area("staff", _("Staff"), "id", ("staff",))
CAMPUS = Area(
    "campus",
    _("Campus"),
    "building",
    ("requests", "office", "messages", "campus", "devices", "space", "services", "content"),
)
DATA = Area("data", _("Data"), "chart-bar", ("data", "reporting", "quality"))
SCHOOL_SETTINGS = Area(
    "settings",
    _("School settings"),
    "settings",
    ("schools", "calendar", "rights", "imports", "settings", "system", "audit"),
)
PEOPLE = Area("people", _("People and accounts"), "users", ("pupils", "staff", "accounts", "child"))
IMPORTS = Area("imports", _("Importing"), "file-import", ("imports",))
DEVICES = Area("devices", _("Devices"), "devices", ("devices", "campus"))
QUALITY = Area("quality", _("Data quality"), "clipboard-check", ("quality", "data", "reporting"))
SYSTEM = Area("system", _("System"), "settings", ("schools", "rights", "settings", "system", "content", "audit"))
SCHOOLS = Area("schools", _("Schools"), "school", ("schools", "pupils", "staff", "accounts", "child", "quality"))
FIGURES = Area("data", _("Data"), "chart-bar", ("data", "results"))
REPORTING = Area("reporting", _("Reports and inspection"), "report", ("reporting",))
APPROVALS = Area("approvals", _("Approvals"), "checks", ("requests", "content"))
BUREAU_OFFICE = Area(
    "office",
    _("Office"),
    "briefcase",
    ("office", "messages", "calendar", "campus", "devices", "services", "imports", "rights", "settings", "system",
     "audit", "space", "teaching", "homework", "research", "interns"),
)  # fmt: skip
ORGANISATIONS = Area(
    "organisations",
    _("Organisations and people"),
    "hierarchy",
    ("schools", "pupils", "staff", "accounts", "imports", "quality", "child"),
)
RIGHTS = Area("rights", _("Rights"), "shield-lock", ("rights", "requests"))
CONTENT = Area("content", _("Content safety"), "shield-check", ("content", "messages", "space"))
AUDIT = Area("audit", _("Audit"), "history", ("audit",))
REGION = Area(
    "system",
    _("System"),
    "settings",
    ("system", "settings", "calendar", "reporting", "devices", "campus", "office", "services", "teaching", "homework",
     "research", "interns"),
)  # fmt: skip
PUPIL_HOMEWORK = Area("homework", _("Homework"), "clipboard-list", ("homework",))
LEARNING = Area("learning", _("Learning"), "books", ("learning", "teaching", "resources"))
RESULTS = Area("results", _("Marks and results"), "chart-line", ("results",))
SPACE = Area("space", _("My space"), "user-circle", ("space",))
PUPIL_MESSAGES = Area("messages", _("Messages"), "messages", ("messages", "requests", "office", "calendar", "services"))
CHILD = Area("child", _("Child"), "friends", ("child", "pupils", "homework", "results", "requests", "services"))
FAMILY_LEARNING = Area("learning", _("Learning"), "books", ("learning", "resources", "teaching", "space"))
CALENDAR = Area("calendar", _("Calendar"), "calendar", ("calendar",))
FAMILY_MESSAGES = Area("messages", _("Messages"), "messages", ("messages", "office"))
INTERNS = Area("interns", _("Interns"), "briefcase", ("interns", "pupils", "resources", "learning", "teaching"))
TUTOR_MESSAGES = Area("messages", _("Messages"), "messages", ("messages", "requests", "office", "calendar", "services"))
