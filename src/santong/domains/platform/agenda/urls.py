"""Addresses of calendars."""

from django.urls import path

from santong.domains.platform.agenda import feed_views, views
from santong.domains.platform.agenda.pages import EntryPages, FeedPages

app_name = "agenda"

urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/take-in/", views.take_in_file, name="take-in"),
    path("agenda/feeds/new/", views.new_feed, name="feeds-new"),
    *EntryPages().urls(),
    *FeedPages().urls(),
    path("calendar-feeds/<str:secret>.ics", feed_views.feed, name="feed"),
    path("dav/<int:pk>/", feed_views.dav, name="dav"),
    path("dav/<int:pk>/<path:tail>", feed_views.dav, name="dav-below"),
]
