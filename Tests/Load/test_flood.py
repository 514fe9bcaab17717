"""A flood of sign-ins is told to come later; everybody else goes on."""

import asyncio
import collections

import pytest
from crowd import Look, all_at_once, open_form, send
from stage.guests import as_guest, emails, give_password_of, invite
from stage.house import BEHIND_A_PROXY, House
from stage.people import PAUL

FLOOD = 400
ALLOWED = {303, 422, 429}


@pytest.fixture
def house(clinics, logs):
    house = House(clinics, logs, **BEHIND_A_PROXY)
    yield house
    house.close()


def test_a_flood_of_sign_ins_is_told_to_come_later_and_pages_go_on(house):
    tokens = invite(house.database, "riverside", FLOOD)
    give_password_of(PAUL, house.database)
    forms = [
        open_form(house.visitor(network=f"10.0.{number // 250}.{number % 250}"), "/sign-in").with_fields(
            email=email, password=PAUL.password if number % 4 == 0 else "wrong wrong wrong"
        )
        for number, email in enumerate(emails(house.database, "riverside"))
    ]
    guest = as_guest(house.server.port, "riverside", tokens[0])
    dashboard = Look(guest.port, "/dashboard", tuple(guest.headers.items()))

    async def look_until(done: asyncio.Task) -> list[int]:
        seen = []
        while not done.done():
            seen.append((await send(dashboard)).status)
        return seen

    async def flood():
        sign_ins = asyncio.create_task(all_at_once(forms))
        return await asyncio.gather(sign_ins, look_until(sign_ins))

    replies, seen = asyncio.run(flood())

    told = collections.Counter(reply.status for reply in replies)
    assert set(told) == ALLOWED, told
    for reply in replies:
        if reply.status == 429:
            assert int(reply.header("retry-after")) > 0
    assert len(seen) > 10 and set(seen) == {200}, collections.Counter(seen)

    # Nothing was judged of those, so nothing was charged: they come again, and are let in.
    refused = next(form for form, reply in zip(forms, replies) if reply.status == 429 and is_right(form))
    assert asyncio.run(send(refused)).status == 303


def is_right(form) -> bool:
    return dict(form.fields)["password"] == PAUL.password
