"""A record is opened in an emergency: its owner reads who did and why, an administrator reviews it, the log has it all."""

import pytest
from stage.people import AMIRA, BEN, DANA, PAUL


@pytest.fixture
def paul(house) -> str:
    """His record, of which Amira sees nothing: no visit of his is with her."""
    record, tenant = house.database.query(
        f"SELECT p.id, p.tenant_id FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email = '{PAUL.email}'"
    ).split("|")
    amira = f"(SELECT p.id FROM practitioner p JOIN account a ON a.id = p.account_id WHERE a.email = '{AMIRA.email}')"
    house.database.query(f"""
        UPDATE appointment SET practitioner_id = (SELECT id FROM practitioner WHERE tenant_id = '{tenant}'
                                                     AND account_id IS NULL AND kind = '' LIMIT 1)
         WHERE patient_id = '{record}' AND practitioner_id = {amira}
    """)
    return record


def test_a_record_in_an_emergency(screen, house, paul):
    reason = f"Found unconscious at the bus stop ({screen.kind}); allergies are needed."
    house.signed_in(BEN).get(f"/admin/patients/{paul}")

    amira = screen.signed_in(AMIRA)
    house.database.query("UPDATE session SET confirmed_at = now() - interval '1 hour'")
    amira.opens("/schedule")
    amira.page.locator('header a[href="/records"]').click()
    amira.fills_in(q="fletcher paul")
    amira.sends("/records/search")
    amira.sees("Paul Fletcher")
    amira.looks_at("records, found")
    amira.follows(f"/records/{paul}")
    amira.is_at("/account/confirm")
    house.database.query("UPDATE session SET confirmed_at = now()")
    amira.opens(f"/records/{paul}/emergency")
    amira.fills_in(reason="urgent")
    amira.sends(f"/records/{paul}/emergency")
    amira.sees("Please say more")
    amira.looks_at("emergency, refused")
    amira.fills_in(reason=reason)
    amira.sends(f"/records/{paul}/emergency")
    amira.is_at(f"/records/{paul}")
    amira.sees("Open in an emergency until", reason, "Visits")
    amira.looks_at("record in an emergency")

    patient = screen.signed_in(PAUL)
    patient.opens("/dashboard")
    patient.follows("/account/looks")
    patient.sees("Amira", reason, "In an emergency", "Ben", "Administration of the clinic")
    patient.looks_at("who opened my record")

    dana = screen.signed_in(DANA)
    dana.opens("/admin")
    dana.page.locator("main .stat", has_text="Emergencies to review").get_by_role("link").click()
    dana.is_at("/admin/emergencies")
    dana.looks_at("emergencies")
    dana.page.locator("main tbody tr", has_text=reason).locator("a").click()
    review = dana.page.url.rpartition("/")[2]
    dana.sends(f"/admin/emergencies/{review}/review")
    dana.sees("Please choose", "Please fill this in")
    dana.chooses("verdict", "justified")
    dana.fills_in(note="Spoke with the ambulance.")
    dana.looks_at("emergency, to be reviewed")
    dana.sends(f"/admin/emergencies/{review}/review")
    dana.sees("The review is closed", "It was right", "Spoke with the ambulance.")

    dana.follows("/admin/audit?kind=emergency")
    dana.sees(reason, "Paul Fletcher")
    dana.page.locator('main [name="kind"]').select_option("")
    dana.page.locator('main [name="act"]').select_option("emergency-reviewed")
    dana.page.get_by_role("button", name="Show", exact=True).click()
    for text in ["Opening of a record in an emergency reviewed", "justified"]:
        dana.page.locator("main tbody").get_by_text(text).first.wait_for()
    dana.looks_at("audit log, narrowed")
    dana.opens("/admin/audit?q=fletcher")
    dana.sees(reason)
    dana.looks_at("audit log")
    file = house.signed_in(DANA).get("/admin/audit/table.csv?kind=emergency")
    assert file.status == 200 and reason in file.text
