"""Jobs that keep the installation itself tidy."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from santong.kit.jobs import leases, progress
from santong.kit.jobs.declare import job
from santong.kit.models import UndoStep
from santong.kit.submissions import forget_old

KEEP_DONE = timedelta(days=14)
KEEP_FAILED = timedelta(days=90)
BATCH = 500


@job(title=_("Remove old jobs, sessions and undo steps"))
def remove_old_jobs() -> int:
    """Remove what nobody needs any more; returns how many jobs."""
    now = timezone.now()
    SessionStore.clear_expired()
    UndoStep.objects.filter(expires_at__lt=now).delete()
    forget_old()
    leases.sweep()
    old = DBTaskResult.objects.filter(
        Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEEP_DONE)
        | Q(status=TaskResultStatus.FAILED, finished_at__lt=now - KEEP_FAILED)
    )
    removed = 0
    while ids := list(old.values_list("pk", flat=True)[:BATCH]):
        DBTaskResult.objects.filter(pk__in=ids).delete()
        removed += len(ids)
        progress.check_cancelled()
    return removed
