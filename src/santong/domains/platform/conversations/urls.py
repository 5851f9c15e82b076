"""Addresses of conversations."""

from django.urls import path

from santong.domains.platform.conversations import exporting, message_views, rules_pages, views

app_name = "conversations"

urlpatterns = [
    path("conversations/", views.conversations, name="conversations"),
    path("conversations/new/", views.new, name="new"),
    path("conversations/export/download/", exporting.export, name="export"),
    path("conversations/gather/", views.gather, name="gather"),
    path("conversations/to/<slug:relation>/<int:person>/", views.to, name="to"),
    path("conversations/of/<slug:relation>/<int:place>/", views.group, name="group"),
    path("conversations/<int:pk>/", views.talk, name="talk"),
    path("conversations/<int:pk>/news/", views.news, name="news"),
    path("conversations/<int:pk>/send/", views.send, name="send"),
    path("conversations/<int:pk>/people/", views.people, name="people"),
    path("conversations/<int:pk>/arrange/", message_views.arrange, name="arrange"),
    path("conversations/messages/<int:pk>/withdraw/", message_views.withdraw, name="withdraw"),
    path("conversations/messages/<int:pk>/know/", message_views.know, name="know"),
    path("conversations/messages/<int:pk>/lacking/", message_views.lacking, name="lacking"),
    path("conversations/messages/<int:pk>/report/", message_views.report, name="report"),
    *rules_pages.RulesPages().urls(),
]
