"""What becomes of an appointment: cancelled in two clicks, moved in three, asked for and answered, booked for a child."""

import pytest
from stage.browsing import Screen
from stage.guests import as_guest, invite
from stage.people import AMIRA
from stage.walking import walks_to


@pytest.fixture(scope="module", autouse=True)
def hours_to_change_it(house):
    """No time within two hours is offered, so that what is booked can be changed at whatever hour the stories run."""
    house.database.query("UPDATE healthcare_service SET notice_minutes = 120")


@pytest.fixture
def patient(screen, house):
    """Somebody new, signed in: no story is in another's way."""
    return guest(screen, house)


def guest(screen, house):
    token = invite(house.database, "riverside", 1)[0]
    return screen.visitor(cookies={"__Host-visit": token})


def finds_times(visit):
    """Amira's."""
    visit.opens("/doctors?q=Haddad")
    visit.follows("/doctors/")
    visit.page.locator('main a[href*="/times?service="]').first.click()
    visit.finds_times()


def books(visit) -> str:
    """Returns where the appointment is."""
    finds_times(visit)
    visit.chooses_time()
    visit.is_at("/appointments/new")
    visit.sends("/appointments")
    visit.page.get_by_role("heading", level=1, name="booked").wait_for()
    return path(visit)


def path(visit) -> str:
    return "/" + visit.page.url.split("/", 3)[3].partition("?")[0]


def letters(house, appointment: str, kind: str) -> int:
    return house.database.number(f"""
        SELECT count(*) FROM outbox_message
         WHERE kind = '{kind}' AND payload->>'appointment' = '{appointment.rpartition("/")[2]}'
    """)


def occupied(house, appointment: str) -> int:
    return house.database.number(f"""
        SELECT count(*) FROM occupancy
         WHERE appointment_id = '{appointment.rpartition("/")[2]}' AND released_at IS NULL
    """)


def agrees(house, appointment: str, minutes: int):
    house.database.query(f"""
        UPDATE appointment SET cancellation_minutes = {minutes} WHERE id = '{appointment.rpartition("/")[2]}'
    """)


def test_cancelling_takes_two_clicks_and_is_done_once(patient, house):
    appointment = books(patient)
    agrees(house, appointment, 60)
    # As the letter's link leads.
    patient.opens(appointment)
    patient.looks_at("appointment, booked")
    patient.page.get_by_role("link", name="Cancel this appointment").click()
    patient.is_at(f"{appointment}/cancellation")
    patient.looks_at("cancellation")
    patient.page.get_by_role("button", name="Yes, cancel it").dblclick()
    patient.is_at(appointment)
    patient.sees("This appointment is cancelled", "Cancelled, by you")
    patient.looks_at("appointment, cancelled")
    patient.page.reload()
    patient.sees("This appointment is cancelled")
    patient.page.go_back()
    patient.page.goto(f"{patient.page.url.partition('/appointments')[0]}{appointment}/cancellation")
    patient.is_at(appointment)
    patient.sees("This appointment is cancelled")
    assert letters(house, appointment, "appointment-cancelled") == 1
    assert occupied(house, appointment) == 0

    patient.opens("/dashboard")
    patient.sees("Cancelled", "You have no appointment ahead")
    patient.looks_at("dashboard, cancelled")


def test_a_form_that_is_sent_again_is_no_second_act(screen, house):
    token = invite(house.database, "riverside", 1)[0]
    appointment = books(screen.visitor(cookies={"__Host-visit": token}))
    agrees(house, appointment, 60)
    retrying = as_guest(house.server.port, "riverside", token)
    page = retrying.get(f"{appointment}/cancellation")
    fields = {name: page.hidden(name) for name in ("csrf", "sequence")}
    for _ in range(3):
        answer = retrying.post(f"{appointment}/cancellation", fields)
        assert (answer.status, answer.location) == (303, appointment)
    assert retrying.get(appointment).heading == "This appointment is cancelled"
    assert letters(house, appointment, "appointment-cancelled") == 1


def test_past_the_deadline_the_page_says_so_and_whom_to_call(patient, house):
    appointment = books(patient)
    agrees(house, appointment, 60)
    patient.opens(f"{appointment}/cancellation")
    agrees(house, appointment, 43_200)
    patient.sends(f"{appointment}/cancellation")
    patient.sees("It is too late to cancel this online", "Please call us as soon as you know")
    assert patient.page.locator('main a[href^="tel:"]').count() == 1
    patient.looks_at("cancellation, too late")
    patient.opens(appointment)
    patient.sees("It could be moved or cancelled online until")
    assert patient.page.locator('main a[href^="tel:"]').count() == 1
    assert patient.page.get_by_role("link", name="Cancel this appointment").count() == 0
    patient.looks_at("appointment, too late")
    assert occupied(house, appointment) == 3


def test_moving_takes_three_clicks_and_keeps_the_appointment(patient, house):
    appointment = books(patient)
    agrees(house, appointment, 60)
    patient.opens(appointment)
    before = patient.page.locator("main time[datetime]").first.get_attribute("datetime")
    patient.page.get_by_role("link", name="Move this appointment").click()
    patient.sees("You are moving your appointment")
    patient.looks_at("times, moving")
    other_time(patient, before).click()
    patient.is_at(f"{appointment}/move")
    patient.sees("stays yours until")
    patient.looks_at("move")
    patient.page.get_by_role("button", name="Move it to this time").dblclick()
    patient.is_at(appointment)
    patient.sees("Moved to", "booked")
    patient.looks_at("appointment, moved")
    assert patient.page.locator("main time[datetime]").first.get_attribute("datetime") != before
    assert letters(house, appointment, "appointment-moved") == 1
    assert occupied(house, appointment) == 3
    patient.page.reload()
    assert letters(house, appointment, "appointment-moved") == 1


def other_time(visit, before: str):
    """The last on the page: it is not the one that the appointment has."""
    return visit.finds_times("main .days .time").last


def test_where_the_new_time_is_taken_the_old_one_stands(patient, screen, house):
    appointment = books(patient)
    agrees(house, appointment, 60)
    patient.opens(appointment)
    before = patient.page.locator("main time[datetime]").first.get_attribute("datetime")
    patient.page.get_by_role("link", name="Move this appointment").click()
    other_time(patient, before).click()
    patient.is_at(f"{appointment}/move")

    # Somebody is quicker.
    text = patient.page.url.partition("offer=")[2]
    quicker = guest(screen, house)
    quicker.opens(f"/appointments/new?offer={text}")
    quicker.sends("/appointments")
    quicker.page.get_by_role("heading", level=1, name="booked").wait_for()

    patient.sends(f"{appointment}/move")
    patient.sees("This time has just been taken", "Your appointment stays as it is")
    assert patient.page.locator("main a.time").count() == 3
    patient.looks_at("move, taken")
    assert occupied(house, appointment) == 3
    patient.page.locator("main a.time").first.click()
    patient.sends(f"{appointment}/move")
    patient.is_at(appointment)
    assert letters(house, appointment, "appointment-moved") == 1


def test_a_parent_books_for_a_child(patient, screen, house):
    patient.opens("/account")
    patient.page.locator('main a[href="/account/children"]').click()
    patient.looks_at("children, none")
    patient.sends("/account/children")
    patient.sees("There is a problem")
    patient.looks_at("children, refused")
    patient.fills_in(given="Léo", family="Moreau", birthDay="7", birthMonth="3", birthYear="2016")
    patient.sends("/account/children")
    patient.sees("Your child is added", "Léo Moreau")
    patient.looks_at("children")

    finds_times(patient)
    patient.chooses_time()
    patient.is_at("/appointments/new")
    patient.sees("Who is it for?")
    patient.page.get_by_role("radio", name="Léo Moreau").check()
    patient.looks_at("review, with a child")
    patient.sends("/appointments")
    patient.page.get_by_role("heading", level=1, name="booked").wait_for()
    patient.sees("Léo Moreau")
    appointment = path(patient)
    patient.opens("/dashboard")
    patient.sees("For Léo Moreau")
    patient.looks_at("dashboard, with a child")

    stranger = guest(screen, house)
    for page in (appointment, f"{appointment}/cancellation"):
        answer = stranger.page.goto(page)
        assert answer and answer.status == 404


def test_a_request_is_answered_by_its_doctor(patient, screen, house):
    house.database.query("UPDATE healthcare_service SET needs_approval = true")
    try:
        asked = []
        for _ in range(2):
            finds_times(patient)
            patient.chooses_time()
            patient.is_at("/appointments/new")
            patient.sends("/appointments")
            patient.page.get_by_role("heading", level=1, name="request is with the doctor").wait_for()
            asked.append(path(patient))
        patient.looks_at("appointment, asked for")
        assert letters(house, asked[0], "appointment-requested") == 1
    finally:
        house.database.query("UPDATE healthcare_service SET needs_approval = false")

    doctor = screen.signed_in(AMIRA)
    doctor.opens("/schedule")
    doctor.sees("Waiting for your answer")
    doctor.looks_at("schedule, with requests")
    doctor.sends(f"{asked[0]}/approval")
    doctor.page.locator(f'main form[action="{asked[0]}/approval"]').wait_for(state="detached")
    doctor.sends(f"{asked[1]}/refusal")
    doctor.page.locator(f'main form[action="{asked[1]}/refusal"]').wait_for(state="detached")
    patient.opens(asked[0])
    patient.sees("You’re booked", "Confirmed, by the clinic")
    patient.opens(asked[1])
    patient.sees("This appointment is cancelled", "Declined, by the clinic")
    assert letters(house, asked[0], "appointment-booked") == 1
    assert letters(house, asked[1], "appointment-cancelled") == 1


def test_all_of_it_by_keyboard_alone(chromium, house):
    screen = Screen(chromium, house, "desk")
    patient = guest(screen, house)
    appointment = books(patient)
    agrees(house, appointment, 60)
    patient.opens(appointment)
    walks_to(patient, patient.page.get_by_role("link", name="Move this appointment"))
    walks_to(patient, patient.page.locator("main .time").last)
    patient.is_at(f"{appointment}/move")
    walks_to(patient, patient.page.get_by_role("button", name="Move it to this time"))
    patient.is_at(appointment)
    patient.sees("Moved to")
    agrees(house, appointment, 60)
    patient.page.reload()
    walks_to(patient, patient.page.get_by_role("link", name="Cancel this appointment"))
    patient.is_at(f"{appointment}/cancellation")
    walks_to(patient, patient.page.get_by_role("button", name="Yes, cancel it"))
    patient.is_at(appointment)
    patient.sees("This appointment is cancelled")
    screen.close()
