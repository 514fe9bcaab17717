"""Documents come in from a patient and from the clinic, are shown, given out and deleted; a lost connection loses one part."""

import re

import pytest
from stage.browsing import Screen
from stage.house import House
from stage.people import BEN, PAUL
from stage.pictures import png


@pytest.fixture(scope="module")
def house(clinics, logs):
    house = House(clinics, logs)
    yield house
    house.close()


def pdf(size: int = 3_000_000, words: str = "x") -> bytes:
    head, tail = b"%PDF-1.4\n" + words.encode(), b"\n%%EOF\n"
    return head + b"0" * (size - len(head) - len(tail)) + tail


def chooses_files(visit, *files: tuple[str, str, bytes]):
    visit.page.locator('main [name="file"]').set_input_files(
        [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
    )


def patient_of(house) -> str:
    return house.database.query(
        f"SELECT p.id FROM patient p JOIN account a ON a.id = p.account_id WHERE a.email = '{PAUL.email}'"
    )


def test_documents(screen, house):
    name = re.sub(r"[^a-z]", "", screen.kind)
    paul = screen.signed_in(PAUL)
    paul.opens("/dashboard")
    paul.page.locator('header a[href="/documents"]').click()
    paul.is_at("/documents")
    paul.looks_at("documents")

    paul.page.locator('main [name="category"]').select_option("referral")
    chooses_files(paul, ("notes.exe", "application/pdf", b"MZ\x90\x00" * 50))
    paul.sends("/documents")
    paul.sees("notes.exe is neither a PDF nor a picture")
    paul.looks_at("documents, refused")

    paul.opens("/documents")
    paul.page.locator('main [name="category"]').select_option("result")
    content = pdf(words=name)
    chooses_files(paul, (f"Blood {name}.pdf", "application/pdf", content), (f"arm {name}.png", "image/png", png(300, 200)))
    paul.sends("/documents")
    paul.page.wait_for_url("**/documents?added=2")
    paul.sees("Added: 2", f"Blood {name}.pdf", f"arm {name}.png")
    paul.looks_at("documents, added")

    # The worker draws it.
    for _ in range(60):
        done = house.database.query(f"SELECT preview FROM document_reference WHERE title = 'arm {name}.png'")
        if done == "made":
            break
        paul.page.wait_for_timeout(500)
    assert done == "made"
    paul.page.get_by_role("link", name=f"arm {name}.png").click()
    assert paul.sees_picture(".document-preview") == (300, 200)
    paul.looks_at("document")
    paul.opens("/documents")
    paul.page.get_by_role("link", name=f"Blood {name}.pdf").click()
    with paul.page.expect_download() as download:
        paul.page.get_by_role("link", name="Save the file").click()
    assert download.value.suggested_filename == f"Blood {name}.pdf"
    assert download.value.path().read_bytes() == content

    ben = screen.signed_in(BEN)
    ben.opens("/desk/patients")
    ben.fills_in(q="fletcher paul")
    ben.sends("/desk/patients/search")
    ben.follows(f"/patients/{patient_of(house)}/documents")
    ben.sees("Paul Fletcher", f"Blood {name}.pdf")
    ben.looks_at("documents at the clinic")
    ben.page.get_by_role("link", name=f"Blood {name}.pdf").click()
    ben.sees("Who has looked at it")
    ben.looks_at("document at the clinic")

    paul.opens("/documents")
    paul.page.get_by_role("link", name=f"Blood {name}.pdf").click()
    paul.sees("Ben")
    paul.page.get_by_text("Delete this document").click()
    paul.page.get_by_role("button", name="Delete", exact=True).dblclick()
    paul.sees("The document was deleted")
    assert paul.page.get_by_role("link", name=f"Blood {name}.pdf").count() == 0
    ben.page.reload()
    assert "Blood" not in ben.heading


def test_an_upload_goes_on_after_its_connection_and_its_page_were_lost(chromium, house, tmp_path):
    screen = Screen(chromium, house, "desk")
    file = tmp_path / "long.pdf"
    file.write_bytes(pdf(9_000_000))
    paul = screen.signed_in(PAUL)
    paul.opens("/documents")
    parts = []

    def watch(route):
        parts.append(route.request.url.partition("at=")[2])
        if len(parts) in (2, 4):
            route.abort("connectionreset")
        else:
            route.continue_()

    paul.page.route("**/uploads/*/parts?at=*", watch)
    paul.page.locator('main [name="category"]').select_option("result")
    paul.page.locator('main [name="file"]').set_input_files(file)
    paul.sends("/documents")
    while len(parts) < 3:
        paul.page.wait_for_timeout(100)
    # Each was stored once; the lost one came again.
    assert parts[1] == parts[2] == str(2 << 20)
    paul.page.reload()
    paul.page.unroute("**/uploads/*/parts?at=*")
    began = house.database.query("SELECT received FROM document_upload WHERE title = 'long.pdf'")
    assert int(began) >= 2 << 20
    parts.clear()
    paul.page.route("**/uploads/*/parts?at=*", lambda route: (parts.append(route.request.url), route.continue_()))
    paul.page.locator('main [name="category"]').select_option("result")
    paul.page.locator('main [name="file"]').set_input_files(file)
    paul.sends("/documents")
    paul.page.wait_for_url("**/documents?added=1")
    assert str(0) not in [url.partition("at=")[2] for url in parts]
    screen.close()
