"""The minimum record: entered by a doctor, with warnings where they matter, and read by the patient in plain words."""

import pytest
from stage.people import AMIRA, BEN, PAUL

TABLES = ("observation", "diagnostic_report", "allergy_intolerance", "condition", "medication_statement")


@pytest.fixture
def record(house):
    """Paul's, empty, and Amira's work by a visit that is over."""
    ask = house.database.query
    id = ask(f"SELECT p.id FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email = '{PAUL.email}'")
    for table in TABLES:
        ask(f"DELETE FROM {table} WHERE patient_id = '{id}'")
    ask("DELETE FROM outbox_message WHERE kind = 'record-news'")
    if ask(f"SELECT count(*) FROM appointment WHERE patient_id = '{id}' AND reason = 'For the record'") == "0":
        ask(f"""
            INSERT INTO appointment (tenant_id, id, patient_id, practitioner_id, service_id, location_id, during, status, reason,
                                     price_minor, currency, booking_key, booked_at)
            SELECT p.tenant_id, gen_random_uuid(), p.id, d.id,
                   (SELECT s.id FROM healthcare_service s WHERE s.tenant_id = p.tenant_id ORDER BY s.id LIMIT 1),
                   (SELECT l.id FROM location l WHERE l.tenant_id = p.tenant_id ORDER BY l.id LIMIT 1),
                   tstzrange(now() - interval '2 days', now() - interval '2 days' + interval '15 minutes'), 'fulfilled',
                   'For the record', 5000, 'GBP', gen_random_uuid(), now() - interval '9 days'
              FROM patient p JOIN practitioner d ON d.tenant_id = p.tenant_id
              JOIN account a ON a.id = d.account_id AND a.email = '{AMIRA.email}' WHERE p.id = '{id}'
        """)
    return f"/records/{id}"


def save(visit):
    visit.page.locator("main form.form button").first.click()


def types(visit, **texts):
    for name, text in texts.items():
        visit.page.locator(f'main [name="{name}"]').fill(text)


def picks(visit, **options):
    for name, option in options.items():
        visit.page.locator(f'main [name="{name}"]').select_option(option)


def test_a_doctor_keeps_a_chart_and_is_warned(screen, record):
    amira = screen.signed_in(AMIRA)
    amira.opens(record)
    amira.follows(f"{record}/chart")
    amira.sees("Nobody has asked about allergies yet", "Nothing was measured yet", "There are no results")
    amira.looks_at("chart, empty")
    amira.page.get_by_role("button", name="No known allergies").click()
    amira.sees("Saved.", "No known allergies, stated on")

    amira.follows(f"{record}/allergies")
    types(amira, text="Penicillin", code="nonsense!", manifestation="Rash")
    picks(amira, criticality="high", category="medication", severity="severe")
    save(amira)
    amira.sees("That is no such code")
    amira.looks_at("chart, allergy refused")
    assert amira.page.locator('main [name="text"]').input_value() == "Penicillin"
    types(amira, code="J01CE")
    save(amira)
    amira.sees("Penicillin", "Could be grave", "Rash (severe)")
    assert "No known allergies, stated on" not in amira.page.content()

    amira.follows(f"{record}/medications")
    amira.sees("Allergic to:", "Penicillin")
    types(amira, text="Amoxicillin 500 mg")
    picks(amira, source="practitioner")
    save(amira)
    amira.sees("The patient is allergic to Penicillin")
    amira.looks_at("chart, warned")
    types(amira, despite="Tolerated twice since; tested.")
    save(amira)
    amira.sees("An allergy speaks against what is taken", "Tolerated twice since; tested.")

    amira.follows(f"{record}/vitals")
    types(amira, systolic="148", diastolic="92", heart="400")
    save(amira)
    amira.sees("between 10 and 350 /min")
    types(amira, heart="190", weight="150")
    picks(amira, **{"weight-in": "pounds"})
    save(amira)
    amira.sees("Some values are unusual. Are they right?")
    amira.looks_at("chart, unusual")
    amira.page.locator('main [name="sure"]').check()
    save(amira)
    amira.sees("148/92 mmHg", "190 /min", "68.04 kg", "Measured as 150 lb.")
    # A refreshed page enters nothing again.
    amira.page.reload()
    amira.follows(f"{record}/vitals")
    types(amira, systolic="128", diastolic="84")
    save(amira)
    amira.sees("128/84 mmHg")
    assert amira.page.locator("svg.chart").count() == 1
    amira.looks_at("chart, filled in")
    amira.page.emulate_media(color_scheme="dark")
    amira.looks_at("chart, in the dark")
    amira.page.emulate_media(color_scheme="light")
    if screen.has_scripts:
        amira.page.evaluate("document.documentElement.dir = 'rtl'")
        amira.looks_at("chart, right to left")

    amira.opens(f"{record}/chart/history?part=medications")
    amira.page.get_by_role("button", name="Entered in error").first.click()
    amira.sees("Entered in error", "Replaced or taken back on")
    amira.looks_at("chart, history")


def test_a_result_is_shown_when_a_doctor_has_seen_it(screen, house, record):
    amira = screen.signed_in(AMIRA)
    amira.opens(f"{record}/results")
    types(amira, title="Electrolytes", laboratory="Northside Laboratory", **{"values.0.value": "6.4", "values.1.value": "139"})
    picks(amira, **{"values.0.test": "2823-3", "values.1.test": "2951-2"})
    amira.looks_at("result, form")
    save(amira)
    amira.sees("Critically high", "Not seen by a doctor yet", "By itself on")
    amira.looks_at("result")

    paul = screen.signed_in(PAUL)
    paul.opens("/health")
    paul.sees("No results are released yet")
    paul.looks_at("health, empty")
    amira.page.get_by_role("button", name="I have seen it").click()
    amira.sees("Seen by")
    paul.page.reload()
    paul.sees("Electrolytes", "much higher than usual", "as usual", "Noted on")
    assert "Critically" not in paul.page.content()
    paul.looks_at("health")
    letter = house.database.query("SELECT payload::text FROM outbox_message WHERE kind = 'record-news'")
    assert letter == "{}", letter

    amira.page.get_by_role("link", name="Change", exact=True).click()
    types(amira, **{"values.0.value": "4.6"})
    amira.page.locator('main [name="how"][value="correction"]').check()
    save(amira)
    amira.sees("Corrected", "Earlier versions")
    paul.page.reload()
    paul.sees("Corrected", "4.6 mmol/L")


def test_the_front_desk_sees_none_of_it(screen, record):
    ben = screen.signed_in(BEN)
    for page in (f"{record}/chart", f"{record}/vitals", f"{record}/results", "/health"):
        answer = ben.page.goto(page)
        assert answer and answer.status == 403, page
