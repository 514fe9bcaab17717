"""Who steals the database, its disks or its backups can sign in nowhere with them (OWASP ASVS 5.0, 6.5.2)."""

import base64
import hashlib
import os
import resource
import signal
import time

import pytest
from stage.house import House
from stage.journeys import Journeys
from stage.leaks import found
from stage.program import Server
from stage.resting import Disks

# Written by PostgreSQL, so that the search is held against something that it did not write itself.
PLANTS = [
    "'{secret}'", "upper('{secret}')", "'https://mail.example/' || '{secret}'", "json_build_array('{secret}')",
    "convert_to('{secret}', 'UTF8')", "encode(convert_to('{secret}', 'UTF8'), 'hex')",
    "encode(convert_to('{secret}', 'UTF8'), 'base64')", "encode(convert_to('ab{secret}c', 'UTF8'), 'base64')",
    "translate(encode(convert_to('{secret}', 'UTF8'), 'base64'), '+/=', '-_')",
    "sha256(convert_to('{secret}', 'UTF8'))", "encode(sha256(convert_to('{secret}', 'UTF8')), 'base64')",
    "md5('{secret}')", "'\\x{raw}'::bytea", "encode('\\x{raw}'::bytea, 'base64')",
]  # fmt: skip


@pytest.fixture(scope="module")
def objects(tmp_path_factory):
    return tmp_path_factory.mktemp("objects")


@pytest.fixture(scope="module")
def house(clinics, logs, objects):
    """With objects of its own, so that they can be looked through."""
    house = House(clinics, logs, POLYCLINIC_OBJECT_STORE="file", POLYCLINIC_FILES=str(objects))
    yield house
    house.close()


@pytest.fixture(scope="module")
def journeys(house, objects):
    before = set(house.database.dump().splitlines())
    journeys = Journeys(house)
    journeys.disks = Disks(house, objects)
    journeys.shown = journeys.disks.shown(journeys.secrets)
    journeys.dump = "\n".join(line for line in house.database.dump().splitlines() if line not in before)
    return journeys


def test_a_dump_shows_no_secret(journeys):
    kinds = {"password", "code", "csrf", "key", "link", "__Host-visit", "__Host-device", "__Host-hold"}
    assert set(journeys.secrets.values()) == kinds
    assert {what: secret for secret, what in journeys.secrets.items() if found(secret, journeys.dump)} == {}


def test_no_disk_shows_a_secret(journeys):
    assert {place: whats for place, whats in journeys.shown.items() if whats} == {}
    assert any(journeys.disks.places["objects"].rglob("logos/*")), "nothing was uploaded"


def test_a_secret_on_a_disk_would_be_found(house, journeys):
    rows = " UNION ALL ".join(f"SELECT '{secret}' AS it" for secret in journeys.secrets)
    house.database.query(f"CREATE TABLE planted AS {rows}")
    shown = journeys.disks.shown(journeys.secrets)
    house.database.query("DROP TABLE planted")
    assert shown["data directory"] == set(journeys.secrets.values())
    assert shown["WAL"] == set(journeys.secrets.values()) - {"code"} | {"code"} & shown["WAL"]


def test_a_server_that_dies_leaves_no_core_file(house, logs):
    """Where the machine would let it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        server = Server(house.program, logs / f"{house.database.name}-dies.log")
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
    pid, deadline = 0, time.monotonic() + 30
    while pid == 0 and time.monotonic() < deadline:
        os.kill(server.process.pid, signal.SIGABRT)
        time.sleep(0.2)
        pid, status = os.waitpid(server.process.pid, os.WNOHANG)
    assert os.WIFSIGNALED(status) and not os.WCOREDUMP(status)


def test_the_dump_is_of_what_they_did(journeys):
    visits = [secret for secret, what in journeys.secrets.items() if what == "__Host-visit"]
    hashes = [hashlib.sha256(base64.urlsafe_b64decode(visit + "=")).hexdigest() for visit in visits]
    assert sum(hash in journeys.dump for hash in hashes) >= 5
    assert "dora@mail.example" in journeys.dump


@pytest.mark.parametrize("plant", PLANTS)
def test_a_secret_that_lay_there_would_be_found(house, journeys, plant):
    rows = [plant.format(secret=secret, raw=raw(secret).hex()) for secret in journeys.secrets]
    house.database.query("CREATE TABLE planted AS " + " UNION ALL ".join(f"SELECT {row} AS it" for row in rows))
    try:
        dump = house.database.dump("--table=planted")
    finally:
        house.database.query("DROP TABLE planted")
    assert [secret for secret in journeys.secrets if not found(secret, dump)] == []


def raw(secret: str) -> bytes:
    """The bytes that it stands for."""
    if len(secret) == 43:
        return base64.urlsafe_b64decode(secret + "=")
    if secret.isupper():
        letters = secret.replace(" ", "").replace("-", "")
        return base64.b32decode(letters + "=" * (-len(letters) % 8))
    return secret.encode()
