"""Every function that changes a credential or hands out an identity says by which rule it may.

They are found by what they write. One that asks the rule of `may_take_over` is listed with how;
any other needs a reason here. A new one that is in neither list fails, and so does an entry
whose function is gone or writes nothing of the kind any longer.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import santong

ROOT = Path(santong.__file__).parent
MODELS = frozenset(
    {"Person", "Authenticator", "ActivationCode", "Guardianship", "Invitation", "Appointment", "Pupil", "Staff"}
)
"""Whose rows are a credential, an identity, or what an identity follows from."""
CREATES = frozenset({"create", "bulk_create", "get_or_create", "update_or_create", "create_person", "create_people"})
CALLS = frozenset(
    {"set_password", "follow", "bring_back", "appoint", "employ", "enrol", "link_guardians", "unite", "activate"}
)
"""Functions that write a password or an identity, or call the one place that does."""
FIELDS = frozenset({"password", "must_change_password", "is_active"})
"""Columns of a person that decide who gets in."""

BY_THE_RULE = {
    "domains.platform.identity.activation.actions.issue_codes": "demand_takeover",
    "domains.platform.identity.actions.reset_password": "demand_takeover",
    "domains.platform.identity.actions.remove_second_factor": "demand_takeover",
    "domains.platform.identity.actions.switch_accounts": "demand_takeover",
    "domains.campus.staff.importing.staff._find_known": "takeover_objections",
    "domains.campus.students.importing.adopting.find_objections": "takeover_objections",
    "domains.campus.students.importing.families.find_guardians": "takeover_objections",
    "domains.platform.access.uniting._objections": "takeover_objections",
}
"""Who asks the rule, and by which function."""

EXCEPTED = {
    "domains.campus.enrolment.reviewing._enter_known": "a guardian on record applied, the child left its roll",
    "domains.campus.enrolment.reviewing._enter_new": "a child that nobody knows: known numbers are refused",
    "domains.campus.enrolment.reviewing._new_guardian": "somebody new",
    "domains.campus.enrolment.reviewing.enter": "who applied asked for it, somebody else at the school confirms it",
    "domains.platform.discussion.views.follow": "follows a row, no account: the word is the same",
    "domains.campus.staff.actions.assign_teaching": "of staff whom the school employs, which was asked for",
    "domains.campus.staff.actions.resume_teaching": "of staff whom the school employs, which was asked for",
    "domains.campus.staff.actions.employ": "callers have found people by `_find_known`, or they were confirmed",
    "domains.campus.staff.importing.adopting._take": "the person or their home confirmed it",
    "domains.campus.staff.importing.staff._write_new": "people who are new, or theirs by `_find_known`",
    "domains.campus.staff.importing.in_charge._employ": "people who are new, or at home at the place of the row",
    "domains.campus.staff.importing.in_charge._make_people": "people who are new",
    "domains.campus.staff.importing.in_charge.create": "calls `appoint`",
    "domains.campus.students.actions.families._link": "callers: `link_guardians` and one's own invitation",
    "domains.campus.students.actions.families.invite_guardian": "whoever made a code can't use it",
    "domains.campus.students.actions.roll.enrol": "callers have found people by `find_objections`, or confirmed them",
    "domains.campus.students.importing.adopting._take_guardian": "the guardian confirmed it",
    "domains.campus.students.importing.adopting._take_pupil": "the school of the record confirmed it",
    "domains.campus.students.importing.families._guardians": "guardians who are new",
    "domains.campus.students.importing.families.write_families": "those of `find_guardians` only",
    "domains.campus.students.importing.writing.write_new": "people who are new, or theirs by `find_objections`",
    "domains.campus.students.school_year.taking_back._ungraduate": "the roles that the change of the year took away",
    "domains.campus.students.settling._move_families": "families follow a child whom both schools moved",
    "domains.campus.students.settling._move_guardians": "a parent with nothing at the former school follows the child",
    "domains.campus.students.settling._move_people": "a pupil is at home at the school that took them on",
    "domains.campus.students.settling.follow_children": "callers: linking guardians",
    "domains.campus.students.settling.settle": "callers: enrolling, moving, transferring, each checked",
    "domains.campus.students.uniting._hand_over": "mergers ask the rule for both accounts",
    "domains.learning.resources.actions.reviewers.assign_reviewer": "a role that its giver may give",
    "domains.learning.resources.views.authoring._bring_back": "brings a resource back, no role",
    "domains.platform.access.actions.appoint": "asks for the permission of the role",
    "domains.platform.access.actions.delegate": "one's own role, to a colleague, who is told",
    "domains.platform.access.appointment_views._appoint": "calls `appoint`",
    "domains.platform.access.consequences._merged": "roles follow their school",
    "domains.platform.access.following.bring_back": "what `unfollow` had ended",
    "domains.platform.access.following.follow": "callers keep the fact; each stands here",
    "domains.platform.accounts.founding._administrator": "whoever runs the machine, where nobody administers yet",
    "domains.platform.duplicates.actions._merge": "`objections_to` asked the rule for both accounts",
    "domains.platform.identity.actions._set_password": "callers: one's own password, and a reset by the rule",
    "domains.platform.identity.actions.create_person": "somebody new",
    "domains.platform.identity.activation.actions.activate": "the holder of a code, after the second factor",
    "domains.platform.identity.activation.views.choose_password": "calls `activate`",
    "domains.platform.identity.credentials._keep_as_now": "the password that was just right, hashed as is usual now",
    "domains.platform.identity.entry.give_second_factor": "an invented person of the demonstration",
    "domains.platform.identity.intake.create_people": "people who are new",
    "domains.platform.identity.models.create_person": "somebody new",
    "domains.platform.records.actions.credentials.set_provider_active": "switches a provider of data, no person",
    "domains.platform.identity.uniting.unite": "mergers ask the rule for both accounts",
}
"""Who writes something of the kind without asking, and why that is right."""

NOT_SEARCHED = ("tests", "migrations", "testing", "demo", "demonstration", "testing.py")
"""Tests, and the makers of invented people."""


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted((ROOT / "domains").rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if set(parts) & set(NOT_SEARCHED):
            continue
        module = ".".join(parts).removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{module}.{node.name}", node


def calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def mentions(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def writes(function: ast.FunctionDef) -> bool:
    """Whether a function writes a credential or an identity, as far as its text shows."""
    for call in calls(function):
        name = called(call)
        if name in CALLS or (name in CREATES and (name.startswith("create_p") or mentions(call.func) & MODELS)):
            return True
        if (
            name == "update"
            and "Person" in mentions(call.func)
            and {key.arg for key in call.keywords} & (FIELDS | {"path"})
        ):
            return True
        if name == "delete" and "Authenticator" in mentions(function):
            return True
    targets = [target for node in ast.walk(function) if isinstance(node, ast.Assign) for target in node.targets]
    flat = [each for target in targets for each in ast.walk(target)]
    return any(isinstance(each, ast.Attribute) and each.attr in FIELDS for each in flat)


def test_every_writer_of_a_credential_or_an_identity_is_known():
    found = {name for name, function in functions() if writes(function)}
    known = BY_THE_RULE.keys() | EXCEPTED.keys()
    assert not sorted(found - known), "ask `may_take_over`, or say in EXCEPTED why not"
    assert not sorted(EXCEPTED.keys() - found), "these no longer write anything of the kind"


def test_those_by_the_rule_ask_it():
    found = dict(functions())
    assert not sorted(BY_THE_RULE.keys() - found.keys()), "these are gone"
    silent = [name for name, rule in BY_THE_RULE.items() if rule not in {called(call) for call in calls(found[name])}]
    assert not silent, "these no longer ask the rule"


SOURCE = """
def by_password(person):
    person.set_password("x")
def by_column(person):
    person.must_change_password = False
def by_row():
    Appointment.objects.create()
def by_path():
    Person.objects.filter(pk=1).update(path="0001")
def by_removal():
    Authenticator.objects.filter(user_id=1).delete()
def harmless(person):
    person.name = "x"
"""


def test_the_search_finds_what_it_looks_for():
    found = [node.name for node in ast.parse(SOURCE).body if isinstance(node, ast.FunctionDef) and writes(node)]
    assert found == ["by_password", "by_column", "by_row", "by_path", "by_removal"]
