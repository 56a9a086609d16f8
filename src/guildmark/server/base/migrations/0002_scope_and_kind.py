"""The functions that row policies call, and the guard of the installation's kind."""

from django.db import migrations

# NULLIF: a setting that was never made is NULL, one that was reset is empty.
SCOPE = """
CREATE FUNCTION guildmark_is_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(current_setting('guildmark.system', true), '') = 'on' $$;

CREATE FUNCTION guildmark_in_organizations(organization uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(organization = ANY (string_to_array(
    nullif(current_setting('guildmark.organizations', true), ''), ',')::uuid[]), false) $$;

CREATE FUNCTION guildmark_is_person(person uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(
    person = nullif(current_setting('guildmark.person', true), '')::uuid, false) $$;
"""
NO_SCOPE = """
DROP FUNCTION guildmark_is_person(uuid);
DROP FUNCTION guildmark_in_organizations(uuid);
DROP FUNCTION guildmark_is_system();
"""

KIND = """
CREATE FUNCTION base_installation_keep_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what an installation is for never changes'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER base_installation_kind_is_kept BEFORE UPDATE OF kind ON base_installation
FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind)
EXECUTE FUNCTION base_installation_keep_kind();
CREATE TRIGGER base_installation_is_kept BEFORE DELETE ON base_installation
FOR EACH ROW EXECUTE FUNCTION base_installation_keep_kind();
"""
NO_KIND = """
DROP TRIGGER base_installation_is_kept ON base_installation;
DROP TRIGGER base_installation_kind_is_kept ON base_installation;
DROP FUNCTION base_installation_keep_kind();
"""


class Migration(migrations.Migration):
    """Functions and triggers."""

    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.RunSQL(SCOPE, NO_SCOPE),
        migrations.RunSQL(KIND, NO_KIND),
    ]
