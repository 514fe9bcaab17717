"""Invoices: from a visit at the desk to what was paid, given back and printed, for staff and for patients."""

import subprocess

import pytest
from stage.people import BEN, DANA, PAUL


@pytest.fixture
def visit(house):
    """A visit of Paul's that is over and has no invoice; each story has its own, on a day before all others."""
    return house.database.query("""
        INSERT INTO appointment (tenant_id, id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                 currency, booked_by, booking_key, booked_at)
        SELECT a.tenant_id, gen_random_uuid(), a.patient_id, a.practitioner_id, a.service_id, a.location_id,
               tstzrange(a.starts_at - interval '1 day', a.ends_at - interval '1 day'), 'fulfilled', a.price_minor, a.currency,
               a.booked_by, gen_random_uuid(), a.booked_at - interval '1 day'
          FROM appointment a JOIN patient p ON p.id = a.patient_id JOIN account c ON c.id = p.account_id
         WHERE c.email = 'paul@riverside.example' AND a.status = 'fulfilled' ORDER BY a.starts_at LIMIT 1
        RETURNING id
    """).strip()


def made(ben, visit: str) -> str:
    """From the visit's page to its invoice, issued. Returns its id."""
    ben.opens(f"/desk/visits/{visit}")
    ben.sends(f"/desk/visits/{visit}/invoice")
    path = ben.page.url.split("/admin/invoices/")[1]
    ben.sees("Draft")
    ben.sends(f"/admin/invoices/{path}/issuance")
    ben.sees("To be paid")
    return path


def test_a_visit_is_invoiced_and_paid_online(screen, house, visit):
    ben = screen.signed_in(BEN)
    invoice = made(ben, visit)
    paul = screen.signed_in(PAUL)
    paul.opens("/invoices")
    paul.looks_at("my invoices")
    paul.follows(f"/invoices/{invoice}")
    paul.sees("To be paid")
    paul.looks_at("my invoice, open")
    pay = paul.page.locator(f'form[action="/invoices/{invoice}/checkout"] button')
    pay.dblclick()
    paul.page.wait_for_url("**/dev/payments/*")
    paul.looks_at("test payment")
    paul.page.get_by_role("button", name="Pay").click()
    paul.page.wait_for_url(f"**/invoices/{invoice}*")
    paul.sees("Settled", "Paid online")
    paul.looks_at("my invoice, settled")
    # The back button leads to a page that says what became of it, and nothing is paid twice.
    paul.page.go_back()
    paul.page.go_back()
    paul.page.reload()
    paul.opens(f"/invoices/{invoice}")
    paul.sees("Settled")
    assert house.database.number(f"SELECT count(*) FROM payment WHERE invoice_id = '{invoice}'") == 1
    paul.opens(f"/appointments/{visit}")
    paul.sees("Settled")
    file = house.signed_in(PAUL).get(f"/invoices/{invoice}/invoice.pdf")
    assert file.status == 200 and file.body.startswith(b"%PDF-")


def test_staff_bill_take_part_payments_cancel_and_give_back(screen, house, visit):
    ben = screen.signed_in(BEN)
    ben.opens(f"/desk/visits/{visit}")
    ben.looks_at("desk visit to be invoiced")
    ben.sends(f"/desk/visits/{visit}/invoice")
    invoice = ben.page.url.split("/admin/invoices/")[1]
    ben.fills_in(text="Bandage", amount="5,x")
    ben.sends(f"/admin/invoices/{invoice}/lines")
    ben.sees("One thing more")
    assert ben.page.locator("#amount").input_value() == "5,x" and ben.page.locator("#text").input_value() == "Bandage"
    ben.looks_at("draft of an invoice, a wrong amount")
    ben.fills_in(amount="5.00")
    ben.sends(f"/admin/invoices/{invoice}/lines")
    ben.sees("Bandage")
    ben.sends(f"/admin/invoices/{invoice}/issuance")
    ben.looks_at("invoice, issued")
    ben.fills_in(amount="9999999")
    ben.page.locator("#method").select_option("cash")
    ben.sends(f"/admin/invoices/{invoice}/payments")
    ben.sees("Please enter no more than")
    ben.looks_at("invoice, too much paid")
    ben.fills_in(amount="10")
    ben.sends(f"/admin/invoices/{invoice}/payments")
    ben.sees("Paid in cash")
    ben.fills_in(reason="Written for the wrong service")
    ben.sends(f"/admin/invoices/{invoice}/cancellation")
    ben.sees("Cancelled", "credit note")
    ben.looks_at("invoice, cancelled, to be refunded")
    ben.page.locator("#method").select_option("transfer")
    ben.sends(f"/admin/invoices/{invoice}/refunds")
    ben.sees("Refunded by bank transfer")
    ben.page.reload()
    assert house.database.number(f"SELECT count(*) FROM payment WHERE invoice_id = '{invoice}'") == 2
    assert house.database.number(f"SELECT paid_minor FROM invoice WHERE id = '{invoice}'") == 0


def test_lists_of_invoices_and_payments(screen, house):
    visit = house.database.query("""
        SELECT a.id FROM appointment a JOIN tenant t ON t.id = a.tenant_id
         WHERE t.slug = 'riverside' AND a.status = 'fulfilled' AND a.price_minor > 0
           AND NOT EXISTS (SELECT FROM invoice i WHERE i.appointment_id = a.id)
         ORDER BY a.starts_at LIMIT 1
    """)
    ben = screen.signed_in(BEN)
    ben.opens(f"/desk/visits/{visit}")
    ben.sends(f"/desk/visits/{visit}/invoice")
    ben.sees("Draft")
    ben.opens("/desk")
    ben.page.get_by_role("main").get_by_role("link", name="Invoices").click()
    ben.is_at("/admin/invoices")
    ben.looks_at("list of invoices")
    ben.opens("/admin/invoices?invoice-state=draft")
    ben.page.locator('input[name="id"]').first.check()
    ben.page.get_by_role("button", name="Issue").click()
    ben.sees("Invoices issued: 1")
    ben.opens("/admin/payments")
    ben.looks_at("list of payments")
    file = house.signed_in(DANA).get("/admin/invoices/table.csv?from=2020-01-01&col=invoice-number&col=total")
    assert file.status == 200 and "INV-" in file.text


def test_a_patient_without_invoices_is_told_so(screen, house):
    from stage.guests import invite

    token = invite(house.database, "riverside", 1)[0]
    guest = screen.visitor(cookies={"__Host-visit": token})
    guest.opens("/invoices")
    guest.sees("No invoices yet")
    guest.looks_at("no invoices")


def test_what_is_printed_reads_right(house, tmp_path):
    paul = house.signed_in(PAUL)
    visit = house.database.query("""
        SELECT a.id FROM appointment a JOIN patient p ON p.id = a.patient_id JOIN account c ON c.id = p.account_id
         WHERE c.email = 'paul@riverside.example' ORDER BY a.starts_at DESC LIMIT 1
    """).strip()
    house.database.query("""
        UPDATE patient SET given_name = 'محمد', family_name = 'العربي'
         WHERE account_id = (SELECT id FROM account WHERE email = 'paul@riverside.example')
    """)
    (tmp_path / "visit.pdf").write_bytes(paul.get(f"/appointments/{visit}/summary.pdf").body)
    text = subprocess.run(["pdftotext", tmp_path / "visit.pdf", "-"], check=True, capture_output=True, text=True).stdout
    assert "محمد العربي" in text and "Your appointment" in text and "London time" in text
