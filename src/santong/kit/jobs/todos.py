"""Jobs that failed for good wait for somebody who operates them."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from santong.kit.jobs.queries import failed_jobs
from santong.kit.todos import Said, ToDo


def _says(values: Mapping[str, str]) -> Said:
    return Said(_title(values["result__task_path"]), reverse("jobs:operations"), values["subject"])


def _title(path: str) -> str:
    """What kind of job it is; its path, when this version no longer has it."""
    try:
        return str(import_string(path).title or path)
    except ImportError:
        return path


FAILED_JOBS = ToDo(
    name="failed_jobs",
    label=gettext_lazy("Failed jobs"),
    icon="activity",
    url_name="jobs:operations",
    permission="jobs.operate",
    rows=failed_jobs,
    says=_says,
    columns=("result__task_path", "subject"),
    since="result__finished_at",
)
