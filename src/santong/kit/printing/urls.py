"""Addresses of printing."""

from django.urls import path

from santong.kit.printing import views

app_name = "printing"

urlpatterns = [
    path("print/document.css", views.style, name="style"),
    path("print/<slug:name>/<int:pk>/", views.print_row, name="print"),
    path("printed/<int:pk>/", views.document, name="document"),
]
