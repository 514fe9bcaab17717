"""The front desk: everybody's day, booking for somebody at the counter, moving a visit, and two desks at once."""

import datetime
import random
import re
import uuid

import pytest
from stage.people import BEN


@pytest.fixture
def ben(screen):
    return screen.signed_in(BEN)


def chooses_time(ben):
    """From the day to a time that is kept: any doctor's first."""
    ben.opens("/desk")
    ben.looks_at("desk, day")
    ben.page.locator("#service").select_option(label="GP consultation")
    ben.page.locator("main form[action='/desk/times'] button").click()
    ben.is_at("/desk/times")
    ben.finds_times("main .days .time")
    ben.looks_at("desk, times")
    ben.page.locator("main .days .time").last.click()
    ben.is_at("/desk/patients")
    ben.sees("The time is kept until")


def registers(ben, family: str):
    """Somebody who is like nobody else: born on a day of their own."""
    day = datetime.date(1930, 1, 1) + datetime.timedelta(days=random.randrange(25_000))
    ben.page.get_by_text("Register a new patient").click()
    ben.fills_in(
        given="Greta", family=family, birthDay=str(day.day), birthMonth=str(day.month), birthYear=str(day.year)
    )
    ben.chooses("gender", "female")
    ben.looks_at("desk, registering")
    ben.sends("/desk/patients")


def test_somebody_new_is_registered_without_losing_the_time(ben, house):
    family = f"Lindqvist{uuid.uuid4().hex[:6]}".translate(str.maketrans("0123456789", "ghijklmnop"))
    chooses_time(ben)
    # What was forgotten is asked for, and the time is still there.
    ben.page.get_by_text("Register a new patient").click()
    ben.fills_in(given="Greta")
    ben.sends("/desk/patients")
    ben.sees("Please fill this in")
    ben.looks_at("desk, registering, refused")
    ben.fills_in(family=family, birthDay="29", birthMonth="2", birthYear="1980")
    ben.chooses("gender", "female")
    ben.sends("/desk/patients")
    # Another Greta of that day, of an earlier round.
    if ben.page.get_by_text("Is it one of these?").count():
        ben.page.get_by_role("checkbox", name="It is somebody else").check()
        ben.sends("/desk/patients")
    ben.is_at("/desk/bookings/new")
    ben.sees(f"Greta {family}", "The time is kept until")
    ben.looks_at("desk, booking")
    ben.page.get_by_role("button", name="Book this visit").dblclick()
    ben.is_at("/desk")
    ben.sees("The visit is booked", f"Greta {family}")
    ben.looks_at("desk, booked")
    assert visits(house, family) == 1

    # Found by a name with a typing error and the birth date, in one field.
    ben.opens("/desk/patients")
    ben.fills_in(q=f"29.2.1980 {family[:-1]}")
    ben.sends("/desk/patients/search")
    ben.sees(f"Greta {family}", "Comes next")
    ben.looks_at("desk, found")


def test_who_has_a_record_is_shown_before_another_is_made(ben, house):
    family = "Twice" + uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))[:10]
    ben.opens("/desk/patients")
    registers(ben, family)
    ben.is_at("/desk/patients")
    born = house.database.query(f"SELECT birth_date FROM patient WHERE family_name = '{family}'").strip().split("-")
    chooses_time(ben)
    ben.page.get_by_text("Register a new patient").click()
    ben.fills_in(
        given="Gretta", family=family, birthDay=born[2], birthMonth=born[1], birthYear=born[0], phone="07700 900123"
    )
    ben.chooses("gender", "female")
    ben.sends("/desk/patients")
    ben.sees("Is it one of these?", "Same date of birth and a similar name", "The time is kept until")
    ben.looks_at("desk, may have a record")
    assert ben.page.locator('main [name="phone"]').input_value() == "07700 900123"
    ben.page.get_by_role("link", name=re.compile(f"Book for this one ?: Greta {family}")).press("Enter")
    ben.is_at("/desk/bookings/new")
    ben.sees(f"Greta {family}", "The time is kept until")
    assert house.database.number(f"SELECT count(*) FROM patient WHERE family_name = '{family}'") == 1


def visits(house, family: str) -> int:
    return house.database.number(f"""
        SELECT count(*) FROM appointment a JOIN patient p ON p.tenant_id = a.tenant_id AND p.id = a.patient_id
         WHERE p.family_name = '{family}' AND a.status IN ('booked', 'pending')
    """)


def book(ben) -> str:
    """Books for somebody new, and returns where the visit is."""
    family = "Move" + uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))[:10]
    chooses_time(ben)
    registers(ben, family)
    ben.page.get_by_role("button", name="this visit").click()
    ben.is_at("/desk")
    link = ben.page.locator("main .desk a", has_text=family)
    return link.get_attribute("href")


def test_a_visit_is_moved_by_keyboard_and_the_second_desk_is_told(ben, screen, house):
    visit = book(ben)
    other = screen.signed_in(BEN)
    for desk in (ben, other):
        desk.opens(visit)
        desk.page.get_by_role("link", name="Move to another time").focus()
        desk.page.keyboard.press("Enter")
        desk.is_at(f"{visit}/move")
        desk.finds_times("main .days .time")
    ben.looks_at("desk, moving")
    # Not the soonest: the visit may not begin meanwhile.
    ben.page.locator("main .days .time").nth(2).focus()
    ben.page.keyboard.press("Enter")
    ben.is_at("/desk")
    ben.sees("The visit is moved")
    # The second desk chose another time meanwhile: nothing is overwritten, and its choice is one press away.
    other.page.locator("main .days .time").nth(3).click()
    other.sees("has changed since you looked at it", "Now:", "Move it here?")
    other.looks_at("desk, changed meanwhile")
    assert sequence(house, visit) == 1
    other.page.locator("main .panel .time").click()
    other.is_at("/desk")
    assert sequence(house, visit) == 2


def sequence(house, visit: str) -> int:
    return house.database.number(f"SELECT sequence FROM appointment WHERE id = '{visit.rpartition('/')[2]}'")


def test_a_visit_that_is_dropped_onto_an_hour_has_the_nearest_time_on_top(ben, screen, house):
    if not screen.has_scripts or screen.kind != "desk":
        pytest.skip("dragging is for a mouse and scripts")
    visit = book(ben)
    link = ben.page.locator(f'main .desk a[href="{visit}"]')
    # In the midst of the window, so that nothing scrolls while it is dragged.
    link.evaluate("link => link.scrollIntoView({block: 'center'})")
    # Onto the same hour of whoever stands first.
    cell = link.locator("xpath=ancestor::tr/td[@data-at]").first
    link.drag_to(cell)
    ben.is_at(f"{visit}/move")
    ben.page.locator("main .days").wait_for()
    ben.looks_at("desk, dropped")
    assert sequence(house, visit) == 0


def test_a_visit_is_cancelled_at_the_desk(ben, house):
    visit = book(ben)
    ben.opens(visit)
    ben.looks_at("desk, visit")
    ben.sends(f"{visit}/cancellation")
    ben.is_at(visit)
    ben.sees("Cancelled")
    ben.looks_at("desk, visit cancelled")
    assert ben.page.get_by_role("link", name="Move to another time").count() == 0


def test_by_room(ben):
    ben.opens("/desk?by=room")
    ben.looks_at("desk, rooms")


def test_somebody_without_an_appointment_gets_a_number_and_is_called_by_it(ben, screen, house):
    ben.opens("/desk/queue")
    ben.looks_at("queue")
    ben.sends("/desk/queue")
    ben.page.get_by_text(re.compile("The wait is about|at work any more today")).first.wait_for()
    number = ben.page.locator("main .ticket-number").inner_text().strip()
    ben.looks_at("queue, number given")
    ben.opens("/waiting-rooms")
    ben.page.get_by_role("button", name="New display link").first.click()
    link = ben.page.locator("main .panel code").inner_text()
    ben.looks_at("waiting rooms")
    wall = screen.visitor()
    wall.opens("/display/" + link.rpartition("/")[2])
    wall.sees("Waiting: ")
    assert number in wall.page.locator("main").inner_text()
    wall.looks_at("display, waiting")
    ben.opens("/desk/queue")
    call = ben.page.get_by_role("button", name=f"Call {number}", exact=True)
    ben.page.locator("main form", has=call).locator("select").select_option(index=1)
    call.press("Enter")
    ben.page.get_by_role("button", name=re.compile(rf"Finished ?: {number}$")).wait_for()
    ben.looks_at("queue, called")
    if not screen.has_scripts:
        wall.page.reload()
    wall.page.locator(".display-number", has_text=number).first.wait_for()
    wall.looks_at("display, called")
