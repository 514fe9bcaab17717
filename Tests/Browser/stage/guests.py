"""Patients in any number, signed in without the way through sign-up: for stories about many at once."""

import base64
import hashlib
import secrets
import uuid

from .database import Database
from .people import Person
from .visitor import Visitor


def invite(database: Database, clinic: str, count: int) -> list[str]:
    """Makes accounts, patients and full sessions. Returns the tokens of the sessions."""
    tokens = [secrets.token_bytes(32) for _ in range(count)]
    hashes = ",".join(map(hash_of, tokens))
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
    return [text_of(token) for token in tokens]


def as_guest(port: int, clinic: str, token: str) -> Visitor:
    visitor = Visitor(port, clinic)
    visitor.cookies["__Host-visit"] = token
    return visitor


def elsewhere(database: Database, token: str) -> str:
    """Signs the same guest in on a second browser. Returns its token."""
    own = base64.urlsafe_b64decode(token + "=")
    other = secrets.token_bytes(32)
    database.query(f"""
        INSERT INTO session (tenant_id, token_hash, account_id, stage, agent, address, created_at, seen_at, idle_until,
                             expires_at)
        SELECT tenant_id, {hash_of(other)}, account_id, stage,
               'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1',
               '2001:db8:85a3:8d3:1319:8a2e:370:7348', created_at, seen_at, idle_until, expires_at
          FROM session WHERE token_hash = {hash_of(own)};
    """)
    return text_of(other)


def emails(database: Database, clinic: str) -> list[str]:
    """The addresses of all guests."""
    return database.query(f"""
        SELECT a.email FROM account a JOIN tenant t ON t.id = a.tenant_id
         WHERE t.slug = '{clinic}' AND a.email LIKE 'guest-%' ORDER BY a.id
    """).split()


def new_email() -> str:
    """An address that nobody has, of the same shape as those of guests."""
    return f"guest-{uuid.uuid4()}@mail.example"


def give_password_of(person: Person, database: Database):
    """Every guest of the clinic has it from now on. It takes no hashing, but as much to verify as any."""
    database.query(f"""
        UPDATE account g SET password_hash = a.password_hash
          FROM account a JOIN tenant t ON t.id = a.tenant_id
         WHERE t.slug = '{person.clinic}' AND a.email = '{person.email}' AND g.tenant_id = a.tenant_id
           AND g.email LIKE 'guest-%'
    """)


def halfway(database: Database, person: Person, count: int) -> list[dict[str, str]]:
    """Browsers on which somebody has just typed their password, and has passed both factors before: wrong codes are
    counted for each browser apart, so that no count stands before the code. Returns their cookies."""
    tokens = [(secrets.token_bytes(32), secrets.token_bytes(32)) for _ in range(count)]
    hashes = ",".join(f"({hash_of(visit)}, {hash_of(device)})" for visit, device in tokens)
    database.query(f"""
        WITH browser (visit, device) AS (VALUES {hashes}),
        person AS (
          SELECT a.tenant_id, a.id FROM account a JOIN tenant t ON t.id = a.tenant_id
           WHERE t.slug = '{person.clinic}' AND a.email = '{person.email}'
        ), devices AS (
          INSERT INTO known_device (tenant_id, token_hash, account_id, agent, created_at, seen_at, expires_at)
          SELECT tenant_id, device, id, '', now(), now(), now() + interval '1 hour' FROM person, browser
        )
        INSERT INTO session (tenant_id, token_hash, account_id, stage, created_at, seen_at, idle_until, expires_at)
        SELECT tenant_id, visit, id, 'second-factor', now(), now(), now() + interval '1 hour', now() + interval '1 hour'
          FROM person, browser;
    """)
    return [{"__Host-visit": text_of(visit), "__Host-device": text_of(device)} for visit, device in tokens]


def hash_of(token: bytes) -> str:
    return f"'\\x{hashlib.sha256(token).hexdigest()}'::bytea"


def text_of(token: bytes) -> str:
    return base64.urlsafe_b64encode(token).decode().rstrip("=")
