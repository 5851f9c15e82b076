"""Planted numbers are found nowhere: not in the database's files, not in the log, not in the audit."""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from django.test import Client

from santong.domains.platform.identity.tests.conftest import ID_NUMBER, PHONE, sign_in
from santong.kit.testing.database_files import database_files


def database_dump() -> str:
    """Every value of every row of every table."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table == "fulltext_tokens":  # an index without content: its words stand in fulltext_document
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    return "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_numbers_typed_and_stored_show_up_nowhere(person, caplog):
    caplog.set_level(logging.DEBUG)
    sign_in(Client(), ID_NUMBER, "wrong")
    sign_in(Client(), PHONE, "wrong")
    sign_in(Client(), ID_NUMBER)
    sign_in(Client(), PHONE)
    for _ in range(6):
        sign_in(Client(), ID_NUMBER + "9", ID_NUMBER)
    client = Client()
    sign_in(client, "mei")
    shown = client.get("/account/").content.decode()
    dump = database_dump()
    for canary in (ID_NUMBER, PHONE, ID_NUMBER[6:]):
        assert canary not in dump
        assert canary not in caplog.text
        assert canary not in shown
        for name, content in database_files():
            assert canary.encode() not in content, name


@pytest.mark.django_db(transaction=True)
def test_sessions_do_not_remember_what_was_typed(person):
    client = Client()
    sign_in(client, ID_NUMBER)
    assert ID_NUMBER not in repr(dict(client.session))
