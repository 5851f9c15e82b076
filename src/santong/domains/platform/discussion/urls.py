from django.urls import path

from santong.domains.platform.discussion import views, writing_views

app_name = "discussion"
urlpatterns = [
    path("discussion/comments/<int:comment_id>/", writing_views.change, name="change"),
    path("discussion/comments/<int:comment_id>/edit/", views.edit, name="edit"),
    path("discussion/comments/<int:comment_id>/earlier/", views.earlier, name="earlier"),
    path("discussion/comments/<int:comment_id>/report/", views.report, name="report"),
    path("discussion/<str:about>/<int:pk>/", views.discussion, name="discussion"),
    path("discussion/<str:about>/<int:pk>/write/", writing_views.write, name="write"),
    path("discussion/<str:about>/<int:pk>/follow/", views.follow, name="follow"),
    path("discussion/<str:about>/<int:pk>/people/", views.people, name="people"),
]
