"""Everything that a clinic keeps of somebody, as one archive: asked for, made, downloaded, and looked into."""

import base64
import hashlib
import io
import json
import re
import subprocess
import zipfile

import pytest
from stage.fhir import checked
from stage.people import BEN, PAUL

DATA = "/account/data"
ARCHIVES = f"{DATA}/archives"


@pytest.fixture
def paul_id(house):
    """Nothing was asked for yet."""
    house.database.query("DELETE FROM data_archive")
    house.database.query("DELETE FROM job WHERE kind = 'archive'")
    return house.database.query(
        f"SELECT p.id FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email = '{PAUL.email}'"
    )


def made(house, patient: str) -> str:
    """Asked for by a program, and waited for; its address."""
    paul = house.signed_in(PAUL)
    page = paul.get(DATA)
    answer = paul.post(ARCHIVES, {"csrf": page.hidden("csrf"), "key": page.hidden("key"), "patient": patient})
    assert answer.location == DATA, (answer.status, answer.heading)
    return ready(house)


def ready(house) -> str:
    for _ in range(120):
        state = house.database.query("SELECT state || failure || id FROM data_archive ORDER BY asked_at DESC LIMIT 1")
        if state.startswith("ready"):
            return f"{ARCHIVES}/{state.removeprefix('ready')}/archive.zip"
        subprocess.run(["sleep", "0.5"], check=True)
    raise AssertionError(state)


def test_an_archive(screen, house, paul_id):
    paul = screen.signed_in(PAUL)
    paul.opens("/account")
    paul.follows(DATA)
    paul.sees("Take everything with you", "What you agreed to", "Who opened your record", "What is connected")
    paul.looks_at("my data")
    paul.page.get_by_role("button", name="Make an archive of Paul Fletcher").dblclick()
    paul.is_at(DATA)
    paul.page.get_by_role("link", name="Download").wait_for(timeout=60_000)
    assert house.database.query("SELECT count(*) FROM data_archive") == "1"
    paul.looks_at("my data, made")
    paul.page.reload()
    with paul.page.expect_download() as download:
        paul.page.get_by_role("link", name="Download").click()
    assert re.fullmatch(r"my-data-\d{4}-\d\d-\d\d\.zip", download.value.suggested_filename)
    archive = zipfile.ZipFile(download.value.path())
    assert archive.testzip() is None
    assert {"README.txt", "summary.pdf", "bundle.json", "account.json"} <= set(archive.namelist())
    assert len(checked(archive.read("bundle.json"))["Patient"]) == 1
    # Not twice at once, and three times a day.
    for _ in range(2):
        with paul.page.expect_navigation():
            paul.page.get_by_role("button", name="Make an archive of Paul Fletcher").click()
        ready(house)
        paul.opens(DATA)
    paul.page.get_by_role("button", name="Make an archive of Paul Fletcher").click()
    paul.sees("3 times a day")
    paul.looks_at("my data, too many")
    house.database.query("UPDATE data_archive SET asked_at = asked_at - interval '2 days'")


def test_while_it_is_made(screen, house, paul_id):
    house.database.query(f"""
        INSERT INTO data_archive (tenant_id, id, patient_id, account_id, language, state, files, size, written, asked_at)
        SELECT tenant_id, gen_random_uuid(), id, account_id, 'en', 'making', 12, 1000, 400, now() FROM patient WHERE id = '{paul_id}'
    """)
    paul = screen.signed_in(PAUL)
    paul.opens(DATA)
    paul.sees("The archive of Paul Fletcher is being made: 40 %")
    paul.looks_at("my data, being made")
    assert paul.page.get_by_role("button", name="Make an archive of Paul").count() == 0
    house.database.query("UPDATE data_archive SET written = 700")
    paul.sees("is being made: 70 %")
    house.database.query("UPDATE data_archive SET state = 'failed', failure = 'broken'")
    paul.sees("Could not be made: please try again")
    paul.looks_at("my data, not made")


def test_a_download_asks_who_is_there(screen, house, paul_id):
    path = made(house, paul_id)
    sessions = "account_id = (SELECT account_id FROM patient WHERE id = '" + paul_id + "')"
    house.database.query(f"UPDATE session SET confirmed_at = now() - interval '11 minutes' WHERE {sessions}")
    try:
        paul = screen.signed_in(PAUL)
        paul.opens(DATA)
        paul.follows(path)
        paul.is_at("/account/confirm")
        assert paul.page.locator('input[name="next"]').first.get_attribute("value") == DATA
        assert house.visitor().get(path).status in (303, 401, 403)
    finally:
        house.database.query(f"UPDATE session SET confirmed_at = now() WHERE {sessions}")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_in_every_language(chromium, house, paul_id, language):
    from stage.browsing import Screen

    screen = Screen(chromium, house, "desk")
    paul = screen.visitor("riverside", {**house.signed_in(PAUL).cookies, "__Host-language": language})
    for scheme in ("light", "dark"):
        paul.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        paul.opens(DATA)
        assert paul.page.locator(f'html[lang="{language}"]').count() == 1
        paul.looks_at(f"my data, {language}, {scheme}")
    paul.sends(ARCHIVES)
    path = ready(house)
    archive = zipfile.ZipFile(io.BytesIO(house.signed_in(PAUL).get(path).body))
    assert archive.read("README.txt").startswith(b"\xef\xbb\xbf")
    summary = archive.read("summary.pdf")
    said = subprocess.run(["pdfinfo", "-"], input=summary, capture_output=True, check=True).stdout.decode()
    assert re.search(r"Tagged:\s+yes", said), said
    (house_pictures() / f"summary-{language}.pdf").write_bytes(summary)
    screen.close()


def house_pictures():
    from stage.browsing import _PICTURES

    _PICTURES.mkdir(parents=True, exist_ok=True)
    return _PICTURES


def test_it_has_all_that_is_theirs_and_nothing_else(house, paul_id):
    ask = house.database.query
    paul = house.signed_in(PAUL)
    # A file of Paul's, one of the clinic alone, a result that is not released any more.
    page = paul.get("/documents")
    from stage.visitor import multipart

    content = b"%PDF-1.4\n" + hashlib.sha256(b"seed").digest() * 90_000 + b"\n%%EOF\n"
    body, kind = multipart(
        [("csrf", page.hidden("csrf").encode()), ("key", page.hidden("key").encode()), ("category", b"result"),
         ("patient", paul_id.encode()), ("visibility", b"shared")],
        [("file", "Ergebnis (süß).pdf", "application/pdf", content)],
    )  # fmt: skip
    answer = paul.post_bytes("/documents", body, kind)
    assert answer.status == 303, (answer.status, answer.text[:3000])
    for _ in range(60):
        if ask("SELECT content FROM document_reference WHERE title LIKE 'Ergebnis%'") == "ready":
            break
        subprocess.run(["sleep", "0.5"], check=True)
    hidden = ask(f"""
        UPDATE document_reference SET visibility = 'clinic', practitioner_id = NULL
         WHERE id = (SELECT id FROM document_reference WHERE patient_id = '{paul_id}' AND title NOT LIKE 'Ergebnis%' LIMIT 1)
        RETURNING id
    """).split("\n")[0]
    held = ask(f"""
        UPDATE diagnostic_report SET released_at = NULL, released_by = NULL
         WHERE thread = (SELECT thread FROM diagnostic_report WHERE patient_id = '{paul_id}' AND released_at IS NOT NULL LIMIT 1)
        RETURNING id
    """).split("\n")[0]
    assert len(hidden) == 36 and len(held) == 36
    values = ask(f"SELECT string_agg(id::text, ' ') FROM observation WHERE report_id = '{held}'").split()
    others = ask(f"SELECT string_agg(id::text || ' ' || coalesce(nullif(email, ''), id::text), ' ') FROM patient WHERE id <> '{paul_id}'")
    children = ask(f"""
        SELECT string_agg(patient_id::text, ' ') FROM related_person
         WHERE account_id = (SELECT account_id FROM patient WHERE id = '{paul_id}')
    """)
    assert values and len(others.split()) > 100

    path = made(house, paul_id)
    whole = paul.get(path).body
    archive = zipfile.ZipFile(io.BytesIO(whole))
    assert archive.testzip() is None
    (house_pictures() / "archive.zip").write_bytes(whole)
    tested = subprocess.run(["unzip", "-t", house_pictures() / "archive.zip"], capture_output=True, check=False)
    assert tested.returncode == 0, tested.stdout

    kinds = checked(archive.read("bundle.json"))
    for expected in (
        "Patient", "Organization", "Practitioner", "Location", "Appointment", "AllergyIntolerance", "Condition",
        "MedicationStatement", "Observation", "DiagnosticReport", "DocumentReference", "Composition", "Encounter", "Communication",
        "Invoice",
    ):  # fmt: skip
        assert kinds.get(expected), (expected, sorted(kinds))
    # By whoever may see it, counted by plain SQL.
    counts = {
        "Appointment": f"SELECT count(*) FROM appointment WHERE patient_id = '{paul_id}'",
        "Communication": f"""SELECT count(*) FROM communication m JOIN conversation c ON c.id = m.conversation_id
                              WHERE c.patient_id = '{paul_id}' AND m.category = 'message'""",
        "Invoice": f"SELECT count(*) FROM invoice WHERE patient_id = '{paul_id}' AND status <> 'draft'",
        "Composition": f"SELECT count(*) FROM composition WHERE patient_id = '{paul_id}' AND released_at IS NOT NULL",
        "DocumentReference": f"""SELECT count(*) FROM document_reference
                                  WHERE patient_id = '{paul_id}' AND status = 'current' AND visibility <> 'clinic'""",
        "DiagnosticReport": f"SELECT count(DISTINCT thread) FROM diagnostic_report WHERE patient_id = '{paul_id}' AND released_at IS NOT NULL",
        "Consent": f"SELECT count(*) FROM consent WHERE patient_id = '{paul_id}'",
    }
    for kind, query in counts.items():
        assert len(kinds.get(kind, [])) == int(ask(query)), kind

    for document in kinds["DocumentReference"]:
        attachment = document["content"][0]["attachment"]
        bytes = archive.read(attachment["url"])
        assert len(bytes) == attachment["size"]
        assert base64.b64encode(hashlib.sha1(bytes).digest()).decode() == attachment["hash"]
        if attachment["title"].startswith("Ergebnis"):
            assert hashlib.sha256(bytes).digest() == hashlib.sha256(content).digest()
    assert any(name.startswith("files/") and "Ergebnis-süß" in name for name in archive.namelist())
    for name in archive.namelist():
        assert ".." not in name and not name.startswith("/")
        if name.endswith(".pdf") and not name.startswith("files/"):
            assert archive.read(name).startswith(b"%PDF-")
    assert len([name for name in archive.namelist() if name.startswith("invoices/")]) == len(kinds["Invoice"])

    account = json.loads(archive.read("account.json"))
    assert account["account"][0]["email"] == PAUL.email and account["sessions"]
    assert set(account) >= {"letters", "feedback", "waiting-list", "looks", "changes", "passkeys", "calendar-links"}

    for name, query in {
        "corrections": f"SELECT count(*) FROM patient_correction WHERE patient_id = '{paul_id}'",
        "changes": f"SELECT count(*) FROM patient_change WHERE patient_id = '{paul_id}'",
        "waiting-list": f"SELECT count(*) FROM waitlist_entry WHERE patient_id = '{paul_id}'",
    }.items():
        assert len(account[name]) == int(ask(query)), name

    for secret in [hidden, held, *values, *others.split(), *children.split()]:
        assert secret.encode() not in whole, secret


def test_nobody_else_gets_it(house, paul_id):
    path = made(house, paul_id)
    from stage.people import AMIRA, DANA

    for other in (AMIRA, BEN, DANA):
        assert house.signed_in(other).get(path).status == 403, other
    assert house.visitor().get(path).status in (303, 401)
    paul = house.signed_in(PAUL)
    whole = paul.get(path).body
    part = paul.send("GET", path, headers={"Range": "bytes=100-199"})
    assert part.status == 206 and part.body == whole[100:200]
    house.database.query("UPDATE data_archive SET expires_at = now()")
    assert paul.get(path).status == 404
