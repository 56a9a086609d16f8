"""Refuse every change of a record, put the head of an empty chain, and bound who reads it."""

from django.db import migrations

from guildmark.server.base.scope import enable_row_policy

APPEND_ONLY = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit record is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_record_is_kept BEFORE UPDATE OR DELETE ON audit_record
FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_record_is_not_emptied BEFORE TRUNCATE ON audit_record
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE FUNCTION audit_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.sequence <> OLD.sequence + 1 THEN
        RAISE EXCEPTION 'the head of the audit record only moves on by one'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_head_moves_on BEFORE UPDATE OR DELETE ON audit_head
FOR EACH ROW EXECUTE FUNCTION audit_head_moves_on();
INSERT INTO audit_head (id, sequence, hash)
VALUES (1, 0, decode(repeat('00', 32), 'hex'));
"""
NO_LONGER = """
DROP TRIGGER audit_head_moves_on ON audit_head;
DROP FUNCTION audit_head_moves_on();
DROP TRIGGER audit_record_is_not_emptied ON audit_record;
DROP TRIGGER audit_record_is_kept ON audit_record;
DROP FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    """Triggers and the first head."""

    # base.0002 makes the functions that the policy calls.
    dependencies = [("audit", "0001_initial"), ("base", "0002_scope_and_kind")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, NO_LONGER),
        # Everybody's acts are written down; an organization reads its own.
        enable_row_policy(
            "audit_record", "guildmark_in_organizations(organization)", check_sql="true"
        ),
    ]
