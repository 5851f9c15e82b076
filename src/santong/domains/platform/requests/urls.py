"""Addresses of requests."""

from django.urls import path

from santong.domains.platform.requests import path_views, views
from santong.domains.platform.requests.pages import OwnKindPages, SubstitutionPages

app_name = "requests"

urlpatterns = [
    path("requests/new/", views.new, name="new"),
    path("requests/new/<slug:kind>/", views.ask, name="ask"),
    path("requests/colleagues/", views.suggest_colleagues, name="colleagues"),
    path("requests/paths/", path_views.paths, name="paths"),
    path("requests/paths/<int:place>/<slug:kind>/", path_views.path, name="path"),
    path("requests/<int:pk>/", views.request_page, name="request"),
    path("requests/<int:pk>/write/", views.write, name="write"),
    *views.REQUESTS.urls(),
    *views.WAITING.urls(),
    *SubstitutionPages().urls(),
    *OwnKindPages().urls(),
]
