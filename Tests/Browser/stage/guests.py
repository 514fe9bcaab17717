"""Patients in any number, signed in without the way through sign-up: for stories about many at once."""

import base64
import hashlib
import secrets

from .database import Database
from .visitor import Visitor


def invite(database: Database, clinic: str, count: int) -> list[str]:
    """Makes accounts, patients and full sessions. Returns the tokens of the sessions."""
    tokens = [secrets.token_bytes(32) for _ in range(count)]
    hashes = ",".join(f"'\\x{hashlib.sha256(token).hexdigest()}'::bytea" for token in tokens)
    database.query(f"""
        WITH clinic AS (SELECT id FROM tenant WHERE slug = '{clinic}'),
        guest AS (
          SELECT clinic.id AS tenant_id, token_hash, gen_random_uuid() AS account_id, 'Guest ' || number AS name,
                 'guest-' || gen_random_uuid() || '@mail.example' AS email
            FROM clinic, unnest(ARRAY[{hashes}]) WITH ORDINALITY AS t (token_hash, number)
        ), accounts AS (
          INSERT INTO account (tenant_id, id, email, password_hash, role, display_name, created_at)
          SELECT tenant_id, account_id, email, 'none', 'patient', name, now() FROM guest
        ), patients AS (
          INSERT INTO patient (tenant_id, id, account_id, family_name, given_name, birth_date, gender, email, created_at)
          SELECT tenant_id, gen_random_uuid(), account_id, name, 'Gwen', '1990-01-01', 'unknown', email, now() FROM guest
        )
        INSERT INTO session (tenant_id, token_hash, account_id, stage, created_at, seen_at, idle_until, expires_at)
        SELECT tenant_id, token_hash, account_id, 'full', now(), now(), now() + interval '1 hour', now() + interval '1 hour'
          FROM guest;
    """)
    return [base64.urlsafe_b64encode(token).decode().rstrip("=") for token in tokens]


def as_guest(port: int, clinic: str, token: str) -> Visitor:
    visitor = Visitor(port, clinic)
    visitor.cookies["__Host-visit"] = token
    return visitor


def elsewhere(database: Database, token: str) -> str:
    """Signs the same guest in on a second browser. Returns its token."""
    own = hashlib.sha256(base64.urlsafe_b64decode(token + "=")).hexdigest()
    other = secrets.token_bytes(32)
    database.query(f"""
        INSERT INTO session (tenant_id, token_hash, account_id, stage, agent, address, created_at, seen_at, idle_until,
                             expires_at)
        SELECT tenant_id, '\\x{hashlib.sha256(other).hexdigest()}'::bytea, account_id, stage,
               'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1',
               '2001:db8:85a3:8d3:1319:8a2e:370:7348', created_at, seen_at, idle_until, expires_at
          FROM session WHERE token_hash = '\\x{own}'::bytea;
    """)
    return base64.urlsafe_b64encode(other).decode().rstrip("=")
