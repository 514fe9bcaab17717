"""A million rows of a clinic's audit log: sealed by a server's worker, verified by an operator's command."""

import os
import pathlib
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator

from stage.database import Database
from stage.house import House

from .report import Line

ROWS = 1_000_000
TURNS = 3

# As they are left behind by somebody at the front desk who opens records all day.
FILL = f"""
INSERT INTO audit_event (tenant_id, id, account_id, act, purpose, entity, request_id, address, agent, at)
SELECT ben.tenant_id, gen_random_uuid(), ben.id, 'read', 'front-desk', gen_random_uuid(), gen_random_uuid()::text,
       '203.0.113.7', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', now()
  FROM (SELECT a.tenant_id, a.id FROM account a JOIN tenant t ON t.id = a.tenant_id
         WHERE t.slug = 'riverside' AND a.role = 'front-desk' LIMIT 1) AS ben, generate_series(1, {ROWS})
"""

# What a log can at least cost: PostgreSQL reads and hashes the same rows, and compares them with nothing.
HASHED = """
SELECT count(sha256(convert_to(e::text, 'UTF8'))) FROM audit_event e
  JOIN tenant t ON t.id = e.tenant_id WHERE t.slug = 'riverside'
"""

# Rows of seals that lie in the object store; a sealed row has 56 bytes.
PUBLISHED = """
SELECT coalesce(sum(octet_length(s.leaves)), 0) / 56
  FROM audit_seal s JOIN audit_publication p ON p.tenant_id = s.tenant_id AND p.number = s.number
"""


def lines(template: Database, logs: pathlib.Path) -> Iterator[Line]:
    # Objects of its own: other houses are copies of the same clinics, and publish under the same names.
    with tempfile.TemporaryDirectory(prefix="polyclinic-audit-") as files:
        yield from measured(House(template, logs, POLYCLINIC_OBJECT_STORE="file", POLYCLINIC_FILES=files))


def measured(house: House) -> Iterator[Line]:
    try:
        house.database.query(FILL)
        house.database.query("VACUUM ANALYZE audit_event")
        sealing = seconds(lambda: wait_until_published(house))
        house.server.stop()
        verified = [verify(house) for _ in range(TURNS)]
        hashed = min(seconds(lambda: house.database.query(HASHED)) for _ in range(TURNS))
    finally:
        house.close()
    took = min(turn for turn, _ in verified)
    yield Line(
        f"The audit log verified, {ROWS:,} rows", f"{took:.1f} s",
        f"{hashed:.1f} s (PostgreSQL, hashing the same rows)", f"{took / hashed:.2f}",
    )  # fmt: skip
    yield Line("The same rows sealed and published", f"{sealing:.1f} s", "", "")
    memory = max(kilobytes for _, kilobytes in verified)
    yield Line("Memory at most while they are verified", f"{memory / 1024:.0f} MB", "", "")


def wait_until_published(house: House):
    # Once in a minute is too seldom here.
    house.database.query("UPDATE job SET due_at = now() WHERE kind = 'audit-seal'")
    deadline = time.monotonic() + 600
    while house.database.number(PUBLISHED) < ROWS:
        assert time.monotonic() < deadline, "the rows were not sealed"
        time.sleep(0.1)


def verify(house: House) -> tuple[float, int]:
    """Seconds, and the most kilobytes of memory."""
    program = house.program
    start = time.monotonic()
    with subprocess.Popen(
        [program.path, "audit", "verify", "riverside"], env=program.settings(8080), stdout=subprocess.PIPE, text=True
    ) as process:
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - start
    rows = re.search(r"(\d+) rows in \d+ seals, all as they were sealed", said)
    assert process.returncode == 0 and rows and int(rows[1]) >= ROWS, said
    return took, usage.ru_maxrss


def seconds(act: Callable[[], object]) -> float:
    start = time.monotonic()
    act()
    return time.monotonic() - start
