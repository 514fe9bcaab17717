"""Letters that did not arrive, for staff; and the way out of reminders, for mail programs and for people."""

import re
import time
import uuid

import pytest
from stage.guests import invite
from stage.people import BEN
from stage.walking import walks_to


def fails(house, recipient: str, kind: str = "appointment-cancelled") -> str:
    """A letter that the other side has refused, and nobody has seen to. Returns its id."""
    letter = str(uuid.uuid4())
    house.database.query(f"""
        INSERT INTO outbox_message (tenant_id, id, kind, language, recipient, payload, state, attempts, failure, due_at,
                                    created_at)
        SELECT id, '{letter}', '{kind}', 'en', '{recipient}', '{{}}', 'failed', 1,
               'the mail server refused the message for good (550)', now(), now() FROM tenant WHERE slug = 'riverside';
        DELETE FROM job WHERE subject = '{letter}';
    """)
    return letter


def test_staff_see_what_did_not_arrive_and_what_to_do(screen, house):
    refused = fails(house, "minh.khai@mail.example")
    gone = fails(house, "paul@mail.example", kind="password-reset")
    ben = screen.signed_in(BEN)
    ben.opens("/desk")
    ben.page.get_by_role("main").get_by_role("link", name="Letters that did not arrive").click()
    ben.is_at("/admin/messages")
    ben.sees("minh.khai@mail.example", "paul@mail.example")
    ben.looks_at("letters")
    ben.follows(f"/admin/messages/{refused}")
    ben.sees("Call the person and ask for another address")
    ben.looks_at("letter")
    again = ben.page.locator(f'main form[action="/admin/messages/{refused}/sending"] button')
    walks_to(ben, again) if screen.kind == "desk" else again.dblclick()
    ben.sees("Letters that wait to be sent again: 1")
    # What held a code is not sent again.
    ben.follows(f"/admin/messages/{gone}")
    ben.sees("has to ask for another")
    assert ben.page.locator(f'main form[action="/admin/messages/{gone}/sending"]').count() == 0
    ben.sends(f"/admin/messages/{gone}/settlement")
    ben.sees("Letters seen to: 1")
    ben.looks_at("letters, seen to")
    assert ben.page.locator(f'main a[href="/admin/messages/{refused}"]').count() == 0
    assert house.database.number(
        f"SELECT count(*) FROM outbox_message WHERE id IN ('{refused}', '{gone}') AND state = 'failed'"
    ) == 0


@pytest.fixture(scope="module")
def reminded(house):
    """Where a reminder that somebody got leads out of reminders, and their account."""
    token = invite(house.database, "riverside", 1)[0]
    account = house.database.query(f"""
        SELECT account_id FROM session WHERE token_hash = sha256(decode(translate('{token}', '-_', '+/') || '=', 'base64'))
    """).strip()
    house.database.query(f"""
        INSERT INTO appointment (tenant_id, id, patient_id, practitioner_id, service_id, location_id, during, status,
                                 price_minor, currency, booking_key, booked_at, booked_by)
        SELECT p.tenant_id, gen_random_uuid(), p.id, x.practitioner_id, x.service_id, l.id,
               tstzrange(now() + interval '23 hours', now() + interval '24 hours'), 'booked', 0, 'GBP', gen_random_uuid(),
               now() - interval '3 days', p.account_id
          FROM patient p,
               LATERAL (SELECT * FROM practitioner_service y WHERE y.tenant_id = p.tenant_id LIMIT 1) AS x,
               LATERAL (SELECT id FROM location z WHERE z.tenant_id = p.tenant_id LIMIT 1) AS l
         WHERE p.account_id = '{account}';
        UPDATE account SET quiet_from = '00:00', quiet_until = '00:00' WHERE id = '{account}';
        UPDATE job SET due_at = now() WHERE kind = 'reminders';
    """)
    deadline = time.monotonic() + 60
    while not (letter := house.database.query(f"""
        SELECT m.id FROM outbox_message m JOIN account a ON a.email = m.recipient
         WHERE a.id = '{account}' AND m.kind = 'appointment-reminder' LIMIT 1
    """).strip()):
        assert time.monotonic() < deadline, "no reminder was written"
        time.sleep(0.2)
    page = house.visitor().get(f"/dev/mail/{letter}").text
    return re.search(r"/unsubscribe/[A-Za-z0-9._-]+", page).group(), account


def reminders(house, account: str) -> str:
    ended = house.database.query(
        f"SELECT string_agg(key, ',' ORDER BY key) FROM account, jsonb_each_text(channels) WHERE id = '{account}' AND value = 'none'"
    ).strip()
    return "{}" if ended == "reminder-day,reminder-week" else ended or "all"


def remind(house, account: str):
    house.database.query(f"UPDATE account SET channels = DEFAULT WHERE id = '{account}'")


def test_a_mail_program_unsubscribes_with_one_post_and_nothing_else(house, reminded):
    path, account = reminded
    remind(house, account)
    before = reminders(house, account)
    # Scanners follow links: that changes nothing.
    assert house.visitor().get(path).status == 200
    assert reminders(house, account) == before != "{}"
    # Another's address can't be made from one's own.
    forged = path[:-1] + ("A" if path[-1] != "A" else "B")
    for wrong in [forged, path.replace(account, "00000000-0000-7000-8000-000000000000"), "/unsubscribe/x"]:
        answer = house.visitor().send("POST", wrong, b"List-Unsubscribe=One-Click",
                                      {"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
        assert answer.status == 404
    assert reminders(house, account) == before
    # RFC 8058 section 3.1: no cookies, no origin, and twice is as good as once.
    for _ in range(2):
        answer = house.visitor().send("POST", path, b"List-Unsubscribe=One-Click",
                                      {"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
        assert answer.status == 200 and not answer.location
    assert reminders(house, account) == "{}"
    # At another clinic the same address is nobody's.
    assert house.visitor("hilltop").send("POST", path, b"List-Unsubscribe=One-Click",
                                         {"Content-Type": "application/x-www-form-urlencoded"}).status == 404  # fmt: skip


def test_somebody_presses_the_button_behind_the_link(screen, house, reminded):
    path, account = reminded
    remind(house, account)
    person = screen.visitor()
    person.opens(path)
    person.looks_at("unsubscribe")
    assert account not in person.page.get_by_role("main").inner_text()
    button = person.page.get_by_role("main").get_by_role("button")
    walks_to(person, button) if screen.kind == "desk" else button.click()
    person.page.get_by_role("status").first.wait_for()
    person.looks_at("unsubscribe, done")
    assert reminders(house, account) == "{}"
