"""Addresses of files."""

from django.urls import path

from santong.domains.platform.files import tus, views
from santong.domains.platform.files.allowance_views import AllowancePages
from santong.domains.platform.files.pages import FilePages

app_name = "files"

urlpatterns = [
    path("uploads/", tus.collection, name="uploads"),
    path("uploads/<uuid:upload_id>", tus.upload, name="upload"),
    path("files/<int:pk>/content/", views.content, name="content"),
    path("files/<int:pk>/download/", views.download, name="download"),
    path("files/<int:pk>/made/<slug:kind>/<str:name>", views.rendition, name="rendition"),
    path("files/<int:pk>/state/", views.state, name="state"),
    path("files/<int:pk>/shown/", views.shown, name="shown"),
    path("files/<int:pk>/retry/", views.retry, name="retry"),
    path("files/<int:pk>/subtitles/new/", views.edit_subtitle, name="new-subtitle"),
    path("files/<int:pk>/subtitles/<slug:language>.vtt", views.subtitle, name="subtitle"),
    path("files/<int:pk>/subtitles/<slug:language>/", views.edit_subtitle, name="edit-subtitle"),
    path("files/<int:pk>/subtitles/<slug:language>/remove/", views.remove_subtitle, name="remove-subtitle"),
    path("files/sandboxed/<str:token>/", views.sandboxed, name="sandboxed"),
    *FilePages().urls(),
    *AllowancePages().urls(),
]
