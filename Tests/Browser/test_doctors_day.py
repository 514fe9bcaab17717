"""A doctor's day: who comes next, one click for each thing that happens, weeks and months, own time, and paper."""

import datetime
import uuid
import zoneinfo

import pytest
from stage.browsing import Screen
from stage.guests import invite
from stage.people import AMIRA
from stage.walking import walks_to

LONDON = zoneinfo.ZoneInfo("Europe/London")


def today() -> datetime.date:
    return datetime.datetime.now(LONDON).date()


def comes(house, family: str, minutes: int = -5, status: str = "booked") -> str:
    """Somebody new has a visit with Amira, so many minutes from now, but today. Returns where the appointment is."""
    now = datetime.datetime.now(LONDON)
    start = max(now.replace(hour=0, minute=0, second=0, microsecond=0), now + datetime.timedelta(minutes=minutes))
    end = now + datetime.timedelta(minutes=minutes + 25)
    appointment = uuid.uuid4()
    house.database.query(f"""
        WITH amira AS (
          SELECT p.tenant_id, p.id, p.tenant_id AS tenant FROM practitioner p JOIN account a ON a.id = p.account_id
           WHERE a.email = '{AMIRA.email}'
        ), somebody AS (
          INSERT INTO patient (tenant_id, id, family_name, given_name, birth_date, gender, created_at)
          SELECT tenant_id, gen_random_uuid(), '{family}', 'Nadia', '1984-05-03', 'unknown', now() FROM amira
          RETURNING id
        )
        INSERT INTO appointment (tenant_id, id, patient_id, practitioner_id, service_id, location_id, during, status,
                                 reason, price_minor, currency, booking_key, booked_at)
        SELECT amira.tenant_id, '{appointment}', somebody.id, amira.id, s.service_id, l.id,
               tstzrange('{start.isoformat()}', '{end.isoformat()}'), '{status}', 'My knee hurts.', 0, 'GBP',
               gen_random_uuid(), now()
          FROM amira, somebody,
               LATERAL (SELECT service_id FROM practitioner_service x WHERE x.practitioner_id = amira.id LIMIT 1) s,
               LATERAL (SELECT id FROM location x WHERE x.tenant_id = amira.tenant_id LIMIT 1) l;
    """)
    return f"/appointments/{appointment}"


def clears_the_day(house):
    """Whatever the demo has booked for today is called off, and what is blocked given back."""
    house.database.query("""
        UPDATE appointment SET status = 'cancelled' WHERE status IN ('booked', 'pending');
        UPDATE appointment SET status = 'fulfilled' WHERE status = 'arrived';
        DELETE FROM absence WHERE first_day = last_day;
    """)


@pytest.fixture
def amira(screen, house):
    clears_the_day(house)
    return screen.signed_in(AMIRA)


def test_she_lands_on_todays_list_and_each_step_of_a_visit_is_one_click(amira, house):
    first = comes(house, "Okonkwo")
    second = comes(house, "Lindqvist", minutes=5)
    amira.page.goto("/dashboard")
    amira.is_at("/schedule")
    amira.sees("Next patient", "Nadia Okonkwo", "Missing: phone number", "First visit", "My knee hurts.")
    amira.looks_at("day")
    for noun, text in [("arrival", "Waiting since"), ("start", "With you now"), ("fulfilment", "Completed")]:
        amira.sends(f"{first}/{noun}")
        amira.is_at("/schedule")
        amira.sees(text)
    up = amira.page.locator(".next-up")
    assert up.count() == 1 and "Lindqvist" in up.inner_text()
    amira.sends(f"{second}/absence") if amira.page.locator(
        f'main form[action="{second}/absence"]'
    ).count() else amira.sends(f"{second}/arrival")
    amira.looks_at("day, later")
    assert house.database.number(f"""
        SELECT count(*) FROM appointment
         WHERE id = '{first.rpartition("/")[2]}' AND arrived_at < started_at AND started_at < fulfilled_at
    """) == 1


def test_a_week_and_a_month_are_a_link_away_and_lead_back_to_the_day(amira, house):
    comes(house, "Okonkwo")
    amira.opens("/schedule")
    amira.page.get_by_role("link", name="Week", exact=True).click()
    amira.sees("Nadia Okonkwo")
    amira.looks_at("week")
    amira.page.get_by_role("link", name="Week after").click()
    amira.sees("Nobody is booked in this week")
    amira.looks_at("week, empty")
    amira.page.get_by_role("link", name="Today", exact=True).click()
    amira.sees("Nadia Okonkwo")
    amira.page.get_by_role("link", name="Month", exact=True).click()
    amira.page.locator("main table td.month-today a").wait_for()
    amira.looks_at("month")
    amira.page.locator("main table td.month-today a").click()
    amira.sees("Next patient", "Nadia Okonkwo")
    assert f"day={today()}" in amira.page.url


def test_time_is_blocked_in_three_clicks_and_given_back_in_one(amira, house):
    tomorrow = today() + datetime.timedelta(days=1)
    amira.opens(f"/schedule?day={tomorrow}")
    amira.page.get_by_text("Block time").click()
    amira.page.get_by_role("radio", name="60 minutes").check()
    amira.looks_at("block")
    amira.page.get_by_role("button", name="Block this time").click()
    amira.sees("Blocked", "12:00 – 13:00")
    amira.looks_at("block, done")
    amira.page.get_by_role("button", name="Give it back").click()
    amira.page.get_by_text("12:00 – 13:00").first.wait_for(state="detached")
    assert house.database.number("SELECT count(*) FROM absence WHERE first_day = last_day") == 0


def test_visits_within_are_named_before_time_is_blocked(amira, house):
    appointment = comes(house, "Okonkwo", minutes=1)
    amira.opens("/schedule")
    amira.page.get_by_text("Block time").click()
    amira.fills_in(**{"from": "00:01"})
    amira.page.get_by_role("radio", name="The rest of the day").check()
    amira.page.get_by_role("button", name="Block this time").click()
    amira.sees("There is a problem", "Nadia Okonkwo")
    amira.looks_at("block, visits within")
    amira.page.get_by_role("checkbox", name="Block it all the same").check()
    amira.page.get_by_role("button", name="Block this time").click()
    amira.sees("00:01 – 24:00", "Nadia Okonkwo")
    assert house.database.number(f"""
        SELECT count(*) FROM appointment WHERE id = '{appointment.rpartition("/")[2]}' AND status = 'booked'
    """) == 1


def test_on_paper_there_is_nothing_to_press(amira, house):
    comes(house, "Okonkwo")
    for view in ["day", "week", "month"]:
        amira.opens(f"/schedule?view={view}")
        amira.page.emulate_media(media="print")
        amira.page.pdf(path=f".local/screenshots/{view} on paper ({amira.screen.kind}).pdf")
        for pressed in ["button", "input", "select", "summary", "nav"]:
            for each in amira.page.locator(pressed).all():
                assert not each.is_visible(), f"{view}: {each.evaluate('element => element.outerHTML')}"
        amira.page.emulate_media(media="screen")


def test_the_whole_day_by_keyboard_alone(chromium, house):
    clears_the_day(house)
    first = comes(house, "Okonkwo")
    screen = Screen(chromium, house, "desk")
    amira = screen.signed_in(AMIRA)
    amira.opens("/schedule")
    for noun, text in [("arrival", "Waiting since"), ("start", "With you now"), ("fulfilment", "Completed")]:
        walks_to(amira, amira.page.locator(f'main form[action="{first}/{noun}"] button').first)
        amira.sees(text)
    walks_to(amira, amira.page.locator("main summary").first)
    walks_to(amira, amira.page.get_by_role("button", name="Block this time"))
    amira.sees("Blocked")
    walks_to(amira, amira.page.get_by_role("button", name="Give it back"))
    amira.page.get_by_role("button", name="Give it back").wait_for(state="detached")
    screen.close()


def test_nobody_else_has_a_doctors_day(house):
    token = invite(house.database, "riverside", 1)[0]
    guest = house.visitor()
    guest.cookies["__Host-visit"] = token
    for path in ["/schedule", "/schedule?view=week", "/schedule?view=month"]:
        assert guest.get(path).status == 403


def test_a_follow_up_is_booked_from_the_visit_in_three_clicks(amira, house):
    first = comes(house, "Okonkwo")
    amira.opens("/schedule")
    amira.sends(f"{first}/arrival")
    amira.sees("Waiting since")
    amira.page.get_by_role("link", name="Book a follow-up").first.click()
    amira.sees("A follow-up for Nadia Okonkwo")
    if amira.page.locator("main .time").count() == 0:
        amira.page.locator("main .empty a.button").click()
    amira.page.locator("main .time").first.wait_for()
    amira.looks_at("follow-up, times")
    # Not the first of all: somebody may come between.
    amira.page.locator("main .time").last.click()
    amira.sees("Book this follow-up?", "Nadia Okonkwo")
    amira.looks_at("follow-up")
    amira.page.get_by_role("button", name="Book for Nadia Okonkwo").dblclick()
    amira.is_at("/schedule")
    amira.sees("Nadia Okonkwo")
    assert house.database.number(f"""
        SELECT count(*) FROM appointment a JOIN appointment visit ON visit.patient_id = a.patient_id
         WHERE visit.id = '{first.rpartition("/")[2]}' AND a.id <> visit.id AND a.status = 'booked'
    """) == 1


@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_the_list_changes_by_itself_and_leaves_the_focus_where_it_is(chromium, house, kind):
    clears_the_day(house)
    first = comes(house, "Okonkwo")
    screen = Screen(chromium, house, kind)
    amira = screen.signed_in(AMIRA)
    amira.opens("/schedule")
    button = amira.page.locator(f'main li form[action="{first}/arrival"] button')
    button.focus()
    amira.page.get_by_text("Block time").click()
    amira.page.locator('main [name="note"]').fill("Half typed")
    button.focus()
    comes(house, "Lindqvist", minutes=5)
    amira.page.get_by_text("Nadia Lindqvist").first.wait_for()
    assert button.evaluate("element => element === document.activeElement")
    # What is being typed stays, and who can't see it is told.
    assert amira.page.locator('main [name="note"]').input_value() == "Half typed"
    amira.page.get_by_role("status").get_by_text("Your list has changed.").wait_for()
    amira.looks_at("day, changed by itself")
    # Elsewhere somebody marks her as arrived: the button that had the focus is gone, and the list has it.
    house.database.query(f"""
        UPDATE appointment SET status = 'arrived', arrived_at = now() WHERE id = '{first.rpartition("/")[2]}'
    """)
    amira.page.locator(f'main li form[action="{first}/start"]').wait_for()
    assert amira.page.evaluate("document.activeElement.dataset.livePart") == "list"
    # A form of the new list is sent once, like those that were there before.
    amira.page.locator(f'main li form[action="{first}/start"] button').dblclick()
    amira.sees("With you now")
    screen.close()


def test_a_page_left_open_does_not_keep_its_session_alive(chromium, house):
    clears_the_day(house)
    screen = Screen(chromium, house, "desk")
    amira = screen.signed_in(AMIRA)
    amira.opens("/schedule")
    amira.page.locator("[data-live]").wait_for()
    # Long ago, as far as the server knows.
    house.database.query("UPDATE session SET seen_at = seen_at - interval '5 minutes'")
    comes(house, "Okonkwo")
    amira.page.get_by_text("Nadia Okonkwo").first.wait_for()
    assert house.database.number("SELECT count(*) FROM session WHERE seen_at > now() - interval '1 minute'") == 0
    amira.page.reload()
    assert house.database.number("SELECT count(*) FROM session WHERE seen_at > now() - interval '1 minute'") == 1
    screen.close()
