"""Every table that refers to people says what happens when two of them are one."""

from __future__ import annotations

from django.apps import apps

from santong.domains.platform.duplicates.rules import rules
from santong.domains.platform.identity.public import Person

STAYS = {
    "access.Agreement.asked_by": "says who asked",
    "access.Agreement.decided_by": "says who decided",
    "access.Agreement.person": "is about one account for a day",
    "accounts.HelpRequest.person": "asks to be let into one account",
    "accounts.HelpRequest.settled_by": "says who helped",
    "account.EmailAddress.user": "accounts have no e-mail addresses",
    "duplicates.Merger.dropped": "says who was merged",
    "duplicates.Merger.kept": "says who was merged",
    "duplicates.Suspicion.first": "says who was compared",
    "duplicates.Suspicion.second": "says who was compared",
    "people.Adoption.asked_by": "says who asked",
    "people.Adoption.decided_by": "says who decided",
    "identity.SecurityEvent.by": "says who did it",
    "identity.SecurityEvent.person": "tells the holder of that account",
    "identity.ActivationCode.person": "opens the account that is closed, so it is worth nothing",
    "mfa.Authenticator.user": "belongs to the account, not to the person",
    "moderation.Case.decided_by": "says who decided",
    "records.ErasureRequest.asked_by": "says who asked",
    "records.ErasureRequest.decided_by": "says who decided",
    "records.ErasureRequest.person": "all accounts of a person are erased as one",
    "resources.Viewing.person": "keeps a day's second look from counting, and is forgotten the next day",
    "sourcing.Account.person": "its points go over by an entry in the ledger",
    "tokens.Token.holder": "belongs to the account; a closed one opens nothing",
    "usersessions.UserSession.user": "the closed account is signed out",
}


def test_every_reference_to_a_person_has_a_rule():
    covered = {(rows.model, rows.lookup) for rule in rules() for rows in rule.rows}
    references = {
        f"{model._meta.label}.{field.name}": (model._meta.label_lower, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }
    forgotten = [name for name, key in references.items() if key not in covered and name not in STAYS]
    assert not forgotten, "add a MergeRule (platform/duplicates/README.md) for these"
    assert STAYS.keys() <= references.keys(), "these no longer exist"
