"""Addresses of the organisation pages."""

from django.urls import path

from santong.domains.platform.organisations import change_views, school_views, views

app_name = "organisations"

urlpatterns = [
    path("organisations/tree/", views.tree, name="tree"),
    path("organisations/<int:pk>/branch/", views.branch, name="branch"),
    path("organisations/<int:pk>/rename/", change_views.rename, name="rename"),
    path("organisations/<int:pk>/move/", change_views.move, name="move"),
    path("organisations/<int:pk>/close/", change_views.close, name="close"),
    path("organisations/<int:pk>/reopen/", change_views.reopen, name="reopen"),
    path("organisations/<int:pk>/members/new/", views.join, name="join"),
    path("organisations/members/<int:pk>/end/", views.leave, name="leave"),
    path("organisations/<int:pk>/classes/new/", school_views.new_class, name="new-class"),
    path("schools/<int:pk>/merge/", school_views.merge, name="merge"),
    path("schools/<int:pk>/grades/new/", school_views.new_grade, name="new-grade"),
    *views.OrganisationPages().urls(),
    *school_views.SchoolPages().urls(),
]
