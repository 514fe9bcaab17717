"""A stranger becomes a patient and books; the doctor sees it."""

import re

from stage.people import AMIRA, one_time_code

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
    free = patient.page.locator("main a.time")
    if free.count() == 0:
        patient.page.locator('main .empty a[href*="/times"]').click()
    patient.looks_at("times")
    free.first.click()
    patient.looks_at("review, not signed in")
    patient.follows("/sign-up")

    sign_up(patient, house, email)
    patient.is_at("/appointments/new")
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
