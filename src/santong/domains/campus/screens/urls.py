"""Addresses of class screens; those of panels lie below /screen/, and their cookie goes nowhere else."""

from django.urls import path

from santong.domains.campus.screens import device_views, views
from santong.domains.campus.screens.pages import AlarmPages, PostPages, ScreenPages, ScreenRulesPages

app_name = "screens"

urlpatterns = [
    path("screen/", device_views.player, name="player"),
    path("screen/content/", device_views.content, name="content"),
    path("screen/code/", device_views.PLAYER.code, name="code"),
    path("screen/worker.js", device_views.worker, name="worker"),
    path("screens/<int:pk>/show/", views.show, name="show"),
    path("screens/<int:pk>/content/", views.preview, name="preview"),
    *ScreenPages().urls(),
    *AlarmPages().urls(),
    *PostPages().urls(),
    *ScreenRulesPages().urls(),
]
