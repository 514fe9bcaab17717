"""Letters through a mail server that refuses, delays, puts off and hangs up after the message, while the servers that send
them are killed (kill -9) again and again: none is lost, and what came twice is counted by its Message-ID."""

import asyncio
import collections
import os
import random
import threading
import time
import uuid

import pytest
from aiosmtpd.controller import Controller
from stage.database import Database
from stage.house import House
from stage.program import Server, free_port

LETTERS = int(os.environ.get("POLYCLINIC_TEST_LETTERS", "2000"))
KILLS = int(os.environ.get("POLYCLINIC_TEST_LETTER_KILLS", "20"))
PATIENCE = 900


class Whims:
    """A mail server in a mood. What it does with a letter is decided by the letter's id, once or for good."""

    def __init__(self):
        self.taken: collections.Counter[str] = collections.Counter()
        self.tried: collections.Counter[str] = collections.Counter()
        self._lock = threading.Lock()
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self._controller.start()

    @property
    def settings(self) -> dict[str, str]:
        return {
            "POLYCLINIC_SMTP_URL": f"smtp://127.0.0.1:{self._controller.port}?tls=none",
            "POLYCLINIC_MAIL_FROM": "Riverside <post@riverside.example>",
        }

    async def handle_RCPT(self, server, session, envelope, address, options):
        with self._lock:
            self.tried[address] += 1
            first = self.tried[address] == 1
        whim = whim_of(address)
        if whim == "refuse":
            return "550 5.1.1 no such person"
        if whim == "delay":
            await asyncio.sleep(0.2)
        if whim == "put-off" and first:
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        head = envelope.content.partition(b"\r\n\r\n")[0].decode()
        letter = next(line for line in head.split("\r\n") if line.startswith("Message-ID:"))
        address = envelope.rcpt_tos[0]
        with self._lock:
            self.taken[letter.split("<")[1].split("@")[0]] += 1
            first = self.tried[address] == 1
        if whim_of(address) == "hang-up" and first:
            # It has the letter, and says nothing.
            server.transport.abort()
        return "250 OK"

    def close(self):
        self._controller.stop()


def whim_of(address: str) -> str:
    number = int(address.partition("@")[0])
    return {1: "refuse", 2: "put-off", 3: "hang-up", 4: "delay"}.get(number % 50, "take")


@pytest.fixture
def mail():
    mail = Whims()
    yield mail
    mail.close()


@pytest.fixture
def house(clinics, logs, mail):
    house = House(clinics, logs, servers=2, **mail.settings)
    yield house
    house.close()


def write_letters(database: Database) -> dict[str, str]:
    """The address of each, by its id."""
    letters = {str(uuid.uuid4()): f"{number}@example.com" for number in range(LETTERS)}
    rows = ",".join(f"('{letter}'::uuid, '{address}')" for letter, address in letters.items())
    database.query(
        f"""
        INSERT INTO outbox_message (tenant_id, id, kind, language, recipient, payload, due_at, created_at)
        SELECT t.id, r.id, 'account-exists', 'en', r.address, '{{}}', now(), now()
          FROM (VALUES {rows}) AS r (id, address), tenant t WHERE t.slug = 'riverside'
        """
    )
    return letters


def states(database: Database) -> collections.Counter[str]:
    said = database.query("SELECT state, count(*) FROM outbox_message WHERE kind = 'account-exists' GROUP BY 1")
    counts = (line.split("|") for line in said.split())
    return collections.Counter({state: int(count) for state, count in counts})


def test_no_letter_is_lost_whoever_dies(house, mail):
    letters = write_letters(house.database)
    chance = random.Random(5)
    for kill in range(KILLS):
        victim: Server = house.servers[kill % 2]
        time.sleep(chance.uniform(0.05, 0.6))
        victim.kill()
        victim.start()
    for server in house.servers:
        server.kill()
    # The leases of the dead are over, as they would be after three minutes.
    house.database.query("UPDATE job SET due_at = now() WHERE kind = 'letter' AND due_at > now()")
    for server in house.servers:
        server.start()
    deadline = time.monotonic() + PATIENCE
    while states(house.database)["queued"]:
        assert time.monotonic() < deadline, states(house.database)
        time.sleep(1)

    refused = {letter for letter, address in letters.items() if whim_of(address) == "refuse"}
    lost = set(letters) - refused - set(mail.taken)
    assert not lost, f"{len(lost)} letters were lost"
    assert not refused & set(mail.taken)
    assert states(house.database) == {"sent": LETTERS - len(refused), "failed": len(refused)}
    twice = {letter: count for letter, count in mail.taken.items() if count > 1}
    hung_up = sum(whim_of(address) == "hang-up" for address in letters.values())
    print(
        f"\n    {LETTERS} letters, {KILLS} kills: {len(mail.taken)} taken, {len(refused)} refused, none lost;"
        f" {len(twice)} came more than once, {hung_up} of them because the server hung up after taking one"
    )
    # A letter comes twice where nobody could know whether it was taken: after a hang-up, or a kill between the two.
    assert len(twice) <= hung_up + 2 * 2 * (KILLS + 2)
