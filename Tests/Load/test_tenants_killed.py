"""The operator's commands are killed (kill -9) at moments that nobody chose, and given again: a clinic is made once, carried whole
or not at all, and deleted without a trace."""

import base64
import os
import pathlib
import random
import secrets
import subprocess

import pytest
from stage.database import Database
from stage.program import Program

# Of each command.
KILLS = int(os.environ.get("POLYCLINIC_TEST_TENANT_KILLS", "4"))


@pytest.fixture
def here(tmp_path):
    """Demo clinics with files of their own: all other stories share a bucket, in which servers before copies of the same clinics
    publish what they sealed, under the same names."""
    database = Database.create("here")
    program = Program(database, POLYCLINIC_OBJECT_STORE="file", POLYCLINIC_FILES=str(tmp_path / "here"))
    program.run("migrate")
    program.run("demo", "seed")
    yield program
    database.drop()


@pytest.fixture
def elsewhere(here, tmp_path):
    """An empty installation with keys and files of its own, which knows what signs the other's audit log."""
    database = Database.create("elsewhere")
    program = Program(
        database,
        POLYCLINIC_KEYS=f"9:{random_key()}",
        POLYCLINIC_AUDIT_KEY=f"9:{random_key()}",
        POLYCLINIC_AUDIT_RETIRED_KEYS=here.run("audit", "key"),
        POLYCLINIC_OBJECT_STORE="file",
        POLYCLINIC_FILES=str(tmp_path / "elsewhere"),
    )
    program.run("migrate")
    yield program
    database.drop()


def test_a_clinic_is_made_once(elsewhere, record_property):
    made = ["tenant", "create", "lakeside", "--name", "Lakeside Clinic", "--time-zone", "Europe/London", "--admin", "ada@example.org", "Ada", "Okafor"]  # fmt: skip
    record_property("kills while it was made", killed(elsewhere, made, 0.05))
    assert "is ready at lakeside.localhost" in elsewhere.run(*made) or one_letter(elsewhere)
    assert "no other is sent" in elsewhere.run(*made)
    assert one_letter(elsewhere)


def test_a_clinic_is_carried_and_deleted(here, elsewhere, tmp_path, record_property):
    key, archive = tmp_path / "key", tmp_path / "riverside.archive"
    key.write_text(random_key() + "\n")
    tenant, patients = here.database.query("SELECT id, (SELECT count(*) FROM patient WHERE tenant_id = t.id) FROM tenant t WHERE slug = 'riverside'").split("|")

    exported = ["tenant", "export", "riverside", "--to", str(archive), "--key-file", str(key)]
    kills = killed(here, exported, 0.25, until=archive.exists)
    record_property("kills while it was exported", kills)
    if not archive.exists():
        here.run(*exported)
    assert archive.stat().st_mode & 0o077 == 0

    imported = ["tenant", "import", str(archive), "--key-file", str(key)]
    kills = killed(elsewhere, imported, 2, until=lambda: count(elsewhere, "tenant"))
    record_property("kills while it was imported", kills)
    if not count(elsewhere, "tenant"):
        elsewhere.run(*imported)
    assert count(elsewhere, "patient") == int(patients)
    assert files(tmp_path, tenant)
    assert "all as they were sealed" in elsewhere.run("audit", "verify", "riverside")
    assert "suspended since" in elsewhere.run("tenant", "list")
    surname = elsewhere.database.query("SELECT max(family_name) FROM patient")

    deleted = ["tenant", "delete", "riverside", "--name", "Riverside Clinic"]
    kills = killed(elsewhere, deleted, 0.5, until=lambda: not count(elsewhere, "tenant"))
    record_property("kills while it was deleted", kills)
    receipts = elsewhere.run("tenant", "receipts") or elsewhere.run(*deleted)
    assert f"rows-of patient {patients}\n" in receipts
    assert not files(tmp_path, tenant)
    dump = elsewhere.database.dump("--data-only", "--exclude-table=tenant_deletion")
    assert tenant not in dump and surname not in dump
    assert tenant in elsewhere.database.dump("--data-only"), "the receipt stays"


def killed(program: Program, arguments: list[str], seconds: float, until=lambda: False) -> int:
    """Begun and killed again and again, at moments up to so many seconds.

    :return: how often it was not done before.
    """
    kills = 0
    for _ in range(KILLS):
        if until():
            break
        process = subprocess.Popen(
            [program.path, *arguments], env=program.settings(8080), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(random.uniform(0.01, seconds))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
    return kills


def one_letter(program: Program) -> bool:
    return count(program, "outbox_message WHERE kind = 'invitation'") == 1 and count(program, "tenant") == 1


def count(program: Program, rows: str) -> int:
    return program.database.number(f"SELECT count(*) FROM {rows}")


def files(folder: pathlib.Path, tenant: str) -> list[pathlib.Path]:
    return [path for path in (folder / "elsewhere" / tenant).rglob("*") if path.is_file()]


def random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
