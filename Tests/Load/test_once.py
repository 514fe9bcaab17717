"""What works once works once, also for two hundred at the same instant, at two servers."""

import asyncio
import collections
import re

import pytest
from crowd import Form, all_at_once, open_form
from stage.guests import halfway
from stage.house import BEHIND_A_PROXY, House
from stage.people import PAUL

CROWD = 200
FULL_SESSIONS = f"""
    SELECT count(*) FROM session s JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id
     WHERE a.email = '{PAUL.email}' AND s.stage = 'full'
"""


@pytest.fixture
def house(clinics, logs):
    house = House(clinics, logs, servers=2, **BEHIND_A_PROXY)
    yield house
    house.close()


def visitors(house: House) -> list:
    """Half of them at each server, each from elsewhere."""
    return [
        house.visitor(server=house.servers[number % 2], network=f"10.0.0.{number}") for number in range(CROWD)
    ]


def forms_of_the_second_step(house: House, page: str) -> list[Form]:
    crowd = visitors(house)
    for visitor, cookies in zip(crowd, halfway(house.database, PAUL, CROWD)):
        visitor.cookies = cookies
    return [open_form(visitor, page) for visitor in crowd]


def statuses(replies) -> dict[int, int]:
    return collections.Counter(reply.status for reply in replies)


def test_one_passes_with_a_code_of_the_app(house):
    forms = forms_of_the_second_step(house, "/sign-in/code")
    code = house.one_time_code(PAUL)

    replies = asyncio.run(all_at_once([form.with_fields(code=code) for form in forms]))

    assert statuses(replies) == {303: 1, 422: CROWD - 1}
    assert house.database.number(FULL_SESSIONS) == 1


def test_one_passes_with_a_code_on_paper(house):
    paul = house.signed_in(PAUL)
    made = paul.submit("/account/recovery-codes", {})
    code = re.search(r"<code[^>]*>([A-Z2-7-]{29})</code>", made.text)[1]
    forms = forms_of_the_second_step(house, "/sign-in/recovery-code")

    replies = asyncio.run(all_at_once([form.with_fields(code=code) for form in forms]))

    assert statuses(replies) == {303: 1, 422: CROWD - 1}
    assert house.database.number(FULL_SESSIONS) == 2
    assert house.database.number("SELECT count(*) FROM recovery_code WHERE used_at IS NOT NULL") == 1


def test_one_replaces_a_password_with_a_mailed_link(house):
    house.visitor().submit("/password/forgotten", {"email": PAUL.email})
    link = re.search(r"/password/reset/[\w-]{43}", house.letter(PAUL.email))[0]
    forms = [
        open_form(visitor, link).with_fields(password=f"orange kettle winter {number}")
        for number, visitor in enumerate(visitors(house))
    ]

    replies = asyncio.run(all_at_once(forms))

    # More than can be hashed at a time are asked to come again.
    assert statuses(replies)[303] == 1
    assert set(statuses(replies)) <= {303, 410, 429}
    busy = [form for form, reply in zip(forms, replies) if reply.status == 429]
    assert set(statuses(asyncio.run(all_at_once(busy)))) <= {410}

    winner = next(form for form, reply in zip(forms, replies) if reply.status == 303)
    password = dict(winner.fields)["password"]
    loser = next(dict(form.fields)["password"] for form in forms if form is not winner)
    for tried, status in [(password, 303), (loser, 422), (PAUL.password, 422)]:
        answer = house.visitor(network="10.1.1.1").submit("/sign-in", {"email": PAUL.email, "password": tried})
        assert answer.status == status
    letters = "SELECT count(*) FROM outbox_message WHERE kind = 'password-changed'"
    assert house.database.number(letters) == 1
