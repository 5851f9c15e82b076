"""Anonymous answers are mixed, so that nothing tells which of them came when, and with whose to-do it went."""

from __future__ import annotations

from django.db import transaction

from santong.domains.platform.surveys.models import FEWEST, AnonymousAnswer, Survey, any_key


def mix(survey: Survey, *, is_last: bool = False) -> int:
    """Write all answers anew, with other keys and in an order of chance; answers how many are shown from now on.

    Done when at least `FEWEST` came since the last time, so that whoever watches the results never sees one answer
    arrive alone; what is left when the survey ends is mixed with all others. Written anew, all rows carry the same
    transaction and lie where chance put them: not even the files of the database keep the order of answering.
    """
    with transaction.atomic():
        rows = list(AnonymousAnswer.objects.select_for_update().filter(survey=survey))
        waiting = sum(not row.mixed for row in rows)
        if waiting < FEWEST and not (is_last and waiting):
            return len(rows) - waiting
        AnonymousAnswer.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            row.pk, row.mixed = any_key(), True
        # Keys are random, so their order is one of chance.
        AnonymousAnswer.objects.bulk_create(sorted(rows, key=lambda row: row.pk), batch_size=1000)
    return len(rows)
