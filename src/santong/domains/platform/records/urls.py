"""The xAPI resources at /xAPI/, the pages at /records/."""

from django.urls import path

from santong.domains.platform.records.api import documents, oauth, others, statements

urlpatterns = [
    path("xAPI/statements", statements.statements, name="xapi-statements"),
    path("xAPI/activities/state", documents.state, name="xapi-state"),
    path("xAPI/activities/profile", documents.activity_profile, name="xapi-activity-profile"),
    path("xAPI/activities", others.activities, name="xapi-activities"),
    path("xAPI/agents/profile", documents.agent_profile, name="xapi-agent-profile"),
    path("xAPI/agents", others.agents, name="xapi-agents"),
    path("xAPI/about", others.about, name="xapi-about"),
    path("xAPI/oauth/token", oauth.token, name="xapi-token"),
]
