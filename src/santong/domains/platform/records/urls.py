"""The xAPI resources at /xAPI/, the pages at /records/ and /providers/."""

from django.urls import path

from santong.domains.platform.records import erasure_views, views
from santong.domains.platform.records.api import documents, oauth, others, statements
from santong.domains.platform.records.erasure_pages import ErasurePages
from santong.domains.platform.records.pages import ProviderPages

app_name = "records"

urlpatterns = [
    path("xAPI/statements", statements.statements, name="xapi-statements"),
    path("xAPI/activities/state", documents.state, name="xapi-state"),
    path("xAPI/activities/profile", documents.activity_profile, name="xapi-activity-profile"),
    path("xAPI/activities", others.activities, name="xapi-activities"),
    path("xAPI/agents/profile", documents.agent_profile, name="xapi-agent-profile"),
    path("xAPI/agents", others.agents, name="xapi-agents"),
    path("xAPI/about", others.about, name="xapi-about"),
    path("xAPI/oauth/token", oauth.token, name="xapi-token"),
    path("records/own/", views.own_record, name="own"),
    path("records/own/download/", views.own_download, name="own-download"),
    path("records/of/<int:pk>/", views.persons_record, name="person"),
    path("records/of/<int:pk>/download/", views.persons_download, name="person-download"),
    path("records/of/<int:pk>/erasure/", erasure_views.ask, name="erasure-ask"),
    path("records/of/<int:pk>/erasure/withdraw/", erasure_views.withdraw, name="erasure-withdraw"),
    path("erasures/<int:pk>/grant/", erasure_views.grant, name="erasure-grant"),
    *ErasurePages().urls(),
    path("records/inspector/", views.inspector, name="inspector"),
    path("providers/<int:pk>/credentials/new/", views.issue, name="issue"),
    path("providers/<int:pk>/switch/", views.switch, name="switch"),
    path("providers/credentials/<int:pk>/rotate/", views.rotate, name="rotate"),
    path("providers/credentials/<int:pk>/revoke/", views.revoke, name="revoke"),
    *ProviderPages().urls(),
]
