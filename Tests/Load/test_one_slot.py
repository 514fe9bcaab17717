"""Two hundred people want the same time, at two servers, at the same instant."""

import asyncio
import collections

import pytest
from crowd import all_at_once, fill_in, press_sign_up
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


def test_it_is_kept_for_one_of_many_strangers_and_nobody_else_can_book_it(house):
    _, offer = next(offers(house.visitor()))
    strangers = [house.visitor(server=house.servers[number % 2]) for number in range(CROWD)]
    tokens = invite(house.database, "riverside", 20)
    guests = [as_guest(house.servers[0].port, "riverside", token) for token in tokens]
    bookings = [fill_in(guest, offer) for guest in guests]
    presses = [press_sign_up(stranger, offer) for stranger in strangers]

    replies = asyncio.run(all_at_once(presses))

    assert collections.Counter(reply.status for reply in replies) == {303: 1, 409: CROWD - 1}
    assert house.database.number("SELECT count(*) FROM hold") == 1
    kept = next(reply for reply in replies if reply.status == 303)
    assert {reply.status for reply in asyncio.run(all_at_once(bookings))} == {409}

    # Signed in meanwhile, in the browser for which the time is kept.
    guests[0].cookies["__Host-hold"] = kept.cookie("__Host-hold")
    mine = fill_in(guests[0], offer)
    assert asyncio.run(all_at_once([mine]))[0].status == 303
    assert house.database.number("SELECT count(*) FROM hold") == 0
    assert house.database.number("SELECT count(*) FROM occupancy WHERE hold_id IS NOT NULL") == 0
