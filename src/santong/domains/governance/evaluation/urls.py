"""Addresses of inspection and evaluation."""

from django.urls import path

from santong.domains.governance.evaluation import views
from santong.domains.governance.evaluation.pages import (
    BandPages,
    EntrantPages,
    EvaluationPages,
    FindingPages,
    ItemPages,
    ObjectionPages,
    StandardPages,
)

app_name = "evaluation"

urlpatterns = [
    path("evaluations/benefit/", views.benefit, name="benefit"),
    path("evaluations/benefit/download/", views.benefit_export, name="benefit-export"),
    path("evaluations/<int:pk>/results/download/", views.results_export, name="results-export"),
    path("evaluations/<int:pk>/suggestions/", views.round_places, name="round-places"),
    path("evaluated/<int:pk>/visit/", views.visit, name="visit"),
    *StandardPages().urls(),
    *ItemPages().urls(),
    *BandPages().urls(),
    *EvaluationPages().urls(),
    *EntrantPages().urls(),
    *FindingPages().urls(),
    *ObjectionPages().urls(),
]
