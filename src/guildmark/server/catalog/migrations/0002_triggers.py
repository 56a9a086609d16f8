"""What was published never changes: the database itself refuses, whoever asks."""

from __future__ import annotations

from django.db import migrations

KEEP = """
CREATE FUNCTION catalog_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version never changes: publish a new one'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER catalog_version_is_kept BEFORE UPDATE OR DELETE ON catalog_achievementversion
FOR EACH ROW EXECUTE FUNCTION catalog_keep_published();
CREATE TRIGGER catalog_skill_is_kept BEFORE UPDATE OR DELETE ON catalog_versionskill
FOR EACH ROW EXECUTE FUNCTION catalog_keep_published();
"""
NO_KEEP = """
DROP TRIGGER catalog_skill_is_kept ON catalog_versionskill;
DROP TRIGGER catalog_version_is_kept ON catalog_achievementversion;
DROP FUNCTION catalog_keep_published();
"""


class Migration(migrations.Migration):
    """Triggers on versions and their skills."""

    dependencies = [("catalog", "0001_initial")]

    operations = [migrations.RunSQL(KEEP, NO_KEEP)]
