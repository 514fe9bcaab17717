"""What a clinic knows of somebody as a person: kept by the patient, by a parent and by the front desk, and seen where it matters."""

import re

import pytest
from stage.people import AMIRA, BEN, DANA, PAUL


@pytest.fixture
def patient(house):
    """Paul as he was."""
    ask = house.database.query
    id = ask(f"SELECT p.id FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email = '{PAUL.email}'")
    for table in ("patient_contact", "coverage", "patient_change", "patient_correction"):
        ask(f"DELETE FROM {table} WHERE patient_id = '{id}'")
    ask(
        f"UPDATE patient SET needs = '{{}}', need_note = '', sign_language = '', languages = '{{}}', interpreter = false,"
        f" needs_told_at = NULL WHERE id = '{id}'"
    )
    return id


def save(visit):
    visit.page.locator("main form.form button").first.click()


def test_a_patient_says_what_they_need_and_staff_see_it(screen, house, patient):
    here = f"/account/person/{patient}"
    paul = screen.signed_in(PAUL)
    paul.opens("/account")
    paul.follows("/account/person")
    paul.sees("What we don’t know yet", "Somebody to call in an emergency")
    paul.looks_at("person, empty")

    paul.follows(f"{here}/needs")
    paul.chooses("needs", "wheelchair")
    paul.chooses("needs", "sign-language")
    paul.fills_in(note="Lift, please")
    save(paul)
    paul.sees("Please say which sign language")
    assert paul.page.locator('main [value="wheelchair"]').is_checked()
    paul.looks_at("person, needs refused")
    paul.page.locator('main [name="sign"]').select_option("bfi")
    save(paul)
    paul.sees("Saved.", "British Sign Language", "Wheelchair")

    paul.follows(f"{here}/contacts")
    if screen.has_scripts:
        paul.looks_at("person, contacts")
    paul.page.locator("main details summary").click()
    paul.page.locator('main [name="contacts.0.name"]').fill("Ada Fletcher")
    paul.page.locator('main [name="contacts.0.relationship"]').select_option("sibling")
    save(paul)
    paul.sees("Please fill this in")
    paul.page.locator('main [name="contacts.0.phone"]').fill("+44 7700 900123")
    save(paul)
    paul.sees("Ada Fletcher")

    paul.follows(f"{here}/coverage")
    paul.page.locator("main details summary").click()
    paul.page.locator('main [name="coverage.0.payor"]').fill("Blue Shield")
    paul.page.locator('main [name="coverage.0.number"]').fill("AB-1234567")
    paul.page.locator('main [name="coverage.0.relationship"]').select_option("self")
    paul.page.locator('main [name="coverage.0.order"]').fill("1")
    paul.looks_at("person, coverage")
    save(paul)
    paul.sees("Blue Shield")
    assert "1234567" not in paul.page.content() and "•••• 4567" in paul.page.content()

    paul.follows(f"{here}/languages")
    paul.page.locator('main [name="preferred"]').select_option("fr")
    paul.page.locator('main [name="interpreter"]').check()
    save(paul)
    paul.looks_at("person, filled in")
    # A refreshed page, and the way back.
    paul.page.reload()
    paul.sees("Blue Shield")
    paul.follows(f"{here}/history")
    paul.sees("by the patient", "Wheelchair; Sign language")
    assert "1234567" not in paul.page.content()
    paul.looks_at("person, history")

    visit = house.database.query(
        f"SELECT id FROM appointment WHERE patient_id = '{patient}' AND status = 'booked' AND starts_at > now() ORDER BY starts_at LIMIT 1"
    )
    ben = screen.signed_in(BEN)
    ben.opens(f"/desk/visits/{visit}")
    ben.sees("Wheelchair", "British Sign Language", "Interpreter: Français")
    ben.looks_at("person, at the visit")
    ben.follows(f"/patients/{patient}")
    ben.sees("Blue Shield", "Ada Fletcher")
    ben.looks_at("person, for staff")
    ben.opens("/desk/patients")
    ben.fills_in(q="Fletcher Paul")
    ben.sends("/desk/patients/search")
    ben.sees("Wheelchair")
    ben.looks_at("person, found at the desk")
    amira = screen.signed_in(AMIRA)
    answer = amira.page.goto(f"/records/{patient}")
    if "/emergency" not in amira.page.url and answer.status == 200 and "confirm" not in amira.page.url:
        amira.sees("Wheelchair", "Ada Fletcher", "Lift, please")
        amira.looks_at("person, record")


def test_patient_and_desk_change_the_same(screen, patient):
    here = f"/account/person/{patient}/needs"
    paul, ben = screen.signed_in(PAUL), screen.signed_in(BEN)
    paul.opens(here)
    ben.opens(f"/patients/{patient}/needs")
    ben.fills_in(note="Said on the phone: needs the lift")
    ben.chooses("needs", "step-free")
    save(ben)
    ben.sees("Saved.")
    paul.fills_in(note="I come with my sister")
    save(paul)
    paul.sees("Somebody else saved changes", "Said on the phone")
    # What Paul had not touched is Ben's already; what both changed stands beside.
    assert paul.page.locator('main [value="step-free"]').is_checked()
    assert paul.page.locator('main [name="note"]').input_value() == "I come with my sister"
    paul.looks_at("person, both changed it")
    save(paul)
    paul.sees("I come with my sister", "No stairs")
    ben.opens(f"/patients/{patient}/history")
    ben.sees("Ben Carter (Front desk)", "by the clinic", "by the patient")
    # Saving what stands there already changes nothing more, and neither does a refreshed page.
    paul.opens(here)
    save(paul)
    paul.sees("Saved.")
    paul.page.reload()
    ben.opens(f"/patients/{patient}/history")
    assert ben.page.locator("main .row").count() == 2


def test_contact_that_the_desk_changed_meanwhile(screen, house, patient):
    paul, ben = screen.signed_in(PAUL), screen.signed_in(BEN)
    paul.opens("/account/contact")
    ben.opens(f"/patients/{patient}/reach")
    ben.fills_in(phone="+44 7700 900777")
    save(ben)
    ben.sees("+44 7700 900777")
    paul.fills_in(phone="+44 7700 900888", line="1 New Street", postalCode="RV1 1AA", city="Riverside", country="UK")
    paul.sends("/account/contact")
    paul.sees("Saved meanwhile by somebody else", "+44 7700 900777")
    assert paul.page.locator('main [name="phone"]').input_value() == "+44 7700 900888"
    paul.looks_at("contact, changed meanwhile")
    paul.sends("/account/contact")
    paul.is_at("/account")
    paul.sees("+44 7700 900888")


def test_a_wrong_birth_date_is_asked_for_and_decided(screen, house, patient):
    paul, dana = screen.signed_in(PAUL), screen.signed_in(DANA)
    before = house.database.query(f"SELECT birth_date FROM patient WHERE id = '{patient}'")
    paul.opens("/account/person")
    paul.follows(f"/account/person/{patient}/correction")
    paul.fills_in(birthDay="31", birthMonth="2", birthYear="1988")
    save(paul)
    paul.sees("There is a problem")
    paul.looks_at("person, correction refused")
    paul.fills_in(birthDay="3", birthMonth="2", birthYear="1988", note="It is in my passport")
    save(paul)
    paul.sees("The date of birth 3 February 1988 is asked for")
    assert house.database.query(f"SELECT birth_date FROM patient WHERE id = '{patient}'") == before
    dana.opens("/corrections")
    dana.sees("It is in my passport", "3 February 1988")
    dana.page.get_by_role("button", name=re.compile("Leave the record")).click()
    dana.sees("Please fill this in")
    dana.looks_at("corrections, refused")
    dana.page.get_by_role("button", name=re.compile("Take it over")).click()
    dana.sees("The record has the new date of birth")
    dana.looks_at("corrections")
    paul.opens("/account/person")
    paul.sees("3 February 1988")
    house.database.query(f"UPDATE patient SET birth_date = '{before}' WHERE id = '{patient}'")


def test_in_french(screen, house, patient):
    paul = screen.visitor(PAUL.clinic, {**house.signed_in(PAUL).cookies, "__Host-language": "fr"})
    paul.opens(f"/account/person/{patient}/needs")
    paul.sees("Ce qu’il vous faut à la clinique", "Fauteuil roulant")
    paul.looks_at("person, needs in French")
