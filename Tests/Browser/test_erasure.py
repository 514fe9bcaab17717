"""A person asks that their data be erased, an administrator carries it out, and nobody finds them again: on no page, in no search, file,
log, dump, data file or object, but for what the law keeps."""

import base64
import os
import re
import time

import pytest
from stage.database import Database
from stage.forms import read
from stage.house import House
from stage.joining import join
from stage.people import AMIRA, BEN, DANA
from stage.program import Program
from stage.resting import Disks, _grep
from stage.visitor import multipart

PASSWORD = "orange kettle winter"
MARK = "zqxwv"
# Where a marker may stand once its bearer is erased whose record and invoices are kept: as issued, and as signed.
MINIMUM = {"invoice", "composition"}


@pytest.fixture(scope="module")
def objects(tmp_path_factory):
    return tmp_path_factory.mktemp("objects")


@pytest.fixture(scope="module")
def house(clinics, logs, objects):
    house = House(clinics, logs, POLYCLINIC_OBJECT_STORE="file", POLYCLINIC_FILES=str(objects))
    yield house
    house.close()


def mark(what: str) -> str:
    return f"{MARK}{what}"


def as_(house, person):
    """Somebody who has just proved who they are."""
    visitor = house.signed_in(person)
    house.database.query(
        f"UPDATE session SET confirmed_at = now() WHERE account_id = (SELECT id FROM account WHERE email = '{person.email}')"
    )
    return visitor


def sent(house):
    """As if the mail server had taken the letters with receipts: their addresses leave the outbox with them (`ErasureTests`)."""
    house.database.query("UPDATE outbox_message SET state = 'sent', sent_at = now(), recipient = '', secret = NULL WHERE kind = 'erasure-receipt'")


def fills_in(visitor, page: str, action: str, file, **typed: str):
    """Sends a page's form with all that it offers, but for what is typed."""
    form = next(form for form in read(visitor.get(page).text)[0] if form.action == action and form.method == "POST")
    fields = [(field, value.encode()) for field, value in {**form.fields, **typed}.items() if field != "file"]
    body, kind = multipart(fields, [("file", *file)] if file else [])
    answer = visitor.post_bytes(action, body, kind)
    assert answer.status == 303, (page, answer.status, answer.heading)


def joined(house, name: str):
    """A patient who is marked in everything that can be filled in, and what they own."""
    email = f"{mark(name)}@mail.example"
    visitor = house.visitor()
    join(visitor, house, email, PASSWORD)
    ask = house.database.query
    account = ask(f"SELECT id FROM account WHERE email = '{email}'")
    patient = ask(f"SELECT id FROM patient WHERE account_id = '{account}'")
    number = ask(f"SELECT number FROM patient WHERE id = '{patient}'")
    person = f"/account/person/{patient}"
    ok = (200, 303)
    # The name as somebody else writes it: staff, whose trigger fills the words by which people are found.
    ask(
        f"UPDATE patient SET family_name = '{mark(name + 'family').title()}', given_name = '{mark(name + 'given').title()}',"
        f" preferred_name = '{mark(name + 'called')}', phone = '+44 20 7946 0958',"
        f' address = \'{{"line": ["{mark(name + "street")}"], "city": "{mark(name + "city")}", "postalCode": "X1", "country": "UK"}}\','
        f" need_note = '{mark(name + 'need')}' WHERE id = '{patient}';"
        f" UPDATE account SET display_name = '{mark(name + 'shown')}' WHERE id = '{account}';"
        f" INSERT INTO patient_contact (tenant_id, id, patient_id, position, relationship, name, phone)"
        f" SELECT tenant_id, gen_random_uuid(), id, 0, 'sibling', '{mark(name + 'sister')}', '+44 7700 900123' FROM patient WHERE id = '{patient}'"
    )
    ask(
        f"INSERT INTO feedback (tenant_id, id, account_id, kind, text, page, wants_answer, at) SELECT tenant_id, gen_random_uuid(), id,"
        f" 'idea', '{mark(name + 'feedback')}', '/', false, now() FROM account WHERE id = '{account}'"
    )
    # What is sealed in the database: a message and a document, whose name is not.
    fills_in(visitor, "/messages/new", "/messages", topic=mark(name + "topic"), text=mark(name + "text"), file=None)
    content = b"%PDF-1.4\n" + mark(name + "bytes").encode() + b"0" * 5000 + b"\n%%EOF\n"
    fills_in(visitor, "/documents", "/documents", category="other", file=(f"{mark(name + 'file')}.pdf", "application/pdf", content))
    assert house.database.number(f"SELECT count(*) FROM conversation WHERE patient_id = '{patient}'") == 1
    assert house.database.number(f"SELECT count(*) FROM document_reference WHERE patient_id = '{patient}'") == 1
    assert visitor.submit(f"{person}/doubt", {"about": "other", "note": mark(name + "doubt")}).status in ok
    # Letters, one that left and one that waits; a view of a list in which somebody looked for them; a wish; a file of patients.
    ask(
        f"INSERT INTO outbox_message (tenant_id, id, kind, language, recipient, payload, state, due_at, sent_at, created_at)"
        f" SELECT tenant_id, gen_random_uuid(), 'password-changed', 'en', '{email}', '{{\"x\": \"{mark(name + 'sent')}\"}}', 'sent', now(), now(), now()"
        f" FROM account WHERE id = '{account}';"
        f" INSERT INTO outbox_message (tenant_id, id, kind, language, recipient, payload, state, due_at, created_at)"
        f" SELECT tenant_id, gen_random_uuid(), 'password-changed', 'en', '{email}', '{{\"x\": \"{mark(name + 'queued')}\"}}', 'queued',"
        f" now() + interval '40 days', now() FROM account WHERE id = '{account}';"
        f" UPDATE job SET due_at = now() + interval '40 days' WHERE subject IN (SELECT id FROM outbox_message WHERE recipient = '{email}' AND state = 'queued');"
        f" INSERT INTO saved_view (tenant_id, id, account_id, listing, name, query, created_at) SELECT tenant_id, gen_random_uuid(), id,"
        f" 'patients', 'Look', 'q={mark(name + 'family')}', now() FROM account WHERE email = '{DANA.email}';"
        f" INSERT INTO waitlist_entry (tenant_id, id, account_id, patient_id, specialty_id, until_day, created_at) SELECT p.tenant_id,"
        f" gen_random_uuid(), '{account}', p.id, s.id, current_date + 20, now() FROM patient p JOIN specialty s USING (tenant_id)"
        f" WHERE p.id = '{patient}' LIMIT 1"
    )
    return visitor, account, patient, number


def erased(house, visitor, patient: str):
    """Asked for by the patient, ripe, and carried out by an administrator. Returns the path of the review."""
    ask = house.database.query
    ask(f"UPDATE session SET confirmed_at = now() WHERE account_id = (SELECT account_id FROM patient WHERE id = '{patient}')")
    answer = visitor.submit(f"/account/data/erasure/{patient}", {"reason": mark("reason"), "understood": "1"})
    assert answer.status == 303 and "done=1" in answer.location, (answer.status, answer.heading)
    request = ask(f"SELECT id FROM erasure_request WHERE patient_id = '{patient}' AND state = 'asked'")
    path = f"/admin/erasures/{request}"
    dana = as_(house, DANA)
    name = ask(f"SELECT concat_ws(' ', given_name, family_name) FROM patient WHERE id = '{patient}'")
    early = dana.submit(path, {"name": name}, f"{path}/execution")
    assert early.status == 409, early.heading
    ask(f"UPDATE erasure_request SET asked_at = asked_at - interval '8 days' WHERE id = '{request}'")
    wrong = dana.submit(path, {"name": "Somebody else"}, f"{path}/execution")
    assert wrong.status == 422
    done = dana.submit(path, {"name": name}, f"{path}/execution")
    assert done.status == 303 and done.location.endswith("done=carried-out"), (done.status, done.heading)
    deadline = time.monotonic() + 60
    while ask(f"SELECT state FROM erasure_request WHERE id = '{request}'") != "done":
        assert time.monotonic() < deadline, "the receipt was not signed"
        time.sleep(0.3)
    return path


def pages(house, person, starts, most=250):
    """What a member of staff finds by following links: path and text of each page."""
    visitor = as_(house, person)
    waiting, seen = list(starts), set()
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = visitor.get(path)
        if answer.status == 200:
            yield path, answer.text
            found = re.findall(r'href="(/[^"#]*)"', answer.text)
            waiting += [link.replace("&amp;", "&") for link in found if not re.search(r"/dev/|/assets|sign-out|\.css|\.js|/img/|lang=", link)]


def searches(word: str) -> list[str]:
    paths = ["/admin/patients", "/admin/appointments", "/admin/invoices", "/admin/accounts", "/admin/messages", "/admin/audit", "/wishes"]
    return [f"{path}?q={word}" for path in paths] + [f"{path}?person={word}" for path in paths]


def dumped(house) -> dict[str, str]:
    """Of each table, the lines of a dump."""
    tables, current = {}, None
    for line in house.database.dump().splitlines():
        if copied := re.match(r"COPY public\.(\w+) ", line):
            current = copied[1]
        elif line == "\\.":
            current = None
        elif current and MARK in line.lower():
            tables.setdefault(current, []).append(line)
    return tables


def test_nobody_finds_who_was_never_treated(house, objects):
    visitor, account, patient, number = joined(house, "one")
    document = house.database.query(f"SELECT id FROM document_reference WHERE patient_id = '{patient}'")
    disks = Disks(house, objects)

    # The search is held against what it would find.
    before = dumped(house)
    assert {"patient", "account", "name_word", "patient_word", "patient_contact", "feedback", "outbox_message", "document_reference",
            "patient_correction", "saved_view"} <= set(before), set(before)  # fmt: skip
    assert any(MARK in text.lower() for path, text in pages(house, DANA, ["/admin/patients?q=" + mark("onefamily")], 1))
    house.database.query("CHECKPOINT")
    assert _grep(disks.places["data directory"], "-iF", [MARK.encode()])
    assert list(objects.rglob(f"documents/{document}/*"))

    path = erased(house, visitor, patient)

    # Whoever asked gets the receipt; until it leaves, their address waits with it.
    after = dumped(house)
    assert set(after) == {"outbox_message"} and ["erasure-receipt" in line for line in after["outbox_message"]] == [True], after
    link = re.search(r"/erasure-receipts/[\w-]{43}", house.letter(f"{mark('one')}@mail.example"))[0]
    sent(house)
    assert dumped(house) == {}
    receipt = house.visitor().get(link)
    assert receipt.status == 200 and number in receipt.text and MARK not in receipt.text.lower()

    for person, starts in [
        (DANA, ["/admin", "/admin/erasures", path, *searches(mark("onefamily")), *searches(mark("onegiven"))]),
        (BEN, ["/desk", f"/desk/patients?q={mark('onefamily')}", f"/admin/patients?q={mark('onefamily')}", "/corrections", "/messages", "/conversations", f"/patients/{patient}"]),
        (AMIRA, ["/schedule", f"/records?q={mark('onefamily')}", f"/records/{patient}", "/documents"]),
    ]:
        looked = 0
        for address, text in pages(house, person, starts, 120):
            looked += 1
            shown = text.lower().replace(mark("onefamily"), "", text.lower().count(f'value="{mark("onefamily")}"')) if "?" in address else text.lower()
            # The word that was searched for stands in the field of the search itself, and in addresses made of it.
            shown = re.sub(rf'(value="|=|:|“|")({MARK}one(family|given))', r"\1", shown)
            assert MARK not in shown, (person.name, address)
        assert looked > 3, person.name
    for file in ["/admin/patients/file", "/admin/accounts/file", "/admin/messages/file", "/admin/appointments/file", "/admin/audit/file"]:
        assert MARK not in as_(house, DANA).get(file).text.lower(), file

    # Nothing of theirs lets anybody in, and there is nothing of the document in the store.
    assert visitor.get("/dashboard").status == 303
    assert not list(objects.rglob(f"*{document}*/*"))

    # Files of the database hold what was there until they are written anew.
    house.database.query("VACUUM FULL")
    house.database.query("CHECKPOINT")
    assert not _grep(disks.places["data directory"], "-iF", [MARK.encode()])
    for place in ("objects", "log"):
        assert not _grep(disks.places[place], "-iF", [MARK.encode()]), place


def test_of_who_was_treated_only_the_minimum_is_left(house):
    ask = house.database.query
    visitor, account, patient, number = joined(house, "two")
    # A visit that took place, its note, signed, and its invoice, issued.
    doctor = ask(f"SELECT p.id FROM practitioner p JOIN account a ON a.id = p.account_id WHERE a.email = '{AMIRA.email}'")
    ask(
        f"INSERT INTO appointment (tenant_id, id, patient_id, practitioner_id, service_id, location_id, during, status, reason, price_minor,"
        f" currency, booked_by, booking_key, booked_at) SELECT a.tenant_id, gen_random_uuid(), '{patient}', a.practitioner_id, a.service_id,"
        f" a.location_id, tstzrange(now() - interval '3 hours', now() - interval '2 hours'), 'fulfilled', '{mark('tworeason')}', 4500, a.currency,"
        f" '{account}', gen_random_uuid(), now() - interval '2 days' FROM appointment a WHERE a.practitioner_id = '{doctor}' LIMIT 1"
    )
    visit = ask(f"SELECT id FROM appointment WHERE patient_id = '{patient}'")
    ben = as_(house, BEN)
    made = ben.submit(f"/desk/visits/{visit}", {}, f"/desk/visits/{visit}/invoice")
    invoice = re.search(r"[0-9a-f-]{36}", made.location)[0]
    assert ben.submit(f"/admin/invoices/{invoice}", {}, f"/admin/invoices/{invoice}/issuance").status == 303
    path = erased(house, visitor, patient)
    sent(house)

    left = dumped(house)
    assert set(left) <= MINIMUM and "invoice" in left, set(left)
    dana = as_(house, DANA)
    review = dana.get(path).text
    assert MARK not in review.lower() and number in review
    for address in [f"/admin/patients?q={mark('twofamily')}", f"/patients/{patient}", f"/desk/visits/{visit}", f"/admin/patients/{patient}"]:
        for person in (DANA, BEN):
            text = as_(house, person).get(address).text.lower()
            assert MARK not in re.sub(rf'(value="|=|“|"){MARK}twofamily', "", text), (person.name, address)
    # What is kept is shown for a reason, and that is noted.
    assert MARK not in dana.get(f"{path}/kept").text.lower()
    short = dana.submit(f"{path}/kept", {"reason": "a court"})
    assert short.status == 422
    opened = dana.submit(f"{path}/kept", {"reason": "The tax office asks for the invoice"})
    assert opened.status == 303
    assert mark("twofamily") in dana.get(f"{path}/kept").text.lower()
    assert as_(house, BEN).get(f"{path}/kept").status == 403
    assert house.database.number("SELECT count(*) FROM audit_event WHERE act = 'erased-opened'") == 1
    # When the term is over, nothing is.
    ask(f"UPDATE erasure_request SET invoices_until = current_date - 2, record_until = current_date - 2 WHERE patient_id = '{patient}'")
    ask("UPDATE job SET due_at = now() WHERE kind = 'tidy-up'")
    deadline = time.monotonic() + 60
    while dumped(house):
        assert time.monotonic() < deadline, dumped(house)
        time.sleep(0.5)


def test_an_archive_of_the_clinic_has_nothing_of_them(house, tmp_path):
    key = tmp_path / "key"
    key.write_text(base64.b64encode(os.urandom(32)).decode() + "\n")
    archive = tmp_path / "riverside.archive"
    visitor, account, patient, number = joined(house, "three")
    erased(house, visitor, patient)
    sent(house)
    house.program.run("tenant", "export", "riverside", "--to", str(archive), "--key-file", str(key))
    database = Database.create("elsewhere")
    try:
        other = Program(database, POLYCLINIC_OBJECT_STORE="file", POLYCLINIC_FILES=str(tmp_path / "files"))
        other.run("migrate")
        other.run("tenant", "import", str(archive), "--key-file", str(key))
        assert MARK not in database.dump().lower()
        assert database.number(f"SELECT count(*) FROM erasure_request WHERE number = {number}") == 1
        assert not any(MARK.encode() in file.read_bytes() for file in (tmp_path / "files").rglob("*") if file.is_file())
    finally:
        database.drop()
