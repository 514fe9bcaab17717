"""Strings of one clinic that may be seen nowhere else, and a hash of everything it has."""

from ..database import Database

CANARY = "zqxkvw"

# Where a clinic's own words lie. An address and a name are as good as any to tell that a row was shown.
_PLANTED = {
    "tenant": "name legal_name phone address", "account": "display_name email", "location": "name address",
    "patient": "family_name given_name preferred_name phone email", "specialty": "name", "healthcare_service": "name description",
    "practitioner": "family_name given_name qualification bio", "appointment": "reason", "device": "name", "holiday": "name", "care_team": "name",
    "absence": "note", "service_paper": "name", "saved_view": "name", "consent_text": "name text", "letter_text": "text",
    "invitation": "email given_name family_name", "passkey": "name", "import_file": "name", "patient_import": "name",
    "patient_import_line": "title", "outbox_message": "recipient", "session": "agent", "audit_event": "agent detail",
}  # fmt: skip


def plant(database: Database, slug: str):
    """Puts the canary at the end of every text, and leaves addresses valid."""
    statements = [f"SELECT id AS clinic FROM tenant WHERE slug = '{slug}' \\gset", "SET session_replication_role = replica;"]
    for table, columns in _PLANTED.items():
        key = "id" if table == "tenant" else "tenant_id"
        set_to = ", ".join(
            f"{column} = '{CANARY}.' || {column}" if column in ("email", "recipient") else f"{column} = {column} || ' {CANARY}'"
            for column in columns.split()
        )
        statements.append(f"UPDATE {table} SET {set_to} WHERE {key} = :'clinic';")
    database.query("\n".join(statements))


def tables(database: Database) -> list[str]:
    return database.query("""
        SELECT table_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
         WHERE table_schema = 'public' AND column_name = 'tenant_id' AND table_type = 'BASE TABLE' ORDER BY 1
    """).split()


def state(database: Database, slug: str) -> dict[str, str]:
    """A hash of each of the clinic's tables, and of its own row."""
    rows = " UNION ALL ".join(
        f"SELECT '{table}', coalesce(md5(string_agg(r::text, '' ORDER BY r::text)), '') FROM {table} r "
        f"WHERE {'r.id' if table == 'tenant' else 'r.tenant_id'} = (SELECT id FROM tenant WHERE slug = '{slug}')"
        for table in ["tenant", *tables(database)]
    )  # fmt: skip
    return dict(row.split("|") for row in database.query(rows).splitlines())
