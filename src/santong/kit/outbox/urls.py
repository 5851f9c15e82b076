"""Addresses of the outbox."""

from django.urls import path

from santong.kit.outbox import views, worker

app_name = "outbox"

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/state/", views.state, name="state"),
    path("outbox/<int:pk>/correct/", views.correct_one, name="correct"),
    path("outbox/<int:pk>/put-away/", views.put_one_away, name="put-away"),
    path("outbox/device/", worker.device_page, name="device"),
    path("service-worker.js", worker.script, name="worker"),
]
