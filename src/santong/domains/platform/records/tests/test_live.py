"""An independent client, unmodified, against a live server."""

from __future__ import annotations

import pytest
from tincan import Activity, Agent, LanguageMap, RemoteLRS, StateDocument, Statement, Verb

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.records.tests.cast import organisation, provider_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def lrs(live_server) -> RemoteLRS:
    where: Organisation = organisation("City", "city_bureau", "0001")
    issued = provider_with(where)
    return RemoteLRS(
        version="1.0.3", endpoint=f"{live_server.url}/xAPI/", username=issued.credential.key, password=issued.secret
    )


def test_tincan_sends_and_queries(lrs):
    agent = Agent(mbox="mailto:tincan@example.org")
    verb = Verb(id="http://adlnet.gov/expapi/verbs/experienced", display=LanguageMap({"en-US": "experienced"}))
    activity = Activity(id="http://tincanapi.com/tincan-python/test")
    sent = lrs.save_statement(Statement(actor=agent, verb=verb, object=activity))
    assert sent.success
    assert lrs.retrieve_statement(sent.content.id).content.verb.id == verb.id
    many = lrs.save_statements([Statement(actor=agent, verb=verb, object=activity) for _ in range(3)])
    assert many.success
    found = lrs.query_statements({"agent": agent, "verb": verb, "limit": 2})
    assert (found.success, len(found.content.statements)) == (True, 2)
    assert lrs.more_statements(found.content.more).success
    assert lrs.about().content.version

    state = StateDocument(activity=activity, agent=agent, id="place", content="{}", content_type="application/json")
    assert lrs.save_state(state).success
    assert lrs.retrieve_state(activity, agent, "place").content.content == bytearray(b"{}")
