"""What was handed in or decided is kept as it was: the database itself refuses changes.

Two things may still happen. A learner may change who sees an artefact; and when a person is erased,
their own submissions go with everything in them. For that the transaction names the person first
(`SET LOCAL guildmark.erasing`), and only that person's rows can go.
"""

from __future__ import annotations

from django.db import migrations

ERASING = """
CREATE FUNCTION assessment_may_erase(attempt uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT coalesce(bool_or(
        s.learner_id = nullif(current_setting('guildmark.erasing', true), '')::uuid), false)
    FROM assessment_attempt a JOIN assessment_submission s ON s.id = a.submission_id
    WHERE a.id = attempt $$;
"""
NO_ERASING = "DROP FUNCTION assessment_may_erase(uuid);"

ATTEMPT = """
CREATE FUNCTION assessment_keep_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.submitted_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' AND assessment_may_erase(OLD.id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'an attempt that was handed in never changes'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER assessment_attempt_is_kept BEFORE UPDATE OR DELETE ON assessment_attempt
FOR EACH ROW EXECUTE FUNCTION assessment_keep_attempt();
"""
NO_ATTEMPT = """
DROP TRIGGER assessment_attempt_is_kept ON assessment_attempt;
DROP FUNCTION assessment_keep_attempt();
"""

ARTEFACT = """
CREATE FUNCTION assessment_is_handed_in(attempt uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT coalesce(bool_or(submitted_at IS NOT NULL), false)
    FROM assessment_attempt WHERE id = attempt $$;

CREATE FUNCTION assessment_keep_artefact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    probe assessment_artefact;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF NOT assessment_is_handed_in(OLD.attempt_id) OR assessment_may_erase(OLD.attempt_id) THEN
            RETURN OLD;
        END IF;
    ELSIF NOT assessment_is_handed_in(NEW.attempt_id)
        AND (TG_OP = 'INSERT' OR NOT assessment_is_handed_in(OLD.attempt_id)) THEN
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' THEN
        probe := NEW;
        probe.visibility := OLD.visibility;
        IF probe IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the evidence of an attempt that was handed in never changes'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER assessment_artefact_is_kept BEFORE INSERT OR UPDATE OR DELETE ON assessment_artefact
FOR EACH ROW EXECUTE FUNCTION assessment_keep_artefact();
"""
NO_ARTEFACT = """
DROP TRIGGER assessment_artefact_is_kept ON assessment_artefact;
DROP FUNCTION assessment_keep_artefact();
DROP FUNCTION assessment_is_handed_in(uuid);
"""

DECISION = """
CREATE FUNCTION assessment_keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    probe assessment_decision;
BEGIN
    IF OLD.decided_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF assessment_may_erase(OLD.attempt_id) THEN
            RETURN OLD;
        END IF;
    ELSIF NEW.assessor_id IS NULL THEN
        -- The assessor's account was erased; the pseudonymous id stays.
        probe := NEW;
        probe.assessor_id := OLD.assessor_id;
        IF probe IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a decision never changes; a correction is a new decision'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER assessment_decision_is_kept BEFORE UPDATE OR DELETE ON assessment_decision
FOR EACH ROW EXECUTE FUNCTION assessment_keep_decision();
"""
NO_DECISION = """
DROP TRIGGER assessment_decision_is_kept ON assessment_decision;
DROP FUNCTION assessment_keep_decision();
"""

MARK = """
CREATE FUNCTION assessment_keep_mark() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decided boolean;
    about uuid;
BEGIN
    SELECT bool_or(d.decided_at IS NOT NULL), max(d.attempt_id::text)::uuid INTO decided, about
    FROM assessment_decision d
    WHERE d.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.decision_id ELSE OLD.decision_id END
        OR (TG_OP = 'UPDATE' AND d.id = NEW.decision_id);
    IF NOT coalesce(decided, false) OR (TG_OP = 'DELETE' AND assessment_may_erase(about)) THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'the marks of a decision never change; a correction is a new decision'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER assessment_mark_is_kept BEFORE INSERT OR UPDATE OR DELETE ON assessment_mark
FOR EACH ROW EXECUTE FUNCTION assessment_keep_mark();
"""
NO_MARK = """
DROP TRIGGER assessment_mark_is_kept ON assessment_mark;
DROP FUNCTION assessment_keep_mark();
"""


class Migration(migrations.Migration):
    """Triggers that keep what was judged as it was judged."""

    dependencies = [("assessment", "0001_initial")]

    operations = [
        migrations.RunSQL(ERASING, NO_ERASING),
        migrations.RunSQL(ATTEMPT, NO_ATTEMPT),
        migrations.RunSQL(ARTEFACT, NO_ARTEFACT),
        migrations.RunSQL(DECISION, NO_DECISION),
        migrations.RunSQL(MARK, NO_MARK),
    ]
