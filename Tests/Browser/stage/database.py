"""Databases: one is migrated and filled with the two demo clinics, and every stage gets a copy of it."""

import contextlib
import fcntl
import os
import pathlib
import subprocess
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[3]
OWNER_PASSWORD = "owner-of-a-test"
APP_PASSWORD = "app-of-a-test"


def required(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"{name} is not set: start the stories with bin/test --only browser (or load)")
    return value


@contextlib.contextmanager
def one_at_a_time():
    """Among all processes of this checkout."""
    with open(ROOT / ".local/stories.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Database:
    """One database of the test cluster."""

    def __init__(self, name: str):
        self.name = name

    @staticmethod
    def create(prefix: str, template: str = "template0") -> "Database":
        database = Database(f"{prefix}_{uuid.uuid4().hex[:8]}")
        maintenance = Database("postgres")
        maintenance.query(f"CREATE DATABASE {database.name} TEMPLATE {template}")
        # The log holds a sequence's next 32 values ahead, and its copy takes that for done: after a crash it would give them twice.
        database.query(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, last_value) FROM pg_sequences"
            " WHERE last_value IS NOT NULL"
        )
        # Rights on a database are not copied with it. Roles are the cluster's, and other stories run beside these.
        with one_at_a_time():
            database._psql(
                "-v", f"owner_password={OWNER_PASSWORD}", "-v", f"app_password={APP_PASSWORD}",
                "-f", str(ROOT / "Migrations/roles.sql"),
            )  # fmt: skip
        return database

    def drop(self):
        Database("postgres").query(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def url(self, user: str = "postgres", password: str = "") -> str:
        """Of this database in the test cluster, as somebody."""
        superuser = urllib.parse.urlsplit(required("POLYCLINIC_TEST_POSTGRES"))
        place = superuser.netloc.rpartition("@")[2]
        netloc = f"{user}:{password}@{place}" if password else superuser.netloc
        return urllib.parse.urlunsplit(superuser._replace(netloc=netloc, path=f"/{self.name}"))

    def query(self, sql: str) -> str:
        """The rows as text, columns apart by `|`. As the superuser, who sees every clinic."""
        return self._psql("-Atf", "-", stdin=sql)

    def dump(self, *options: str) -> str:
        """Everything in it, as a backup would hold it."""
        return self._run("pg_dump", *options)

    def number(self, sql: str) -> int:
        return int(self.query(sql))

    def _psql(self, *arguments: str, stdin: str = "") -> str:
        return self._run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *arguments, stdin=stdin).strip()

    def _run(self, program: str, *arguments: str, stdin: str = "") -> str:
        command = [program, "-d", self.url(), *arguments]
        result = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise RuntimeError(result.stderr.strip())
        return result.stdout
