"""A patient writes to the clinic and the clinic answers: with and without scripts, on a phone and at a desk."""

import re

import pytest
from stage.browsing import Screen
from stage.guests import invite
from stage.house import House
from stage.people import BEN, DANA, PAUL


@pytest.fixture(scope="module")
def house(clinics, logs):
    house = House(clinics, logs)
    yield house
    house.close()


def pdf(words: str) -> bytes:
    head, tail = b"%PDF-1.4\n" + words.encode(), b"\n%%EOF\n"
    return head + b"0" * (4000 - len(head) - len(tail)) + tail


def begins(screen, paul, topic: str, text: str) -> str:
    paul.opens("/messages/new")
    paul.page.get_by_role("radio", name="Front desk").check()
    paul.fills_in(topic=topic, text=text)
    paul.sends("/messages")
    paul.sees("Your message is sent.", topic, text)
    return re.sub(r"\?.*", "", paul.page.url).split("/")[-1]


def test_where_nobody_takes_messages_any_more_what_was_written_stays(screen, house):
    # Somebody without visits, and so without a doctor to write to.
    guest = screen.visitor(cookies={"__Host-visit": invite(house.database, "riverside", 1)[0]})
    guest.opens("/messages/new")
    guest.fills_in(topic="Diet", text="May I eat before it?")
    try:
        house.database.query("UPDATE care_team SET active = false")
        guest.sends("/messages")
        guest.sees("Nobody at the clinic takes messages at present")
        assert guest.page.locator("main textarea").input_value() == "May I eat before it?"
        guest.looks_at("message, taken by nobody")
    finally:
        house.database.query("UPDATE care_team SET active = true")


def test_a_patient_writes_and_the_team_answers(screen, house):
    name = f"Question of {screen.kind}"
    paul = screen.signed_in(PAUL)
    paul.opens("/dashboard")
    paul.page.locator('header a[href="/messages"]').click()
    paul.is_at("/messages")
    paul.sees("My blood pressure at home", "Your answer is awaited")
    paul.looks_at("messages")

    paul.follows("/messages/new")
    paul.looks_at("message, new")
    # What is missing is told at its field, and what was typed is kept.
    paul.fills_in(text="May I eat before it?")
    paul.sends("/messages")
    paul.sees("Please choose", "May I eat before it?")
    paul.looks_at("message, refused")
    paul.page.get_by_role("radio", name="Front desk").check()
    paul.fills_in(topic=name)
    paul.page.locator('main [name="file"]').set_input_files(
        [{"name": f"letter {screen.kind}.pdf", "mimeType": "application/pdf", "buffer": pdf(screen.kind)}]
    )
    paul.sends("/messages")
    paul.sees("Your message is sent.", "Waiting for the clinic", "Usually answered by", f"letter {screen.kind}.pdf")
    here = re.sub(r".*/", "", re.sub(r"\?.*", "", paul.page.url))
    paul.looks_at("conversation")

    ben = screen.signed_in(BEN)
    ben.opens("/conversations")
    ben.sees(name, "To be answered")
    ben.looks_at("conversations")
    ben.follows(f"/conversations/{here}")
    ben.sees("May I eat before it?")
    ben.looks_at("conversation, at the clinic")
    ben.page.get_by_text("Add a note", exact=True).first.click()
    ben.page.locator("#note").fill("Ask Dr Haddad")
    ben.sends(f"/conversations/{here}/notes")
    ben.sees("The note is kept", "Ask Dr Haddad")
    ben.fills_in(text="Water only, please.")
    ben.sends(f"/conversations/{here}/answers")
    ben.sees("Your message is sent.", "Delivered")

    paul.opens("/dashboard")
    paul.sees("Unread messages:")
    paul.opens(f"/messages/{here}")
    paul.sees("Water only, please.", "Read by Ben Carter")
    assert "Ask Dr Haddad" not in paul.page.locator("main").inner_text()
    ben.opens(f"/conversations/{here}")
    ben.sees("Read by Paul Fletcher")

    # Ben hands it to Dana, and closes nothing that is not his any more.
    ben.page.get_by_text("Hand over", exact=True).first.click()
    ben.page.locator("#to").select_option(label="Dana Whitfield")
    ben.page.locator("#handover-note").fill("About the fee")
    ben.sends(f"/conversations/{here}/handover")
    ben.sees("It is in other hands now.")
    dana = screen.signed_in(DANA)
    dana.opens("/conversations?scope=mine")
    dana.follows(f"/conversations/{here}")
    dana.sees("About the fee")
    dana.page.get_by_text("Close the conversation", exact=True).first.click()
    dana.page.locator("#reason").select_option("answered")
    dana.sends(f"/conversations/{here}/closure")
    dana.sees("It is closed.", "Closed by Dana Whitfield")
    paul.opens(f"/messages/{here}")
    paul.sees("Closed by Dana Whitfield")
    paul.looks_at("conversation, closed")
    paul.fills_in(text="One more thing.")
    paul.sends(f"/messages/{here}/answers")
    paul.sees("Waiting for the clinic", "One more thing.")


def test_an_open_page_shows_what_came_and_keeps_what_is_typed(screen, house):
    paul = screen.signed_in(PAUL)
    here = begins(screen, paul, f"Live {screen.kind}", "Are you there?")
    ben = screen.signed_in(BEN)
    ben.opens(f"/conversations/{here}")
    paul.opens(f"/messages/{here}")
    paul.fills_in(text="While I am typing")
    ben.fills_in(text="Yes, we are.")
    ben.sends(f"/conversations/{here}/answers")
    if screen.has_scripts:
        paul.page.get_by_text("Yes, we are.").wait_for(timeout=15000)
        assert paul.page.locator("#text").input_value() == "While I am typing"
        assert paul.page.evaluate("document.activeElement.id") == "text"
        paul.page.get_by_text("What you write is kept.").wait_for(timeout=5000)
        # It was in front of somebody: read, and the clinic's open page says so.
        ben.page.get_by_text("Read by Paul Fletcher").wait_for(timeout=15000)
        paul.opens(f"/messages/{here}")
        paul.sees("This is what you were writing.")
        assert paul.page.locator("#text").input_value() == "While I am typing"
    else:
        paul.sends(f"/messages/{here}/answers")
        paul.sees("There is a new message above", "Yes, we are.")
        assert paul.page.locator("#text").input_value() == "While I am typing"
        paul.looks_at("conversation, crossed")
    paul.sends(f"/messages/{here}/answers")
    paul.sees("Your message is sent.", "While I am typing")


def test_teams_and_letters(screen, house):
    dana = screen.signed_in(DANA)
    dana.opens("/admin")
    dana.follows("/admin/teams")
    dana.sees("Front desk", "Billing")
    dana.looks_at("teams")
    dana.follows("/admin/teams/new")
    dana.sends("/admin/teams")
    dana.sees("Please fill this in")
    dana.looks_at("team, refused")
    dana.fills_in(name=f"Team {screen.kind}", hours="8")
    dana.page.get_by_role("checkbox", name="Ben Carter").check()
    dana.sends("/admin/teams")
    dana.sees("The team is kept.", f"Team {screen.kind}")

    paul = screen.signed_in(PAUL)
    paul.opens("/account/letters")
    paul.sees("How you are told", "Quiet hours", "Letters of late")
    paul.looks_at("letters")
    paul.page.locator('[name="channel-messages"]').select_option("page")
    paul.sends("/account/letters")
    paul.opens("/account/letters")
    assert paul.page.locator('[name="channel-messages"]').input_value() == "page"
    paul.page.locator('[name="channel-messages"]').select_option("mail")
    paul.sends("/account/letters")
    patient = house.database.query(
        f"SELECT p.id FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email = '{PAUL.email}'"
    )
    dana.opens(f"/patients/{patient}")
    dana.follows(f"/patients/{patient}/letters")
    dana.sees("Letters of late")
    dana.looks_at("letters of a patient")
