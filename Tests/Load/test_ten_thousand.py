"""Ten thousand attempts at one time, never fewer than a hundred under way, at two servers on one database."""

import asyncio
import collections
import random
import time
import uuid

import pytest
from crowd import Booking, Line, Reply, fill_in
from stage.guests import as_guest, invite
from stage.house import House
from stage.offers import offers

GUESTS = 500
EACH = 20
CLIENTS = 128
ALWAYS = 100


@pytest.fixture
def house(clinics, logs):
    house = House(clinics, logs, servers=2)
    yield house
    house.close()


class Crowd:
    """Clients who keep their connections and send one form after the other, until none is left."""

    def __init__(self, bookings: list[Booking]):
        self._waiting = {port: [] for port in sorted({booking.port for booking in bookings})}
        for booking in bookings:
            self._waiting[booking.port].append(booking)
        self._under_way = 0
        self.fewest = CLIENTS
        self.outcomes: collections.Counter[str] = collections.Counter()
        self.booked: list[tuple[Booking, Reply]] = []

    async def book(self):
        clients = [self._client(port) for port in self._waiting for _ in range(CLIENTS // len(self._waiting))]
        await asyncio.gather(*clients)

    async def _client(self, port: int):
        line, waiting = Line(port), self._waiting[port]
        while waiting:
            booking = waiting.pop()
            self._under_way += 1
            reply = await line.ask(booking.request("keep-alive"))
            # Until the last forms are out, the ones that are left over make up the hundred.
            if all(self._waiting.values()):
                self.fewest = min(self.fewest, self._under_way)
            self._under_way -= 1
            self.outcomes[outcome(reply)] += 1
            if reply.status == 303:
                self.booked.append((booking, reply))
        line.hang_up()


def outcome(reply: Reply) -> str:
    if reply.status != 409:
        return str(reply.status)
    if reply.body.count('type="radio" name="offer"') >= 1:
        return "409, other times"
    return "409, their own" if 'href="/appointments/' in reply.body else "409 without a way on"


def forms(house: House, offer: str) -> list[Booking]:
    """Of each guest many, as from as many tabs; in no order."""
    found = []
    for number, token in enumerate(invite(house.database, "riverside", GUESTS)):
        form = fill_in(as_guest(house.servers[number % 2].port, "riverside", token), offer)
        for _ in range(EACH):
            fields = {**dict(form.fields), "key": str(uuid.uuid4())}
            found.append(Booking(form.port, form.path, form.headers, tuple(fields.items())))
    random.shuffle(found)
    return found


def test_one_is_booked_and_nobody_is_left_without_an_answer(house, record_property):
    _, offer = next(offers(house.visitor()))
    bookings = forms(house, offer)
    before = house.database.number("SELECT count(*) FROM appointment")

    crowd, start = Crowd(bookings), time.monotonic()
    asyncio.run(crowd.book())
    took = time.monotonic() - start

    record_property("answers", f"{dict(crowd.outcomes)} in {took:.0f} s, {crowd.fewest} or more under way")
    assert len(bookings) == 10_000
    assert crowd.fewest >= ALWAYS
    # The one who got it has other forms of it: those that come later are told that it is theirs already.
    own = crowd.outcomes["409, their own"]
    assert own < EACH
    assert crowd.outcomes - collections.Counter({"409, their own": own}) == {
        "303": 1,
        "409, other times": len(bookings) - 1 - own,
    }

    (booking, reply) = crowd.booked[0]
    appointment = reply.location.rpartition("/")[2]
    assert house.database.number("SELECT count(*) FROM appointment") == before + 1
    assert house.database.query(f"SELECT id FROM appointment WHERE booking_key = '{booking.key}'") == appointment
    of_it = {
        "occupancy": f"appointment_id = '{appointment}'",
        "outbox_message": f"payload->>'appointment' = '{appointment}'",
        "audit_event": f"entity = '{appointment}' AND act = 'appointment-booked'",
    }
    rows = {
        table: house.database.number(f"SELECT count(*) FROM {table} WHERE {which}")
        for table, which in of_it.items()
    }
    assert rows == {"occupancy": 3, "outbox_message": 1, "audit_event": 1}
