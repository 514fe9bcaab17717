"""A hundred times the server or PostgreSQL is killed among bookings (kill -9), at moments that nobody chose; bin/test
has it done by two at once.

Each appointment that was acknowledged is there afterwards, once and whole; one whose answer was lost is there whole or
not at all, and once after its form was sent again."""

import asyncio
import collections
import os
import random
import time
import urllib.parse

import pytest
from crowd import Booking, Line, Reply
from measure.booking import FilledIn, forms
from stage.guests import as_guest
from stage.house import House

KILLS = int(os.environ.get("POLYCLINIC_TEST_KILLS", "100"))
CLIENTS = 16
# A kill comes after so many answers at most, and then within so many seconds: a few bookings' time.
ANSWERS = 10
MOMENT = 0.03
# Some of the times pass while the story runs, so that they can't be booked any more.
MOST_REFUSED = 50


@pytest.fixture
def house(clinics, logs):
    house = House(clinics, logs)
    yield house
    house.close()


class Rush:
    """Clients who book one after the other, and what each was told. Who was told nothing sends the form again."""

    def __init__(self, bookings: list[Booking]):
        self._waiting = collections.deque(bookings)
        self._open = asyncio.Event()
        self._told = asyncio.Condition()
        self.acknowledged: dict[str, str] = {}
        self.refused: set[str] = set()
        self.unanswered: set[str] = set()
        self.under_way: set[str] = set()
        self.statuses: collections.Counter[int] = collections.Counter()

    async def client(self):
        line = None
        while await self._open.wait() and self._waiting:
            booking = self._waiting.popleft()
            line = line or Line(booking.port)
            self.under_way.add(booking.key)
            reply = await line.ask(booking.request("keep-alive"))
            self.under_way.remove(booking.key)
            self._note(booking, reply)
            async with self._told:
                self._told.notify_all()

    def _note(self, booking: Booking, reply: Reply):
        self.statuses[reply.status] += 1
        self.unanswered.discard(booking.key)
        if reply.status == 303:
            self.acknowledged[booking.key] = reply.location.rpartition("/")[2]
        elif reply.status == 409:
            self.refused.add(booking.key)
        else:
            self.unanswered.add(booking.key)
            self._waiting.appendleft(booking)

    async def open(self, answers: int):
        """The doors, until so many more are booked."""
        wanted = len(self.acknowledged) + answers
        self._open.set()
        async with self._told:
            await self._told.wait_for(lambda: len(self.acknowledged) >= wanted or not self._waiting)
        assert self._waiting, "too few bookings for so many kills"

    async def close(self):
        """Nobody begins, and who has begun waits for an answer or for the connection to break."""
        self._open.clear()
        async with self._told:
            await self._told.wait_for(lambda: not self.under_way)

    def open_for_good(self):
        self._open.set()


async def story(rush: Rush, victims, killed_and_back, check):
    clients = [asyncio.create_task(rush.client()) for _ in range(CLIENTS)]
    for victim in victims:
        await rush.open(answers=random.randint(1, ANSWERS))
        await asyncio.sleep(random.uniform(0, MOMENT))
        back = killed_and_back[victim]()
        await rush.close()
        back()
        check()
    rush.open_for_good()
    await asyncio.gather(*clients)
    check()


def test_nothing_is_lost_and_nothing_done_by_halves(house, cluster, record_property):
    bookings = [filled_in(house, form) for form in forms(house, KILLS * 20)]
    random.shuffle(bookings)
    rush = Rush(bookings)
    found: collections.Counter[str] = collections.Counter()

    def kill_server():
        house.server.kill()
        return house.server.start

    def kill_database():
        cluster.kill()

        def back():
            cluster.start()
            house.server.wait_until_ready()

        return back

    def check():
        booked = whole_appointments(house)
        assert booked.items() >= rush.acknowledged.items(), "an acknowledged appointment is missing"
        assert booked.keys() <= rush.acknowledged.keys() | rush.unanswered
        found["done without an answer"] += len(booked.keys() & rush.unanswered)
        found["neither done nor answered"] += len(rush.unanswered - booked.keys())

    victims = ["server", "database"] * (KILLS // 2)
    random.shuffle(victims)
    start = time.monotonic()
    asyncio.run(story(rush, victims, {"server": kill_server, "database": kill_database}, check))
    took = time.monotonic() - start

    record_property(
        f"{KILLS} kills",
        f"{len(rush.acknowledged)} booked, {dict(found)}, statuses {dict(rush.statuses)}, {took:.0f} s",
    )
    assert not rush.unanswered
    assert len(rush.acknowledged) == len(bookings) - len(rush.refused)
    assert len(rush.refused) <= MOST_REFUSED
    # The moments were well chosen: on either side of a commit.
    assert min(found.values()) >= KILLS // 4
    assert set(rush.statuses) <= {0, 303, 409, 503}


def filled_in(house: House, form: FilledIn) -> Booking:
    guest = as_guest(house.server.port, "riverside", form.token)
    return Booking(guest.port, "/appointments", tuple(guest.headers.items()), fields(form))


def fields(form: FilledIn) -> tuple[tuple[str, str], ...]:
    return tuple(urllib.parse.parse_qsl(form.body, keep_blank_values=True))


def whole_appointments(house: House) -> dict[str, str]:
    """Keys and ids of what was booked here. What belongs to an appointment is there, once, and belongs to one."""
    rows = [line.split("|") for line in house.database.query(PARTS).splitlines()]
    for row in rows:
        assert row[2:] == ["1", "3", "1", "1"], f"not a whole appointment: {row}"
    booked = {key: appointment for key, appointment, *_ in rows}
    assert len(booked) == len(rows), "a form booked twice"
    return booked


# Of each appointment that any part of exists: key, id, and how many rows, occupancies (with the room that an online visit
# leaves to others), letters and audit rows.
PARTS = """
    WITH part (kind, id) AS (
      SELECT 'appointment', id FROM appointment WHERE reason = 'Measuring'
      UNION ALL
      SELECT 'occupancy', o.appointment_id FROM occupancy o JOIN appointment a ON a.id = o.appointment_id
       WHERE a.reason = 'Measuring' AND o.during @> a.during AND o.released_at IS NULL
         AND o.resource_id IN (a.practitioner_id, a.location_id, a.patient_id)
      UNION ALL
      SELECT 'letter', (payload->>'appointment')::uuid FROM outbox_message WHERE kind = 'appointment-booked'
      UNION ALL
      SELECT 'audit', entity FROM audit_event WHERE act = 'appointment-booked'
    )
    SELECT max(a.booking_key::text), part.id, count(*) FILTER (WHERE kind = 'appointment'),
           count(*) FILTER (WHERE kind = 'occupancy') + max(a.online::int), count(*) FILTER (WHERE kind = 'letter'),
           count(*) FILTER (WHERE kind = 'audit')
      FROM part LEFT JOIN appointment a ON a.id = part.id
     GROUP BY part.id
"""
