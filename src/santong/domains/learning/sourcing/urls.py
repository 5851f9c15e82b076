"""Addresses of calls."""

from django.urls import path

from santong.domains.learning.sourcing.views import calls

app_name = "sourcing"

urlpatterns = [
    *calls.CallPages().urls(),
    path("calls/<int:pk>/move/", calls.move, name="call-move"),
    path("calls/<int:pk>/answer/", calls.answer, name="answer"),
    path("calls/<int:pk>/answers/export/", calls.answers_export, name="answers-export"),
    path("calls/<int:pk>/answers/<int:contribution>/", calls.decision, name="decision"),
    path("calls/<int:pk>/answers/<int:contribution>/back/", calls.unanswer, name="unanswer"),
]
