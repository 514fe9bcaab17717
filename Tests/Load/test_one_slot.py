"""Two hundred people want the same time, at two servers, at the same instant."""

import asyncio
import collections

import pytest
from crowd import all_at_once, fill_in
from stage.guests import as_guest, invite
from stage.house import House
from stage.offers import offers

CROWD = 200


@pytest.fixture
def house(clinics, logs):
    house = House(clinics, logs, servers=2)
    yield house
    house.close()


def test_one_gets_it_and_everybody_else_is_shown_other_times(house):
    _, offer = next(offers(house.visitor()))
    tokens = invite(house.database, "riverside", CROWD)
    ports = [house.servers[number % 2].port for number in range(CROWD)]
    bookings = [fill_in(as_guest(port, "riverside", token), offer) for port, token in zip(ports, tokens)]
    before = house.database.number("SELECT count(*) FROM appointment")

    replies = asyncio.run(all_at_once(bookings))

    assert collections.Counter(reply.status for reply in replies) == {303: 1, 409: CROWD - 1}
    assert house.database.number("SELECT count(*) FROM appointment") == before + 1
    for reply in replies:
        if reply.status == 409:
            assert reply.body.count('type="radio" name="offer"') >= 1, "a conflict offers other times"

    # The form of the one who got it, sent again by an impatient finger: the same appointment, not a second.
    winner = next(booking for booking, reply in zip(bookings, replies) if reply.status == 303)
    again = asyncio.run(all_at_once([winner] * 20))
    assert {reply.status for reply in again} == {303}
    assert len({reply.location for reply in again}) == 1
    assert house.database.number("SELECT count(*) FROM appointment") == before + 1
