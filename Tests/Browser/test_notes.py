"""A note is written, kept while it is typed, signed, appended and read by its patient; two write one note; a prescription; templates."""

import re

from stage.people import AMIRA, DANA, PAUL


def patient_of(house) -> str:
    return house.database.query(
        f"SELECT p.id FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email = '{PAUL.email}'"
    )


def treats(house, patient: str) -> str:
    """A visit of Paul's with Amira that is under way. Returns its id."""
    return house.database.query(f"""
        WITH one AS (
          SELECT a.id FROM appointment a JOIN practitioner p ON p.tenant_id = a.tenant_id AND p.id = a.practitioner_id
            JOIN account o ON o.tenant_id = p.tenant_id AND o.id = p.account_id
           WHERE a.patient_id = '{patient}' AND o.email = '{AMIRA.email}' AND a.status = 'fulfilled'
           ORDER BY a.starts_at DESC LIMIT 1)
        SELECT id FROM one
    """)


def begins(amira, patient: str, what: str) -> str:
    amira.opens(f"/records/{patient}/notes")
    amira.page.locator('main [name="what"]').select_option(label=what)
    amira.sends(f"/records/{patient}/notes")
    amira.page.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}$"))
    return amira.page.url.rpartition("/")[2]


def test_a_note_from_its_first_word_to_its_patient(screen, house):
    patient, mark = patient_of(house), re.sub(r"[^a-z]", "", screen.kind)
    visit = treats(house, patient)
    amira = screen.signed_in(AMIRA)
    amira.opens("/records")
    amira.opens(f"/schedule/visits/{visit}/notes")
    amira.is_at(f"/records/{patient}/notes")
    amira.sees("Notes, prescriptions and letters")
    amira.looks_at("notes")
    note = begins(amira, patient, "Consultation")
    amira.looks_at("note, empty")
    # Empty it can't be signed.
    amira.page.get_by_role("button", name="Save and review").click()
    amira.sees("Nothing is written yet")
    amira.looks_at("note, signing refused")
    amira.opens(f"/notes/{note}")
    first = amira.page.locator('[name="s1"]')
    if screen.has_scripts:
        first.press_sequentially(f"A cough {mark}")
        amira.page.locator("[data-draft-said]", has_text=re.compile("^Saved.$")).wait_for()
        amira.page.reload()
    else:
        first.fill(f"A cough {mark}")
        amira.page.get_by_role("button", name="Save", exact=True).click()
        amira.sees("Saved.")
        amira.looks_at("note, saved")
    assert first.input_value() == f"A cough {mark}"
    amira.fills_in(s5="You have a cold. Drink a lot.")
    amira.page.get_by_role("button", name="Save and review").click()
    amira.is_at(f"/notes/{note}/signing")
    amira.sees(f"A cough {mark}", "nobody can change it afterwards")
    amira.looks_at("note, signing")
    amira.page.locator('main [name="release"]').select_option("after-days")
    amira.fills_in(days="91")
    amira.sends(f"/notes/{note}/signature")
    amira.page.locator("main .problems").get_by_text("from 1 to 90").wait_for()
    amira.looks_at("note, signing, days refused")
    amira.page.locator('main [name="release"]').select_option("by-hand")
    amira.sends(f"/notes/{note}/signature")
    amira.is_at(f"/notes/{note}")
    amira.sees("Signed by Dr Amira Haddad", "the audit log has the same digest", "The patient is not shown it.")
    amira.looks_at("note, signed")
    # Asked to be signed once more, it stands.
    amira.opens(f"/notes/{note}/signing")
    amira.is_at(f"/notes/{note}")

    amira.page.get_by_role("button", name="Add an addendum").click()
    amira.page.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}$"))
    amira.fills_in(s1=f"Called, better ({mark})")
    amira.page.get_by_role("button", name="Save and review").click()
    addendum = amira.page.url.split("/")[-2]
    amira.sends(f"/notes/{addendum}/signature")
    amira.is_at(f"/notes/{addendum}")
    amira.opens(f"/notes/{note}")
    amira.sees("Signed, with addenda", f"Called, better ({mark})")
    amira.looks_at("note, appended")
    amira.sends(f"/notes/{note}/release")
    amira.sees("The patient is shown it since")

    paul = screen.signed_in(PAUL)
    paul.opens("/dashboard")
    paul.follows("/health/notes")
    paul.looks_at("own notes")
    paul.follows(f"/health/notes/{note}")
    paul.sees("You have a cold. Drink a lot.", f"A cough {mark}")
    paul.looks_at("own note")
    answer = house.signed_in(PAUL).get(f"/health/notes/{note}/note.pdf")
    assert answer.status == 200 and answer.body.startswith(b"%PDF")

    amira.opens(f"/notes/{note}")
    amira.page.get_by_text("This was an error").click()
    amira.sends(f"/notes/{note}/error")
    amira.page.locator("main .problems").get_by_text("Please fill this in").wait_for()
    amira.looks_at("note, error without a reason")
    if not amira.page.locator('main [name="why"]').last.is_visible():
        amira.page.get_by_text("This was an error").click()
    amira.page.locator(f'main form[action="/notes/{note}/error"] [name="why"]').fill("The wrong patient")
    amira.sends(f"/notes/{note}/error")
    amira.sees("Entered in error", "The wrong patient", f"A cough {mark}")
    amira.looks_at("note, struck")


def test_two_windows_of_one_note_lose_nothing(screen, house):
    patient = patient_of(house)
    one, two = screen.signed_in(AMIRA), screen.signed_in(AMIRA)
    note = begins(one, patient, "Note, without a template")
    two.opens(f"/notes/{note}")
    one.fills_in(s1="From the one window", s2="Findings of the one")
    one.page.get_by_role("button", name="Save", exact=True).click()
    one.sees("Saved.")
    field = two.page.locator('[name="s1"]')
    if screen.has_scripts:
        field.press_sequentially("From the other")
        two.page.get_by_text("From the one window").wait_for()
        two.page.locator("[data-draft-said]", has_text="Somebody else has changed it").wait_for()
        assert field.input_value() == "From the other"
        # What the other window wrote elsewhere is here, too.
        assert two.page.locator('[name="s2"]').input_value() == "Findings of the one"
        two.looks_at("note, two windows")
        field.fill("From the one window, and from the other")
        two.page.get_by_role("button", name="Keep mine").click()
        two.page.locator("[data-draft-said]", has_text=re.compile("^Saved.$")).wait_for()
    else:
        field.fill("From the other")
        two.page.get_by_role("button", name="Save", exact=True).click()
        two.sees("Somebody else has changed it meanwhile", "From the one window")
        two.looks_at("note, two windows")
        assert field.input_value() == "From the other"
        assert two.page.locator('[name="s2"]').input_value() == "Findings of the one"
        field.fill("From the one window, and from the other")
        two.page.get_by_role("button", name="Save", exact=True).click()
        two.sees("Saved.")
    one.opens(f"/notes/{note}")
    assert one.page.locator('[name="s1"]').input_value() == "From the one window, and from the other"


def test_a_prescription_is_composed_signed_filed_and_replaced(screen, house):
    patient = patient_of(house)
    amira = screen.signed_in(AMIRA)
    note = begins(amira, patient, "Prescription")
    amira.looks_at("prescription, empty")
    amira.fills_in(m1medication="Amoxicillin 500 mg", m1repeats="13")
    amira.page.get_by_role("button", name="Save and review").click()
    amira.page.locator("main .problems").get_by_text("Please fill this in").wait_for()
    amira.looks_at("prescription, refused")
    assert amira.page.locator('[name="m1medication"]').input_value() == "Amoxicillin 500 mg"
    amira.fills_in(m1dosage="One capsule three times a day", m1repeats="0", m1quantity="21 capsules", until="2030-12-31")
    amira.page.get_by_role("button", name="Save and review").click()
    amira.sees("Amoxicillin 500 mg", "Good until 31 December 2030")
    amira.looks_at("prescription, signing")
    amira.sends(f"/notes/{note}/signature")
    amira.page.locator("main .problems").get_by_text("allergic to Penicillin").wait_for()
    amira.looks_at("prescription, signing, in spite of an allergy")
    amira.fills_in(despite="Taken last year without harm")
    amira.sends(f"/notes/{note}/signature")
    amira.is_at(f"/notes/{note}")
    amira.sees("In spite of an allergy: Taken last year without harm")
    amira.sees("Active", "The patient is shown it since")
    amira.looks_at("prescription, signed")
    assert house.database.number(f"SELECT count(*) FROM document_reference WHERE key = '{note}'") == 1
    amira.page.get_by_role("button", name="Write another in its place").click()
    amira.page.wait_for_url(re.compile(r"/notes/[0-9a-f-]{36}$"))
    new = amira.page.url.rpartition("/")[2]
    assert amira.page.locator('[name="m1quantity"]').input_value() == "21 capsules"
    amira.fills_in(m1quantity="14 capsules")
    amira.page.get_by_role("button", name="Save and review").click()
    amira.sends(f"/notes/{new}/signature")
    amira.fills_in(despite="Taken last year without harm")
    amira.sends(f"/notes/{new}/signature")
    amira.is_at(f"/notes/{new}")
    amira.opens(f"/notes/{note}")
    amira.sees("it is no longer good", "Cancelled")
    amira.looks_at("prescription, replaced")
    paul = screen.signed_in(PAUL)
    paul.opens(f"/health/notes/{new}")
    paul.sees("14 capsules")
    assert not paul.page.get_by_text("In spite of an allergy").count()
    paul.looks_at("own prescription")
    paul.opens("/documents")
    paul.sees("Prescription.pdf")


def test_templates(screen, house):
    dana = screen.signed_in(DANA)
    dana.opens("/note-templates")
    dana.sees("Templates of notes and letters", "Sick note")
    dana.looks_at("templates of notes")
    dana.follows("/note-templates/new")
    dana.sends("/note-templates")
    dana.page.locator("main .problems").get_by_text("Please give at least one heading").wait_for()
    dana.looks_at("template of notes, refused")
    dana.fills_in(title=f"Check-up {screen.kind}", t1="Findings", p1="What was seen")
    dana.sends("/note-templates")
    dana.sees("Saved.")
    dana.looks_at("template of notes")
    dana.page.get_by_role("button", name="Take out of use").click()
    dana.is_at("/note-templates")
    dana.sees("Out of use")
