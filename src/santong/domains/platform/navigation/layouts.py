"""Which areas each role has, in order. Of several roles the first layout here leads."""

from santong.domains.platform.navigation import areas
from santong.kit.navigation.areas import Layout

REGION = Layout(
    "region",
    ("region_administrator", "security_officer", "auditor"),
    (
        areas.TODAY,
        areas.ORGANISATIONS,
        areas.RIGHTS,
        areas.CONTENT,
        areas.AUDIT,
        areas.RESOURCES,
        areas.FIGURES,
        areas.REGION,
    ),
    ("organisations:organisations", "access:appointments", "jobs:operations", "moderation:moderation", "audit:audit"),
    order=10,
)
BUREAU = Layout(
    "bureau",
    ("bureau_officer", "county_officer", "inspector"),
    (
        areas.TODAY,
        areas.SCHOOLS,
        areas.FIGURES,
        areas.RESOURCES,
        areas.REPORTING,
        areas.APPROVALS,
        areas.BUREAU_OFFICE,
    ),
    ("students:data-quality", "analytics:activity", "resources:reviews"),
    ("today", "schools", "data", "approvals"),
    order=20,
)
SCHOOL = Layout(
    "school",
    ("principal", "teaching_affairs"),
    (
        areas.TODAY,
        areas.TEACHING,
        areas.PUPILS,
        areas.STAFF,
        areas.RESOURCES,
        areas.CAMPUS,
        areas.DATA,
        areas.SCHOOL_SETTINGS,
    ),
    ("students:transfers", "students:data-quality", "calendars:mine"),
    ("today", "pupils", "campus", "data"),
    order=30,
)
SCHOOL_IT = Layout(
    "school-it",
    ("school_it",),
    (
        areas.TODAY,
        areas.PEOPLE,
        areas.IMPORTS,
        areas.DEVICES,
        areas.QUALITY,
        areas.RESOURCES,
        areas.OFFICE,
        areas.SYSTEM,
    ),
    ("accounts:accounts", "students:activation", "students:pupils"),
    order=40,
)
TEACHER = Layout(
    "teacher",
    ("class_teacher", "subject_teacher", "resource_reviewer"),
    (
        areas.TODAY,
        areas.LESSONS,
        areas.HOMEWORK,
        areas.RESOURCES,
        areas.MY_CLASSES,
        areas.RESEARCH,
        areas.MESSAGES,
        areas.WORK,
    ),
    ("resources:own", "resources:collections", "calendars:mine"),
    ("today", "lessons", "resources", "classes"),
    order=50,
)
TUTOR = Layout("tutor", ("enterprise_tutor",), (areas.TODAY, areas.INTERNS, areas.TUTOR_MESSAGES), order=60)
PUPIL = Layout(
    "pupil",
    ("pupil",),
    (
        areas.TODAY,
        areas.PUPIL_HOMEWORK,
        areas.LEARNING,
        areas.RESULTS,
        areas.SPACE,
        areas.PUPIL_MESSAGES,
    ),
    ("resources:collections",),
    order=70,
)
PARENT = Layout(
    "parent",
    ("parent",),
    (areas.TODAY, areas.CHILD, areas.FAMILY_LEARNING, areas.CALENDAR, areas.FAMILY_MESSAGES),
    dock=("today", "child", "learning", "messages"),
    order=80,
)
EVERY = (REGION, BUREAU, SCHOOL, SCHOOL_IT, TEACHER, TUTOR, PUPIL, PARENT)
