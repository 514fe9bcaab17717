"""Help shows real pages: its pictures are made here (bin/help-pictures), and this fails when a page has changed its look since."""

import os

import pytest
from stage.browsing import Screen
from stage.help_pictures import FOLDER, PICTURES, digest, file, keep, kept
from stage.people import AMIRA, BEN, DANA, PAUL

RECORDS = os.environ.get("HELP_PICTURES") == "1"


def _place(house, place: str) -> str:
    """Where a page is that only the demo's rows lead to."""
    ask = house.database.query
    clinic = "tenant_id = (SELECT id FROM tenant WHERE slug = 'riverside')"
    if place == "times":
        row = ask(
            f"SELECT s.practitioner_id || ' ' || s.service_id FROM practitioner_service s JOIN practitioner p"
            f" ON p.tenant_id = s.tenant_id AND p.id = s.practitioner_id WHERE s.{clinic} AND p.account_id ="
            f" (SELECT id FROM account WHERE email = '{AMIRA.email}') ORDER BY s.position LIMIT 1"
        )
        doctor, service = row.split()
        return f"/doctors/{doctor}/times?service={service}"
    patient = ask(
        f"SELECT p.id FROM patient p JOIN account a ON a.tenant_id = p.tenant_id AND a.id = p.account_id"
        f" WHERE a.email = '{PAUL.email}'"
    )
    if place == "person":
        return f"/patients/{patient}"
    if place == "visit":
        visit = ask(
            f"SELECT id FROM appointment WHERE patient_id = '{patient}' AND status = 'booked' AND starts_at > now()"
            " ORDER BY starts_at LIMIT 1"
        )
        return f"/appointments/{visit}"
    return place


@pytest.mark.parametrize("name", PICTURES)
def test_a_page_that_help_shows_looks_as_it_did(name):
    person, template, place, kinds = PICTURES[name]
    if RECORDS:
        pytest.skip("the pictures are being made")
    for kind in kinds:
        assert file(name, kind).exists(), f"{file(name, kind)} is missing: bin/help-pictures makes it"
    assert kept().get(name) == digest(template), f"{template} has changed its look: bin/help-pictures makes the pictures anew"


def test_pictures_are_of_pages_that_there_are(chromium, house):
    if RECORDS:
        FOLDER.mkdir(parents=True, exist_ok=True)
    digests = {}
    for name, (person, template, place, kinds) in PICTURES.items():
        for kind in kinds:
            screen = Screen(chromium, house, kind)
            visit = screen.signed_in(person) if person else screen.visitor()
            visit.opens(_place(house, place))
            if RECORDS:
                visit.page.screenshot(path=file(name, kind))
            screen.close()
        digests[name] = digest(template)
    if RECORDS:
        keep(digests)


@pytest.mark.parametrize("role", ["visitor", "patient", "practitioner", "front-desk", "admin"])
def test_help_is_read(screen, role):
    people = {"patient": PAUL, "practitioner": AMIRA, "front-desk": BEN, "admin": DANA}
    visit = screen.signed_in(people[role]) if role in people else screen.visitor()
    visit.opens("/")
    # From any page by its foot.
    visit.page.locator('footer a[href^="/help"]').click()
    if role == "visitor":
        visit.is_at("/help")
        visit.looks_at("help")
        visit.follows("/help/visitor")
    visit.is_at(f"/help/{role}")
    first = visit.page.locator("main nav a").first
    heading = first.inner_text()
    first.click()
    visit.sees(heading)
    for picture in visit.page.locator(".help-pictures img").all():
        picture.scroll_into_view_if_needed()
        assert picture.get_attribute("alt")
    assert visit.sees_picture(".help-picture")[0] > 0
    visit.looks_at(f"help, {role}")
    visit.page.locator('main a[href^="/feedback"]').last.click()
    visit.is_at("/feedback")
    visit.sees(f"About the page /help/{role}")


def test_a_patient_says_something_and_an_administrator_answers(screen, house):
    house.database.query("DELETE FROM feedback")
    house.database.query("DELETE FROM guess")
    # Letters about a new browser come before.
    paul, dana = screen.signed_in(PAUL), screen.signed_in(DANA)
    paul.opens("/doctors")
    paul.page.locator('footer a[href^="/feedback"]').click()
    paul.sends("/feedback")
    paul.sees("Please choose", "Please fill this in")
    paul.looks_at("feedback, refused")
    paul.chooses("kind", "problem")
    paul.fills_in(text="The times do not load on my phone.\nWhat can I do?")
    paul.page.locator('main [name="answer"]').check()
    paul.looks_at("feedback")
    paul.sends("/feedback")
    paul.sees("Thank you")
    paul.looks_at("feedback, sent")
    stranger = screen.visitor()
    stranger.opens("/feedback?from=/doctors?q=secret")
    stranger.sees("Sign in before you write", "About the page /doctors")
    stranger.chooses("kind", "praise")
    stranger.fills_in(text="Well done")
    stranger.sends("/feedback")
    stranger.sees("Thank you")

    dana.opens("/admin")
    dana.sees("Feedback to answer")
    dana.follows("/admin/feedback")
    dana.sees("The times do not load", "Well done", "A visitor")
    dana.looks_at("feedback, list")
    dana.page.get_by_role("link", name="The times do not load").click()
    dana.page.locator('main form[action$="/taking"] button').click()
    dana.sees("You see to it")
    dana.page.locator('main form[action$="/answer"] button').click()
    dana.sees("Please fill this in")
    dana.looks_at("feedback, answer refused")
    dana.fills_in(answer="It is mended. Thank you!")
    dana.page.locator('main form[action$="/answer"] button').click()
    dana.sees("The answer is on its way", "It is mended. Thank you!")
    dana.page.locator('main form[action$="/closure"] button').click()
    dana.sees("It is closed")
    dana.looks_at("feedback, closed")
    dana.opens("/admin/feedback?state=closed")
    dana.sees("The times do not load")
    assert "It is mended" in house.letter(PAUL.email)
    told = house.letter(DANA.email)
    assert "/admin/feedback" in told and "times do not load" not in told
