"""Addresses of notices."""

from django.urls import path

from santong.domains.platform.notices import views

app_name = "notices"

urlpatterns = [
    *views.InboxPages().urls(),
    *views.SentPages().urls(),
    path("notices/places/", views.places, name="places"),
    path("notices/count/", views.count, name="count"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("notices/of/<int:pk>/", views.of, name="of"),
    path("notices/<int:pk>/acknowledge/", views.answer, name="acknowledge"),
    path("notices/<int:pk>/put-away/", views.away, name="put-away"),
    path("sent-notices/<int:pk>/choose/", views.choose, name="choose"),
    path("sent-notices/audience/<int:pk>/leave-out/", views.leave_out, name="leave-out"),
]
