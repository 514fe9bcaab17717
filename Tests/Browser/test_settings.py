"""A clinic decides for itself: its settings, its words in letters, its consents; and two records become one."""

import http.client
import re
import uuid

import pytest
from stage.people import DANA
from stage.pictures import png


def letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text)


def test_dana_sets_what_the_clinic_decides(screen, house):
    dana = screen.signed_in(DANA)
    dana.opens("/admin/settings")
    dana.looks_at("settings")
    dana.fills_in(accent="#ffcc00", ahead="none")
    dana.sends("/admin/settings")
    dana.sees("too pale to be read", "Please enter a whole number")
    dana.looks_at("settings, refused")
    assert dana.page.locator('[name="accent"]').input_value() == "#ffcc00"
    dana.fills_in(accent="#7a3e9d", ahead="9")
    dana.sends("/admin/settings")
    dana.sees("Saved.", "Changed last by Dana Whitfield")
    assert dana.page.locator('link[href="/look/7a3e9d.css"]').count() == 1
    dana.looks_at("settings, in another colour")
    dana.fills_in(accent="", ahead="10")
    dana.sends("/admin/settings")
    dana.sees("Saved.")
    dana.opens("/admin/logo")
    dana.sends("/admin/logo")
    dana.sees("Please choose a picture")
    dana.looks_at("logo, refused")
    wide = {"name": "logo.png", "mimeType": "image/png", "buffer": png(1200, 300)}
    dana.page.locator('[name="logo"]').set_input_files(wide)
    dana.sends("/admin/logo")
    dana.sees("Saved.")
    # No larger than it has to be, in its own shape, in the head of every page.
    assert dana.sees_picture(".brand .logo") == (480, 120)
    dana.looks_at("settings, with a logo")
    dana.opens("/admin/logo")
    dana.page.get_by_role("button", name="Remove the logo").click()
    dana.sees("Saved.")
    assert dana.page.locator(".brand .logo").count() == 0


def test_dana_adds_words_to_a_letter_and_publishes_a_consent(screen):
    dana = screen.signed_in(DANA)
    dana.opens("/admin/letter-texts")
    dana.looks_at("words in letters")
    dana.follows("/admin/letter-texts/appointment-booked/en")
    dana.fills_in(note=f"The bell is on the left, {screen.kind}.")
    dana.page.get_by_role("button", name="See the letter").click()
    dana.page.locator("pre", has_text="The bell is on the left").wait_for()
    dana.looks_at("words in a letter")
    dana.page.get_by_role("button", name="Save").click()
    dana.sees("Saved.", "The bell is on the left")

    name = f"Telehealth {letters(screen.kind)}"
    dana.opens("/admin/consents/new")
    dana.fills_in(name=name)
    dana.sends("/admin/consents")
    dana.sees("Please fill this in")
    dana.looks_at("consent, refused")
    dana.fills_in(text="I agree to be seen by video.")
    dana.sends("/admin/consents")
    dana.sees("Published.")
    dana.looks_at("consents")
    dana.page.get_by_role("link", name=f"{name}, English").click()
    dana.sees("I agree to be seen by video.", "Version 1")
    dana.looks_at("consent")


def test_dana_puts_two_records_together_and_takes_them_apart(screen, house):
    family = "Double" + uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))[:8]
    for given, phone in [("Rita", "+44 7700 900111"), ("Ritta", "")]:
        house.database.query(f"""
            INSERT INTO patient (tenant_id, id, family_name, given_name, birth_date, gender, phone, created_at)
            SELECT id, gen_random_uuid(), '{family}', '{given}', '1950-05-05', 'female', '{phone}', now()
              FROM tenant WHERE slug = 'riverside'
        """)
    dana = screen.signed_in(DANA)
    dana.opens(f"/admin/patients?q=ritta+{family}")
    dana.page.locator("main tbody tr", has_text="Ritta").get_by_role("link").first.click()
    dana.page.get_by_role("link", name="Put together with another record").click()
    dana.fills_in(q=family)
    dana.page.get_by_role("button", name="Find").click()
    dana.looks_at("who is the same person")
    dana.page.get_by_role("link", name=f"Compare Rita {family}").click()
    dana.looks_at("two records")
    # What only the other says is offered first.
    assert dana.page.locator('[name="phone"][value="gone"]').is_checked()
    dana.page.locator('[name="name"][value="gone"]').check()
    dana.page.get_by_role("button", name="Put together").click()
    dana.sees("Both records are one now.", f"Rita {family}")
    dana.looks_at("put together")
    assert house.database.number(f"""
        SELECT count(*) FROM patient WHERE family_name = '{family}' AND given_name = 'Rita' AND phone = '+44 7700 900111'
    """) == 2
    dana.page.get_by_role("button", name="Undo").click()
    dana.sees("Both records are as they were before.")
    assert house.database.number(f"""
        SELECT count(*) FROM patient WHERE family_name = '{family}' AND retired_at IS NULL
           AND (given_name, phone) IN (('Rita', '+44 7700 900111'), ('Ritta', ''))
    """) == 2


def test_the_clinic_is_reached_at_a_domain_of_its_own(screen, house):
    host = f"www.{letters(screen.kind)}.example-clinic.org"
    dana = screen.signed_in(DANA)
    dana.opens("/admin")
    dana.follows("/admin/domain")
    for typed, told in [("", "Please fill this in"), (f"https://{host}/", "without https://"), ("10.0.0.1", "not a number")]:
        dana.fills_in(domain=typed)
        dana.sends("/admin/domain")
        dana.sees(told)
        assert dana.page.locator('[name="domain"]').input_value() == typed
    dana.looks_at("own domain, refused")
    dana.fills_in(domain=host)
    dana.sends("/admin/domain")
    dana.sees(host, "Waiting for proof", f"_polyclinic.{host}")
    dana.looks_at("own domain, waiting")
    proof = dana.page.locator("code", has_text="polyclinic-").inner_text()
    # The operator believes nothing else than what the page says.
    with pytest.raises(RuntimeError):
        house.program.run("tenant", "confirm-domain", "riverside", host, proof[:-1])
    assert at(house, host) == 421
    house.program.run("tenant", "confirm-domain", "riverside", host, f'"{proof}"')
    assert at(house, host) == 200
    dana.opens("/admin/domain")
    dana.sees("In use")
    dana.looks_at("own domain, in use")
    dana.sends("/admin/domain/removal")
    dana.page.locator('[name="domain"]').wait_for()
    assert at(house, host) == 421


def at(house, host: str) -> int:
    """How the server answers to whoever asks for a host."""
    connection = http.client.HTTPConnection("127.0.0.1", house.server.port, timeout=10)
    connection.request("GET", "/", headers={"Host": host})
    status = connection.getresponse().status
    connection.close()
    return status
