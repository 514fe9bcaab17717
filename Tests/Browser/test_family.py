"""Families: who acts for whom, for what and until when; what they did; parents, disputes, and a record that is handed over."""

import datetime
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from stage.browsing import Screen
from stage.guests import invite
from stage.joining import mailed_invitation
from stage.people import BEN, PAUL


@pytest.fixture
def nadia(house):
    """A patient with an account, and nothing between her and Paul. Returns her session and her address."""
    ask = house.database.query
    ask("DELETE FROM handover_notice")
    ask("DELETE FROM family_invitation")
    ask("DELETE FROM related_person")
    ask("DELETE FROM outbox_message WHERE kind IN ('family-invitation', 'family-changed', 'handover-near', 'invitation')")
    ask("DELETE FROM audit_event WHERE act = 'family-invited'")
    token = invite(house.database, "riverside", 1)[0]
    email = ask("SELECT email FROM account WHERE email LIKE 'guest-%' ORDER BY created_at DESC, id DESC LIMIT 1")
    ask(f"UPDATE account SET display_name = 'Nadia Petrova' WHERE email = '{email}'")
    ask(f"UPDATE patient SET given_name = 'Nadia', family_name = 'Petrova' WHERE email = '{email}'")
    return token, email


def paul_of(house) -> str:
    return house.database.query(
        f"SELECT p.id FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email = '{PAUL.email}'"
    )


def guest(screen, token):
    return screen.visitor(cookies={"__Host-visit": token})


def child(house, name: str, born: str) -> str:
    """A child of Paul's."""
    return house.database.query(f"""
        WITH paul AS (SELECT a.tenant_id, a.id FROM account a WHERE a.email = '{PAUL.email}'),
        child AS (
          INSERT INTO patient (tenant_id, id, family_name, given_name, birth_date, gender, created_at)
          SELECT tenant_id, gen_random_uuid(), 'Fletcher', '{name}', '{born}', 'unknown', now() FROM paul RETURNING tenant_id, id
        ), tie AS (
          INSERT INTO related_person (tenant_id, id, patient_id, account_id, relationship, created_at)
          SELECT paul.tenant_id, gen_random_uuid(), child.id, paul.id, 'parent', now() FROM paul, child
        )
        SELECT id FROM child
    """)


def test_somebody_is_allowed_to_act_does_so_and_may_no_longer(screen, house, nadia):
    token, email = nadia
    paul = screen.signed_in(PAUL)
    paul.opens("/account")
    paul.follows("/account/family")
    paul.sees("Nobody acts for you.")
    paul.looks_at("family, nobody")
    paul.follows("/account/family/new")
    # Nothing chosen, nothing typed.
    paul.sends("/account/family")
    paul.sees("Please fill this in", "Please choose at least one thing")
    paul.looks_at("family, refused")
    paul.fills_in(email=email, until=str(datetime.date.today() + datetime.timedelta(days=800)))
    paul.chooses("scope", "book")
    paul.chooses("scope", "pay")
    paul.sends("/account/family")
    paul.sees("Please choose a day within the next two years")
    assert paul.page.locator('main [value="book"]').is_checked()
    assert paul.page.locator('main [name="email"]').input_value() == email
    paul.fills_in(until=str(datetime.date.today() + datetime.timedelta(days=30)))
    paul.sends("/account/family")
    paul.sees("The letter is on its way.", email)
    paul.looks_at("family, asked")
    letter = house.letter(email)
    assert "/account/family" in letter and "Paul" not in letter and "Fletcher" not in letter

    hers = guest(screen, token)
    hers.opens("/account/family")
    hers.sees("Waiting for your answer", "Paul Fletcher", "Book visits")
    hers.looks_at("family, to answer")
    hers.page.locator('main form[action$="/acceptance"] button').click()
    hers.sees("You act for this person now.")
    hers.page.reload()
    hers.looks_at("family, accepted")

    # Who is this for?
    hers.opens("/doctors")
    hers.page.locator("main").get_by_role("link", name=re.compile("Haddad")).first.click()
    hers.page.locator('main a[href*="/times?service="]').first.click()
    hers.chooses_time()
    hers.is_at("/appointments/new")
    hers.sees("Paul Fletcher")
    hers.looks_at("family, for whom")
    hers.page.get_by_label("Paul Fletcher").check()
    hers.page.locator('main form[action="/appointments"] button:not([type="button"])').last.click()
    hers.sees("Paul Fletcher")
    visit = re.search(r"/appointments/([0-9a-f-]{36})", hers.page.url)[1]
    hers.looks_at("family, booked for another")
    hers.opens("/dashboard")
    hers.sees("For Paul Fletcher")
    # What was not allowed is not there.
    assert hers.page.goto("/documents").status == 200
    assert "mri" not in hers.page.get_by_role("main").inner_text().lower()
    assert hers.page.goto(f"/account/person/{paul_of(house)}").status == 404
    hers.complaints.clear()

    paul.opens(f"/appointments/{visit}")
    paul.sees("by Nadia Petrova")
    paul.opens("/account/family")
    paul.sees("Nadia Petrova")
    paul.page.locator("main section[aria-labelledby=mine] a.button-small").first.click()
    paul.sees("What they did", "Appointment booked")
    paul.looks_at("family, what they did")
    paul.page.locator('main [value="book"]').uncheck()
    paul.page.locator('main form[action$="/terms"] button').click()
    paul.sees("Your changes are saved")
    # At the next request.
    assert hers.page.goto(f"/appointments/{visit}").status == 404
    hers.complaints.clear()
    paul.page.locator("main section[aria-labelledby=mine] a.button-small").first.click()
    paul.page.locator('main form[action$="/revocation"] button').click()
    paul.sees("It is ended.", "Nobody acts for you.")
    paul.looks_at("family, ended")
    hers.opens("/account/family")
    hers.sees("Nobody has allowed you to act for them.")
    # Back: what is ended is not there any more.
    paul.page.go_back()
    assert paul.page.locator('main form[action$="/revocation"]').count() == 0
    paul.complaints.clear()
    paul.opens("/account/family")
    paul.sees("Nobody acts for you.")


def test_two_parents_a_dispute_and_the_desk(screen, house, nadia):
    token, email = nadia
    leo = child(house, "Léo", "2016-03-07")
    paul, hers, ben = screen.signed_in(PAUL), guest(screen, token), screen.signed_in(BEN)
    paul.opens("/account/family")
    paul.sees("Léo Fletcher", "this record is their own")
    paul.page.locator("main").get_by_role("link", name=re.compile("Ask the other parent")).click()
    paul.looks_at("family, the other parent")
    paul.fills_in(email=email)
    paul.sends("/account/family")
    paul.sees("The letter is on its way.")
    hers.opens("/account/family")
    hers.sees("Léo Fletcher", "Parent: all of it")
    hers.page.locator('main form[action$="/acceptance"] button').click()
    hers.sees("You act for this person now.", "Léo Fletcher")
    hers.looks_at("family, second parent")
    hers.opens("/messages/new")
    assert "Léo Fletcher" in hers.page.locator('main select[name="patient"]').inner_text()
    # Neither ends the other.
    paul.page.reload()
    paul.page.locator("main").get_by_role("link", name="Nadia Petrova").click()
    assert paul.page.locator('main form[action$="/revocation"]').count() == 0
    paul.looks_at("family, other parent seen")

    ben.opens(f"/patients/{leo}")
    ben.follows(f"/patients/{leo}/family")
    ben.sees("Nadia Petrova", "Paul Fletcher")
    ben.looks_at("family, at the desk")
    row = ben.page.locator("main li.row", has_text="Nadia Petrova")
    row.locator("button").click()
    ben.sees("Please fill this in")
    ben.looks_at("family, at the desk, no reason")
    row = ben.page.locator("main li.row", has_text="Nadia Petrova")
    row.locator('[name="reason"]').fill("The parents disagree; a court decides.")
    row.locator("button").click()
    ben.sees("It is ended.", "The parents disagree; a court decides.")
    assert hers.page.goto(f"/account/person/{leo}").status == 404
    hers.complaints.clear()
    # The other parent can't give it back.
    paul.opens(f"/account/family/new?patient={leo}")
    paul.fills_in(email=email)
    paul.sends("/account/family")
    hers.opens("/account/family")
    hers.page.locator('main form[action$="/acceptance"] button').click()
    hers.sees("The clinic has ended this before. Please ask the clinic.")
    hers.looks_at("family, the clinic has ended it")
    # The clinic can.
    ben.fills_in(email="nobody@example.com", document="Birth certificate 4711")
    ben.sends(f"/patients/{leo}/family/parents")
    ben.sees("No other patient has an account with this address")
    ben.looks_at("family, at the desk, no account")
    ben.fills_in(email=email)
    ben.sends(f"/patients/{leo}/family/parents")
    ben.sees("The parent is entered.", "Birth certificate 4711")
    hers.opens(f"/account/person/{leo}")


def test_a_record_is_handed_over(screen, house, nadia):
    born = datetime.date.today() + datetime.timedelta(days=40)
    near = child(house, "Mia", f"{born.year - 18}-{born.month:02}-{min(born.day, 28):02}")
    past = child(house, "Ida", f"{datetime.date.today().year - 18}-01-01")
    paul, ben = screen.signed_in(PAUL), screen.signed_in(BEN)
    paul.opens("/account/family")
    paul.sees("Mia Fletcher", "From then on you see nothing of it any more.")
    assert "Ida Fletcher" not in paul.page.content()
    paul.looks_at("family, handed over soon")
    assert paul.page.goto(f"/account/person/{past}").status == 404
    paul.complaints.clear()

    # Invited in the weeks of notice, Mia is told to wait once she has said when she was born.
    early = f"mia-{screen.kind.replace(' ', '-')}@mail.example"
    ben.opens(f"/patients/{near}/family")
    ben.sees("The link can be used from the day on which their record is their own.")
    ben.looks_at("family, handed over soon, at the desk")
    ben.page.locator('main form[action$="/owner"] [name="email"]').fill(early)
    ben.sends(f"/patients/{near}/family/owner")
    ben.sees("The invitation is on its way.")
    assert "becomes your own soon" in house.letter(early)
    link = mailed_invitation(house, early)
    mia = screen.visitor()
    mia.opens(link)
    mia.fills_in(birthDay=str(min(born.day, 28)), birthMonth=str(born.month), birthYear=str(born.year - 18))
    mia.fills_in(password="orange kettle winter")
    mia.sends(link)
    mia.sees("The record becomes your own soon: please open this link again from that day on")
    mia.looks_at("family, own account too early")
    assert house.database.query(f"SELECT count(*) FROM account WHERE email = '{early}'") == "0"

    address = f"ida-{screen.kind.replace(' ', '-')}@mail.example"
    ben.opens(f"/patients/{past}/family")
    ben.sees("It is over by itself.")
    ben.looks_at("family, handed over, at the desk")
    ben.page.locator('main form[action$="/owner"] [name="email"]').fill(address)
    ben.sends(f"/patients/{past}/family/owner")
    ben.sees("The invitation is on its way.")
    link = mailed_invitation(house, address)
    ida = screen.visitor()
    ida.opens(link)
    ida.fills_in(birthDay="2", birthMonth="1", birthYear=str(datetime.date.today().year - 18))
    ida.fills_in(password="orange kettle winter")
    ida.sends(link)
    ida.sees("This is not the date of birth that the clinic has")
    ida.looks_at("family, own account refused")
    ida.fills_in(birthDay="1", password="orange kettle winter")
    ida.sends(link)
    ida.is_at("/two-factor")
    owner = house.database.query(f"SELECT a.email FROM patient p JOIN account a ON a.id = p.account_id WHERE p.id = '{past}'")
    assert owner == address


def test_a_dashboard_is_of_everybody_or_of_one(screen, house, nadia):
    token, email = nadia
    paul_id = paul_of(house)
    nadias = guest(screen, token)
    nadias.opens("/dashboard")
    assert nadias.page.locator('nav[aria-label="For whom"]').count() == 0
    for one, scope in ((paul_id, "pay"), (child(house, "Tom", "2016-05-04"), "book")):
        house.database.query(f"""
            INSERT INTO related_person (tenant_id, id, patient_id, account_id, relationship, scopes, created_at)
            SELECT p.tenant_id, gen_random_uuid(), p.id, n.id, 'delegate', '{{{scope}}}', now()
              FROM patient p JOIN account n ON n.tenant_id = p.tenant_id
             WHERE n.email = '{email}' AND p.id = '{one}'
        """)
    nadias.opens("/dashboard")
    row = nadias.page.locator('nav[aria-label="For whom"] a')
    assert row.first.get_attribute("aria-current") == "page" and row.nth(1).inner_text() == "Me" and row.count() == 4
    nadias.looks_at("dashboard, everybody")
    nadias.follows(f"/dashboard?of={paul_id}")
    nadias.sees("Appointments of Paul Fletcher are not shown to you", "You may not book for them.")
    assert nadias.page.locator('nav[aria-label="For whom"] [aria-current]').count() == 1
    nadias.looks_at("dashboard, of one who allows only to pay")
    row.nth(1).click()
    nadias.sees("You have no appointment ahead")
    nadias.page.go_back()
    nadias.sees("You may not book for them.")
    house.database.query("DELETE FROM related_person WHERE relationship = 'delegate'")
    assert nadias.page.goto(f"/dashboard?of={paul_id}").status == 404
    nadias.complaints.clear()


def test_families_from_right_to_left_and_in_the_dark(chromium, house, nadia):
    token, email = nadia
    ask = house.database.query
    leo = child(house, "Léo", "2016-03-07")
    ask(f"""
        INSERT INTO related_person (tenant_id, id, patient_id, account_id, relationship, scopes, until, created_at)
        SELECT p.tenant_id, gen_random_uuid(), p.id, g.id, 'delegate', '{{see,pay}}', current_date + 90, now()
          FROM patient p JOIN account a ON a.id = p.account_id, account g
         WHERE a.email = '{PAUL.email}' AND g.email = '{email}'
    """)
    tie = ask("SELECT id FROM related_person WHERE relationship = 'delegate'")
    for kind in ("phone", "desk"):
        screen = Screen(chromium, house, kind)
        for person, paths in [
            (PAUL, ["/account/family", f"/account/family/new?patient={paul_of(house)}", f"/account/family/{tie}",
                    f"/account/family/new?patient={leo}", "/account/children"]),
            (BEN, [f"/patients/{leo}/family"]),
        ]:
            cookies = dict(house.signed_in(person).cookies)
            cookies["__Host-language"] = "ar"
            visit = screen.visitor(cookies=cookies)
            for number, path in enumerate(paths):
                visit.opens(path)
                assert visit.page.locator("html").get_attribute("dir") == "rtl"
                visit.looks_at(f"family, arabic {person.name} {number}")
                visit.page.emulate_media(color_scheme="dark")
                found = Axe().run(visit.page)
                assert found.violations_count == 0, f"{path}, dark: {found.generate_report()}"
                visit.page.emulate_media(color_scheme="light")
        screen.close()
