"""What measures declare: the jobs that count them."""

from django.utils.translation import gettext_lazy as _

from santong.kit.jobs.declare import ScheduledJob
from santong.kit.measures.jobs import recount_measures, refresh_measures
from santong.kit.registry import Module

MODULE = Module(
    name="measures",
    label=_("Measures"),
    declares=(
        ScheduledJob("measures.refresh", "*/10 * * * *", refresh_measures),
        ScheduledJob("measures.recount", "10 2 * * *", recount_measures),
    ),
)
