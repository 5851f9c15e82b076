"""Asking for pages of resources by the names of their addresses."""

from __future__ import annotations

from django.urls import reverse


def get(client, address: str, /, *args, **query):
    return client.get(reverse(f"resources:{address}", args=args), query)


def post(client, address: str, /, *args, **data):
    return client.post(reverse(f"resources:{address}", args=args), data)
