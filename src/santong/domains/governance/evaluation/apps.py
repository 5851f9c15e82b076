from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    name = "santong.domains.governance.evaluation"
    label = "evaluation"
    verbose_name = _("Inspection and evaluation")

    def ready(self) -> None:
        from santong.domains.governance.evaluation.shipped import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
