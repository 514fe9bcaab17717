"""A visit by video: found, booked, prepared, agreed to and come into; and what everybody's first page says of it."""

import re

from stage.people import AMIRA, BEN, DANA
from test_absence import guest

SERVICE = "Telemedicine consultation"


def books_online(visit) -> str:
    """A time that Amira has for it, from the list of what is online. Returns the id of the appointment."""
    visit.opens("/services")
    visit.sees("Online", "Telemedicine", "by video", "by phone")
    visit.looks_at("services, online first")
    visit.page.get_by_role("link", name=SERVICE, exact=True).click()
    visit.page.get_by_role("heading", level=1, name=SERVICE).wait_for()
    visit.looks_at("service, online")
    visit.page.locator("main li", has_text="Amira Haddad").get_by_role("link", name="Choose a time").click()
    visit.chooses_time()
    visit.is_at("/appointments/new")
    visit.sends("/appointments")
    visit.page.get_by_role("heading", level=1, name="booked").wait_for()
    return visit.page.url.rpartition("/")[2].partition("?")[0]


def begins_soon(house, appointment: str):
    house.database.query(
        f"UPDATE appointment SET during = tstzrange(now() + '5 min', now() + '25 min') WHERE id = '{appointment}'")


def answers(gwen, screen, appointment: str):
    gwen.opens(f"/appointments/{appointment}/questionnaire")
    gwen.looks_at("questions")
    degrees = gwen.page.locator('[name="q40"]')
    if screen.has_scripts:
        assert not degrees.is_visible()
        gwen.page.locator('[name="q10"]').press_sequentially("A cough")
        gwen.page.locator("[data-draft-said]", has_text=re.compile("^Kept$")).wait_for()
        gwen.page.reload()
    else:
        gwen.sees("Only if you answered “Yes” to “Do you have a fever?”")
        gwen.fills_in(q10="A cough")
        gwen.page.get_by_role("button", name="Keep for later").click()
        gwen.sees("It is kept for later")
    assert gwen.page.locator('[name="q10"]').input_value() == "A cough"
    gwen.chooses("q30", "yes")
    degrees.fill("hot")
    gwen.page.get_by_role("button", name="Send to the clinic").click()
    gwen.page.locator("main .problems").get_by_text("Please enter a number such as 72.5").wait_for()
    gwen.looks_at("questions, refused")
    assert degrees.input_value() == "hot"
    degrees.fill("38,50")
    gwen.page.get_by_role("button", name="Send to the clinic").click()
    gwen.sees("The clinic has your answers", "You have answered the clinic’s questions.")
    gwen.looks_at("appointment, answered")
    # Back, and sent once more as it is: nothing is changed by it.
    gwen.page.get_by_role("link", name="See or change the answers").click()
    gwen.looks_at("questions, sent")
    gwen.page.get_by_role("button", name="Send the changes").click()
    gwen.sees("The clinic has your answers")


def agrees(gwen, appointment: str):
    gwen.opens("/dashboard")
    gwen.sees("Agree to visits by video or phone", "Answer the questions before your visit")
    gwen.looks_at("dashboard, before a visit by video")
    gwen.page.locator("[data-step]").click()
    gwen.is_at(f"/appointments/{appointment}/visit")
    gwen.sees("You can come in from")
    gwen.looks_at("visit by video, before")
    gwen.page.get_by_role("button", name="Agree", exact=True).click()
    gwen.page.locator("main .problems").get_by_text("Please tick the box to agree").wait_for()
    gwen.looks_at("visit by video, not agreed")
    gwen.chooses("agree", "1")
    gwen.page.get_by_role("button", name="Agree", exact=True).click()
    gwen.sees("You agreed to visits by video or phone on")


def test_gwen_books_a_visit_by_video_prepares_and_comes_in_and_amira_meets_her(screen, house):
    gwen = guest(screen, house)
    gwen.opens("/dashboard")
    gwen.sees("You have no appointment ahead")
    gwen.looks_at("dashboard, empty")
    appointment = books_online(gwen)
    gwen.sees("Prepare and come in")
    agrees(gwen, appointment)
    answers(gwen, screen, appointment)

    begins_soon(house, appointment)
    gwen.opens("/dashboard")
    gwen.sees("You can come in now.")
    gwen.looks_at("dashboard, the visit is open")
    gwen.page.get_by_role("link", name="Go to your visit").click()
    gwen.looks_at("visit by video, open")
    gwen.page.get_by_role("button", name="Come in").click()
    gwen.is_at(f"/appointments/{appointment}/room")
    gwen.sees("You are here since", "has not come in yet", "no picture and no sound yet")
    gwen.looks_at("room")
    # A refreshed page is the same room; back and in again is once.
    gwen.page.reload()
    gwen.sees("You are here since")
    assert house.database.number(f"SELECT count(*) FROM visit_participant WHERE appointment_id = '{appointment}'") == 1

    amira = screen.signed_in(AMIRA)
    amira.opens(f"/schedule/visits/{appointment}")
    amira.sees("waits since", "A cough", "38.50 Cel")
    amira.looks_at("visit, for its doctor")
    amira.page.get_by_role("button", name="Come in").click()
    amira.sees("You are here since")
    amira.looks_at("visit, with its doctor in")
    if not screen.has_scripts:
        gwen.page.get_by_role("link", name="Look again").click()
    gwen.sees("Dr Amira Haddad is here since")

    # Withdrawn elsewhere, the room is closed.
    other = screen.visitor(cookies={one["name"]: one["value"] for one in gwen.page.context.cookies()})
    other.opens("/account/consents")
    other.looks_at("consents of one's own")
    other.page.get_by_role("button", name="Withdraw").click()
    other.sees("It is withdrawn.")
    other.looks_at("consents of one's own, withdrawn")
    if not screen.has_scripts:
        gwen.page.get_by_role("link", name="Look again").click()
    gwen.is_at(f"/appointments/{appointment}/visit")
    gwen.sees("Before you come in")


def test_everybody_begins_with_their_day(screen, house):
    for person, name, beginning in (AMIRA, "doctor", "/schedule"), (BEN, "desk", "/today"):
        visit = screen.signed_in(person)
        visit.page.goto("/dashboard")
        visit.is_at(beginning)
        visit.opens("/today")
        visit.sees("Visits today", "Waiting online", "Requests to answer")
        visit.looks_at(f"start of the day, {name}")
    dana = screen.signed_in(DANA)
    dana.page.goto("/dashboard")
    dana.is_at("/admin")
    dana.sees("Requests to answer", "Patients to call about another time")
    dana.looks_at("start of the day, administrator")


def test_dana_asks_something_more_and_who_has_answered_keeps_their_questions(screen, house):
    service = house.database.query("""
        SELECT s.id FROM healthcare_service s JOIN tenant t ON t.id = s.tenant_id
         WHERE t.slug = 'riverside' AND s.name = 'Remote rehabilitation'
    """)
    versions = f"SELECT max(version) FROM questionnaire WHERE service_id = '{service}'"
    before = house.database.number(versions)
    dana = screen.signed_in(DANA)
    dana.opens(f"/admin/services/{service}")
    dana.sees("What patients are asked before")
    dana.looks_at("service with questions")
    dana.page.locator("#questions summary").click()
    row = dana.page.locator("#questions details fieldset").first
    index = re.search(r"questions\.(\d+)\.", row.locator("input").first.get_attribute("name"))[1]
    number = 100 + before * 10
    dana.page.locator(f'[name="questions.{index}.number"]').fill(str(number))
    dana.page.locator(f'[name="questions.{index}.text"]').fill("How far can you walk?")
    dana.page.locator(f'[name="questions.{index}.type"]').select_option("quantity")
    dana.page.get_by_role("button", name="Save").click()
    dana.page.locator("main .problems").get_by_text("Please enter a UCUM code such as kg").wait_for()
    dana.looks_at("service with questions, refused")
    dana.page.locator(f'[name="questions.{index}.unit"]').fill("m")
    dana.page.get_by_role("button", name="Save").click()
    dana.sees("Saved.")
    assert house.database.number(versions) == before + 1
