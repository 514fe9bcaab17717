"""The power goes in the middle of bookings. What was acknowledged is there afterwards, and nothing twice."""

import asyncio
import itertools

import pytest
from crowd import Booking, Reply, fill_in, send
from stage.guests import as_guest, invite
from stage.house import House
from stage.offers import offers

GUESTS = 60
CLIENTS = 16


@pytest.fixture
def house(clinics, logs):
    house = House(clinics, logs)
    yield house
    house.close()


def prepare(house: House) -> list[Booking]:
    """A time of their own for each, found and filled in by hand before the rush."""
    tokens = invite(house.database, "riverside", GUESTS)
    found = itertools.islice(offers(house.visitor()), GUESTS)
    return [
        fill_in(as_guest(house.server.port, "riverside", token), offer)
        for token, (_, offer) in zip(tokens, found)
    ]


async def rush(bookings: list[Booking], cut) -> dict[Booking, Reply]:
    """Clients book one after the other; after a third of the answers, the power goes."""
    waiting, replies = list(bookings), {}

    async def client():
        while waiting:
            booking = waiting.pop()
            replies[booking] = await send(booking)
            if len(replies) == len(bookings) // 3:
                cut()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return replies


@pytest.mark.parametrize("victim", ["server", "server and database"])
def test_what_was_acknowledged_survives(house, cluster, victim):
    bookings = prepare(house)
    assert len(bookings) == GUESTS

    def cut():
        house.server.kill()
        if victim == "server and database":
            cluster.kill()

    replies = asyncio.run(rush(bookings, cut))
    acknowledged = {booking: reply for booking, reply in replies.items() if reply.status == 303}
    assert 0 < len(acknowledged) < GUESTS, "the cut came in the middle"

    cluster.start()
    house.server.start()
    for booking, reply in acknowledged.items():
        appointment = reply.location.rpartition("/")[2]
        assert (
            house.database.query(f"SELECT booking_key FROM appointment WHERE id = '{appointment}'")
            == booking.key
        )

    # Those who saw no answer send their form again, and so do those who did.
    again = asyncio.run(rush(bookings, lambda: None))
    assert {reply.status for reply in again.values()} == {303}
    for booking, reply in acknowledged.items():
        assert again[booking].location == reply.location
    keys = ",".join(f"'{booking.key}'" for booking in bookings)
    assert house.database.number(f"SELECT count(*) FROM appointment WHERE booking_key IN ({keys})") == GUESTS
    overlaps = """SELECT count(*) FROM occupancy a JOIN occupancy b
        ON a.tenant_id = b.tenant_id AND a.resource_id = b.resource_id AND a.id < b.id AND a.during && b.during
        WHERE a.released_at IS NULL AND b.released_at IS NULL"""
    assert house.database.number(overlaps) == 0
