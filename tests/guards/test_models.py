"""Models: what belongs to somebody is scoped, and migrations are there and can be undone."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from santong.domains.platform.duplicates.rules import json_columns, rules
from santong.kit.models import PathField, ScopedModel

UNSCOPED = {
    "changes.Change": "read by the feed alone, which keeps to the place of the caller's token",
    "kit.AuditEntry": "read through its own pages, by permission",
    "kit.PinBoard": "the pins of one person, read and changed by them alone",
    "kit.Submission": "answers its sender alone, by a key that only they have",
    "kit.UndoStep": "taken back by its person only",
    "outbox.Delivery": "shown and answered to its person alone, whose session asks; no permission shows it to others",
    "organisations.OrganisationCount": "numbers without names, shown beside organisations that are scoped",
    "indicators.PlaceOfMonth": "where schools stood, which the directory publishes",
    "indicators.Result": "numbers without names, shown to those who read the indicators of the place",
    "measures.Figure": "numbers without names, shown to those who may count the place",
    "records.Learner": "the pseudonym of a person; never listed, looked up by the record store itself",
    "records.OutboxEntry": "emptied by a job of the installation; no page reads it",
    "surveys.AnonymousAnswer": "belongs to nobody; read by the results of a survey, which ask for the right to those",
    "resources.Viewing": "remembers for a day what is counted already; no page reads it",
}
"""Our models whose rows name a person or a place and that aren't scoped, with the reason."""

PASSING = "it is gone within days, and whoever reads it finds the account closed"
JSON_WITHOUT_PEOPLE = {
    "agenda.Feed.kinds": "names of kinds",
    "agenda.PersonalEntry.added": "days",
    "agenda.PersonalEntry.excluded": "days",
    "analytics.ActivityDay.cells": "numbers",
    "analytics.Retention.people": "numbers",
    "channels.Channel.values": "settings of a channel",
    "credits.SchemeVersion.rules": "describes courses",
    "credits.Standing.lacks": "names of courses and numbers",
    "credits.Standing.sums": "numbers",
    "credits.Standing.warnings": "names of courses and numbers",
    "enrolment.Round.listed": "codes by lot, and keys of schools",
    "files.Blob.details": "facts about a file",
    "checks.DataIssue.facts": "names of what is counted, with numbers",
    "evaluation.Entrant.points": "numbers",
    "evaluation.Entrant.values": "numbers",
    "evaluation.EvaluationRound.content": "names of places, verdicts and numbers, as they were sealed",
    "evaluation.StandardVersion.content": "describes items and verdicts",
    "files.Rendition.data": "facts about a rendition",
    "files.Rendition.sizes": "numbers",
    "fulltext.FacetSet.values": "subjects and the like, by which results are counted",
    "imports.ImportBatch.kept": "keys of rows, for the page that says what stayed",
    "imports.ImportProblem.arguments": "words of a message",
    "imports.ImportRun.context": "the school, and what else was chosen for a sheet",
    "imports.ImportRun.counts": "numbers",
    "imports.ImportRun.mapping": "names of columns",
    "imports.ImportRun.more_sheets": "numbers of sheets",
    "imports.ImportRun.only": "numbers of rows",
    "imports.ImportRun.taken": "numbers of rows",
    "jobs.Job.grants": PASSING,
    "kit.AuditEntry.changes": "says what was, for ever",
    "kit.PinBoard.entries": "names of pages",
    "kit.UndoStep.payload": PASSING,
    "moderation.Case.findings": "words that were found",
    "records.AccessToken.scopes": "names of scopes",
    "records.ActivityDefinition.definition": "describes an activity",
    "records.Credential.scopes": "names of scopes",
    "records.OutboxEntry.statement": PASSING,
    "reports.Edition.content": "figures and labels; words about a figure stand as they were sealed",
    "reports.Report.values": "numbers",
    "reports.TemplateVersion.fields": "describes fields",
    "requests.OwnKind.fields": "describes fields",
    "requests.Substitution.kinds": "names of kinds",
    "resources.Review.answers": "answers to questions of a form",
    "resources.Review.remarks": "words",
    "resources.Version.data": "facts about a resource; its author stands in a column",
    "sourcing.Call.kinds": "names of kinds",
    "students.YearChange.kept": "keys of rows and reasons",
    "students.YearChange.undo": "keys of rows; who is there no longer is told when it is taken back",
    "warnings.EarlyWarning.facts": "days, numbers and subjects; the pupil stands in a column",
    "surveys.AnonymousAnswer.values": "no column leads to a person, and questions that would are refused",
    "surveys.Answer.values": "words, and names as they were when somebody picked them",
    "surveys.Version.content": "describes fields",
    "teaching_plans.Move.lessons": "keys of lessons",
    "teaching_plans.Move.was": "numbers",
    "screens.Device.scopes": "names of scopes; panels have none",
    "dashboards.Boundary.shape": "numbers",
    "dashboards.WallDevice.scopes": "names of scopes; devices have none",
    "teaching_plans.Search.curve": "numbers",
    "teaching_plans.Search.relaxed": "keys of rules",
    "teaching_plans.Search.report": "keys of rules; who is named goes out of the words once merged",
    "tokens.Token.scopes": "names of scopes",
    "usage.TerminalKey.scopes": "empty: a device may speak for itself alone",
}
"""Columns of JSON that name nobody, or whose people need not follow when two are one, with the reason."""

IRREVERSIBLE: dict[str, str] = {}
"""Migrations that can't be undone, with the reason."""


def ours() -> list:
    return [model for model in apps.get_models() if model.__module__.startswith("santong.")]


def test_rows_with_a_path_or_a_person_are_scoped():
    wrong = []
    for model in ours():
        personal = any(
            isinstance(field, PathField) or field.name in ("person", "person_id")
            for field in model._meta.concrete_fields
        )
        if personal and not issubclass(model, ScopedModel) and model._meta.label not in UNSCOPED:
            wrong.append(model._meta.label)
    assert not wrong


def test_the_list_of_unscoped_models_is_not_stale():
    known = {model._meta.label for model in ours() if not issubclass(model, ScopedModel)}
    assert not set(UNSCOPED) - known


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_migrations_can_be_undone():
    loader = MigrationLoader(None)
    wrong = [
        f"{app}.{name}"
        for (app, name), migration in loader.disk_migrations.items()
        if migration.__module__.startswith("santong.") and f"{app}.{name}" not in IRREVERSIBLE
        for operation in migration.operations
        if not operation.reversible
    ]
    assert not wrong


def test_who_is_named_inside_json_follows_when_two_people_are_one():
    seen_to = {name for rule in rules() for name in rule.inside}
    assert not set(json_columns()) - seen_to - JSON_WITHOUT_PEOPLE.keys(), "say of each whether it names people"
    assert not seen_to & JSON_WITHOUT_PEOPLE.keys()
    assert not JSON_WITHOUT_PEOPLE.keys() - set(json_columns()), "this list is stale"
