"""Refusing texts where they are typed: in the forms of all modules."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from santong.domains.platform.moderation.queries import check


def refuse_forbidden(form: forms.BaseForm, names: Iterable[str], path: str) -> None:
    """Name at each field of a bound form the words that may not be published at a place."""
    for name in names:
        if refusal := check({name: form.cleaned_data.get(name) or ""}, path=path).refusal:
            form.add_error(name, refusal)
