"""The pages on which data are asked to be erased, and on which that is decided: with and without scripts, on a phone and at a desk."""

import re

import pytest
from stage.joining import join
from stage.people import BEN, DANA

PASSWORD = "orange kettle winter"


@pytest.fixture
def patient(screen, house):
    """Somebody new for each screen: their name, cookies and record."""
    name = re.sub(r"[^a-z]", "", screen.kind)
    email = f"erasure-{name}@mail.example"
    visitor = house.visitor()
    join(visitor, house, email, PASSWORD)
    ask = house.database.query
    record = ask(f"SELECT p.id FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email = '{email}'")
    ask(f"UPDATE patient SET given_name = 'Quentin', family_name = 'Of {screen.kind}' WHERE id = '{record}'")
    return f"Quentin Of {screen.kind}", dict(visitor.cookies), record


def proves(house, email_like: str):
    house.database.query(
        f"UPDATE session SET confirmed_at = now() WHERE account_id IN (SELECT id FROM account WHERE email LIKE '{email_like}')"
    )


def test_an_erasure_from_the_wish_to_the_receipt(screen, house, patient):
    name, cookies, record = patient
    ask = house.database.query
    visit = screen.visitor("riverside", cookies)
    visit.opens("/account")
    visit.follows("/account/data/erasure")
    visit.sees(name)
    visit.looks_at("erasure, for whom")
    visit.follows(f"/account/data/erasure/{record}")
    visit.sees("Name, address, contacts and insurance", "Erased")
    # Somebody who has not proved lately who they are has to first.
    ask(f"UPDATE session SET confirmed_at = now() - interval '1 hour' WHERE account_id = (SELECT account_id FROM patient WHERE id = '{record}')")
    visit.page.reload()
    visit.sees("Please prove first that it is you.")
    visit.looks_at("erasure, to be proved")
    ask(f"UPDATE session SET confirmed_at = now() WHERE account_id = (SELECT account_id FROM patient WHERE id = '{record}')")
    visit.page.reload()
    visit.fills_in(reason="I have moved to another country.")
    visit.sends(f"/account/data/erasure/{record}")
    visit.sees("Please tick this if you want to go on")
    assert visit.page.locator('main [name="reason"]').input_value() == "I have moved to another country."
    visit.looks_at("erasure, refused")
    visit.page.locator('main [name="understood"]').check()
    visit.page.locator(f'main form[action="/account/data/erasure/{record}"] button').dblclick()
    visit.sees("Your request is with the clinic.")
    visit.looks_at("erasure, asked")
    # Refreshed and gone back to, it is one request; taken back, it can be asked for anew.
    visit.page.reload()
    assert house.database.number(f"SELECT count(*) FROM erasure_request WHERE patient_id = '{record}'") == 1
    request = ask(f"SELECT id FROM erasure_request WHERE patient_id = '{record}'")
    visit.sends(f"/account/data/erasure-requests/{request}/withdrawal")
    visit.sees("Your request is taken back.")
    visit.opens(f"/account/data/erasure/{record}")
    visit.page.locator('main [name="understood"]').check()
    visit.sends(f"/account/data/erasure/{record}")
    visit.sees("The clinic can’t carry it out before")
    request = ask(f"SELECT id FROM erasure_request WHERE patient_id = '{record}' AND state = 'asked'")

    dana = screen.signed_in(DANA)
    dana.opens("/admin")
    dana.follows("/admin/erasures")
    dana.sees(name)
    dana.looks_at("erasures")
    dana.follows(f"/admin/erasures/{request}")
    dana.sees("It can be carried out from")
    dana.looks_at("erasure, too early")
    dana.sends(f"/admin/erasures/{request}/declination")
    dana.sees("Please choose", "Please fill this in")
    dana.looks_at("erasure, declination refused")
    ask(f"UPDATE erasure_request SET asked_at = asked_at - interval '8 days' WHERE id = '{request}'")
    proves(house, DANA.email)
    dana.opens(f"/admin/erasures/{request}")
    dana.fills_in(name="Somebody Else")
    dana.sends(f"/admin/erasures/{request}/execution")
    dana.sees("This is not the name as the record says it")
    dana.looks_at("erasure, another name")
    dana.fills_in(name=name)
    dana.sends(f"/admin/erasures/{request}/execution")
    dana.sees("The data are erased.")
    for _ in range(100):
        if ask(f"SELECT state FROM erasure_request WHERE id = '{request}'") == "done":
            break
        dana.page.wait_for_timeout(200)
    dana.opens(f"/admin/erasures/{request}")
    dana.sees("Receipt of an erasure")
    assert name not in dana.page.content()
    dana.looks_at("erasure, carried out")
    proves(house, DANA.email)
    dana.follows(f"/admin/erasures/{request}/kept")
    dana.looks_at("erasure, what is kept")
    dana.fills_in(reason="court")
    dana.sends(f"/admin/erasures/{request}/kept")
    dana.sees("Please say more")
    dana.fills_in(reason="A court asks for it today")
    dana.sends(f"/admin/erasures/{request}/kept")
    dana.sees("Nothing is kept any more.")
    dana.looks_at("erasure, nothing kept")

    # The receipt, without an account.
    link = re.search(r"/erasure-receipts/[\w-]{43}", house.letter(f"erasure-{re.sub(r'[^a-z]', '', screen.kind)}@mail.example"))[0]
    anyone = screen.visitor()
    anyone.opens(link)
    anyone.sees("As it was signed")
    anyone.looks_at("erasure receipt")


def test_something_in_the_record_is_wrong(screen, house, patient):
    name, cookies, record = patient
    visit = screen.visitor("riverside", cookies)
    visit.opens(f"/account/person/{record}")
    visit.follows(f"/account/person/{record}/doubt")
    visit.looks_at("doubt")
    visit.sends(f"/account/person/{record}/doubt")
    visit.sees("Please choose", "Please fill this in")
    visit.looks_at("doubt, refused")
    visit.chooses("about", "allergy")
    visit.fills_in(note=f"Never allergic to penicillin ({screen.kind})")
    visit.sends(f"/account/person/{record}/doubt")
    visit.sees("The clinic has your words.", "The clinic has not answered yet.")
    visit.looks_at("doubt, told")
    ben = screen.signed_in(BEN)
    ben.opens("/corrections")
    ben.sees(f"Never allergic to penicillin ({screen.kind})")
    ben.looks_at("corrections, with a doubt")
    panel = ben.page.locator("main section", has_text=name).first
    panel.locator('button[value="accept"]').click()
    ben.sees("Please fill this in")
    panel = ben.page.locator("main section", has_text=name).first
    panel.locator("textarea").fill("It was a mistake of ours.")
    panel.locator('button[value="accept"]').click()
    ben.page.wait_for_url("**/corrections?done=answered")
    visit.opens(f"/account/person/{record}/doubt")
    visit.sees("It was put right. It was a mistake of ours.")
