"""Addresses of documents."""

from django.urls import path

from santong.domains.campus.documents import views
from santong.domains.campus.documents.pages import (
    ArchivePages,
    DeliveryPages,
    IncomingPages,
    NumberPages,
    SeriesPages,
)

app_name = "documents"

urlpatterns = [
    path("documents/<int:pk>/write/", views.write, name="write"),
    path("documents/<int:pk>/versions/", views.versions, name="versions"),
    path("documents/<int:pk>/download/", views.word, name="word"),
    path("incoming/<int:pk>/download/", views.received_word, name="received-word"),
    path("deliveries/<int:pk>/download/", views.delivered_word, name="delivered-word"),
    *views.DOCUMENTS.urls(),
    *IncomingPages().urls(),
    *DeliveryPages().urls(),
    *NumberPages().urls(),
    *SeriesPages().urls(),
    *ArchivePages().urls(),
]
