"""A stranger becomes a patient and books; the doctor sees it."""

import re

import pytest
from stage.browsing import Screen
from stage.people import AMIRA, LUCIE, PAUL, one_time_code

PATIENT = {
    "given": "Thị Minh Khai", "family": "Nguyễn", "birthDay": "7", "birthMonth": "3", "birthYear": "1988",
    "phone": "+44 7700 900123", "line": "12 Rope Walk", "postalCode": "SE16 4CV", "city": "London", "country": "United Kingdom",
}  # fmt: skip


def test_a_stranger_signs_up_books_and_the_doctor_sees_it(screen, house):
    email = f"minh.khai.{re.sub(r'[^a-z]', '', screen.kind)}@mail.example"
    patient = screen.visitor()
    patient.opens("/")
    patient.looks_at("home")
    patient.fills_in(q="Haddad")
    patient.sends("/doctors")
    patient.sees("Amira Haddad")
    patient.looks_at("directory, searched")
    patient.follows("/doctors/")
    patient.looks_at("doctor")

    # A service, a time, and a look at both before anything is asked.
    patient.page.locator('main a[href*="/times?service="]').first.click()
    patient.looks_at("times")
    patient.chooses_time()
    patient.is_at("/appointments/new")
    patient.looks_at("review, not signed in")

    # The time is kept for whoever chose it, and to everybody else it is gone.
    chosen = patient.page.url
    presses(patient, "sign-up")
    patient.is_at("/sign-up")
    patient.sees("We keep the time that you chose until")
    other = screen.visitor()
    other.opens(chosen)
    other.sees("This time has just been taken")
    other.looks_at("review of a kept time")
    free = other.page.locator('main a[href^="/appointments/new?offer="]').evaluate_all(
        "links => links.map((link) => link.href)"
    )
    assert free and chosen not in free

    sign_up(patient, house, email)
    patient.is_at("/appointments/new")
    assert patient.page.url == chosen
    patient.sees("We keep this time for you until")
    patient.looks_at("review")
    patient.fills_in(reason="Cough since Monday – شكرا")
    patient.sends("/appointments")
    patient.sees("Amira Haddad")
    patient.looks_at("appointment")
    day = patient.page.locator("main time[datetime]").first.get_attribute("datetime")[:10]

    patient.opens("/dashboard")
    patient.sees("Amira Haddad")
    patient.looks_at("dashboard")

    doctor = screen.signed_in(AMIRA)
    doctor.opens(f"/schedule?date={day}")
    doctor.sees("Nguyễn", "Cough since Monday – شكرا")
    doctor.looks_at("schedule")

    letter = house.letter(email)
    assert "Amira Haddad" in letter or "/appointments/" in letter
    assert "Cough" not in letter, "a letter holds no medical reason"


def presses(visit, way):
    visit.page.locator(f'main form[action="/holds"] button[value="{way}"]').click()


# The code of one half minute works once, so everybody signs in on a screen of their own.
@pytest.mark.parametrize("kind, person", [("desk", PAUL), ("phone without scripts", LUCIE)])
def test_a_patient_signs_in_and_finds_the_chosen_time_kept(chromium, house, kind, person):
    screen = Screen(chromium, house, kind)
    patient = screen.visitor(person.clinic)
    patient.opens("/doctors")
    patient.page.locator('main h3 a[href^="/doctors/"], main h2 a[href^="/doctors/"]').first.click()
    patient.page.locator('main a[href*="/times?service="]').first.click()
    patient.chooses_time()
    patient.is_at("/appointments/new")
    chosen = patient.page.url
    presses(patient, "sign-in")
    patient.is_at("/sign-in")
    patient.sees("We keep the time that you chose until")
    patient.looks_at("sign-in, with a time kept")
    patient.fills_in(email=person.email, password=person.password)
    patient.sends("/sign-in")
    patient.is_at("/sign-in/code")
    patient.fills_in(code=house.one_time_code(person))
    patient.sends("/sign-in/code")
    patient.is_at("/appointments/new")
    assert patient.page.url == chosen
    patient.sees("We keep this time for you until")
    patient.sends("/appointments")
    patient.page.get_by_role("heading", name="You’re booked").wait_for()
    left = house.database.number("SELECT count(*) FROM hold")
    assert left == 0
    screen.close()


def test_a_tab_whose_time_was_let_go_for_another_says_so(chromium, house):
    screen = Screen(chromium, house, "desk")
    patient = screen.visitor()
    patient.opens("/doctors")
    patient.page.locator('main h3 a[href^="/doctors/"], main h2 a[href^="/doctors/"]').first.click()
    patient.page.locator('main a[href*="/times?service="]').first.click()
    times = patient.page.url
    patient.chooses_time()
    patient.is_at("/appointments/new")
    patient.sees("We keep this time for you until")
    other = patient.page.context.new_page()
    other.goto(times)
    other.locator("main button.time").last.click()
    other.locator("[data-kept]").wait_for()
    patient.page.locator("[data-kept-over]").wait_for(state="visible")
    assert patient.page.locator("[data-kept]").is_hidden()
    assert other.locator("[data-kept]").is_visible()
    screen.close()


def sign_up(patient, house, email):
    patient.looks_at("sign-up")
    patient.fills_in(**PATIENT, email=email, password="correct horse battery")
    patient.chooses("gender", "female")
    patient.sends("/sign-up")

    patient.is_at("/sign-up/confirmation")
    patient.looks_at("confirmation")
    patient.fills_in(code=re.search(r"^\s+(\d{6})\s*$", house.letter(email), re.MULTILINE)[1])
    patient.sends("/sign-up/confirmation")

    patient.is_at("/two-factor")
    patient.looks_at("two-factor")
    patient.fills_in(code=one_time_code(patient.page.locator("code.key").inner_text()))
    patient.sends("/two-factor")
