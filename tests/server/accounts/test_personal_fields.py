"""Each field that may hold personal data is declared here, with what erasing does to it.

The walk finds every column that can hold words, addresses, files or a link to a person, in every
table of ours and of the packages we use. A field that is not declared fails: whoever adds one says
whether it is personal, and sees to its export and erasure (security.md, row 27).
"""

from __future__ import annotations

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

# What happens to personal fields when their person's account is erased.
GOES_WITH_THE_ACCOUNT = {
    "accounts.Person": "password email name language actor_id groups user_permissions",
    "accounts.ApiToken": "person name prefix scopes digest",
    "account.EmailAddress": "user email",
    "account.EmailConfirmation": "key",
    "mfa.Authenticator": "user data",
    "guildmark_messages.Message": "person to subject text html failure dedupe_key kind language",
    "organizations.Membership": "person role",
    "organizations.Invitation": "email role digest",
    "assessment.Submission": "learner",
    "assessment.Attempt": "answers reflection ai_use",
    "assessment.Artefact": "name description url storage_name media_type owner_note sha256",
    "assessment.EvidencePreview": "storage_name pages",
    "assessment.Decision": "feedback",
    "assessment.Mark": "comment rests_on",
    "wallet.HeldCredential": "holder",
    "wallet.ShareLink": "token label artefact_ids",
}
EMPTIED = {
    "issuance.Award": "learner recipient_name state_reason submission",
    "issuance.Credential": "document",
    "assessment.Submission": "claimed_by",
    "assessment.Decision": "assessor",
    # Django's own admin, for operators: its rows go with the operator's account.
    "admin.LogEntry": "user object_id object_repr change_message",
}
# Random numbers that lead nowhere once the account is gone.
PSEUDONYMS = {
    "audit.Record": "actor data subject_id",
    "organizations.Invitation": "invited_by",
    "assessment.Decision": "assessor_actor",
    "publication.StatusIndex": "credential_id",
    "assessment.Artefact": "carried_from",
    # Holds the id of who is signed in, and ends within two weeks; cleared every night.
    "sessions.Session": "session_key session_data",
}
# Ids and codes alone, by the rules of base.jobs and base.facts.
JOBS = {
    "procrastinate.ProcrastinateJob": "queue_name task_name lock args status queueing_lock",
    "procrastinate.ProcrastinateEvent": "type",
    "procrastinate.ProcrastinatePeriodicDefer": "task_name periodic_id",
}
ABOUT_NO_PERSON = {
    "base.Installation": "kind origin",
    "audit.Record": "fact subject_type previous_hash hash organization",
    "audit.Head": "hash",
    "auth.Group": "name permissions",
    "auth.Permission": "name codename",
    "contenttypes.ContentType": "app_label model",
    "mfa.Authenticator": "type",
    # What an organization publishes about itself; its owners change it.
    "organizations.Organization": "slug kind name description url email countries",
    "frameworks.*": "*",
    "keystore.SigningKey": "algorithm public_multikey private_ciphertext state",
    "catalog.*": "*",
    "publication.StatusList": "purpose bits signed",
    "assessment.Submission": "state",
    "assessment.Artefact": "requirement_id kind visibility",
    "assessment.EvidencePreview": "problem",
    "assessment.Decision": "outcome",
    "assessment.Mark": "criterion_id",
    "issuance.Award": "state",
    "issuance.Credential": "profile sha256",
    "wallet.HeldCredential": "visibility",
    "verification.*": "*",
    "workforce.*": "*",
}

_WORDS = (
    models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField,
    ArrayField, models.GenericIPAddressField,
)  # fmt: skip


def declared() -> dict[str, set[str]]:
    """Return all that is declared, by model."""
    found: dict[str, set[str]] = {}
    for table in (GOES_WITH_THE_ACCOUNT, EMPTIED, PSEUDONYMS, JOBS, ABOUT_NO_PERSON):
        for model, fields in table.items():
            found.setdefault(model, set()).update(fields.split())
    return found


def fields_that_may_be_personal() -> set[tuple[str, str]]:
    """Return (model, field) for each column that can hold words or a link to a person."""
    person = apps.get_model("accounts", "Person")
    found = set()
    for model in apps.get_models():
        if model._meta.proxy:
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            is_link = field.related_model is person
            is_loose_id = isinstance(field, models.UUIDField) and not field.primary_key
            if isinstance(field, _WORDS) or is_link or is_loose_id:
                found.add((model._meta.label, field.name))
    return found


def test_every_field_that_may_be_personal_is_declared() -> None:
    """A new one must say what erasing does to it."""
    known = declared()
    unknown = {
        f"{model}.{field}"
        for model, field in fields_that_may_be_personal()
        if field not in known.get(model, set())
        and "*" not in known.get(f"{model.partition('.')[0]}.*", set())
    }
    assert unknown == set()


def test_nothing_is_declared_that_is_not_there() -> None:
    """A stale line would hide a new field of the same name."""
    stale = []
    for model, fields in declared().items():
        if model.endswith(".*"):
            assert apps.is_installed(f"guildmark.server.{model[:-2]}")
            continue
        names = {field.name for field in apps.get_model(model)._meta.get_fields()}
        stale += [f"{model}.{field}" for field in fields if field not in names]
    assert stale == []


def test_rooms_said_to_be_about_no_person_have_no_link_to_one() -> None:
    """The stars above are for rooms without people."""
    person = apps.get_model("accounts", "Person")
    for label in ("frameworks", "catalog", "verification", "workforce"):
        for model in apps.get_app_config(label).get_models():
            linked = [field.name for field in model._meta.get_fields()
                      if field.related_model is person]  # fmt: skip
            assert linked == [], f"{model._meta.label}: {linked}"
