"""The same address at two clinics is two accounts that share nothing but the person who remembers them."""

import pytest
from stage.guests import new_email
from stage.house import BEHIND_A_PROXY, House
from stage.joining import join, mailed_link, recovery_codes
from stage.people import one_time_code

PASSWORDS = {"riverside": "orange kettle winter", "hilltop": "seven quiet otters"}
CLINICS = list(PASSWORDS)

# Each story is told of either clinic.
pytestmark = pytest.mark.parametrize("here, there", [CLINICS, CLINICS[::-1]])


@pytest.fixture(scope="module")
def house(clinics, logs):
    house = House(clinics, logs, **BEHIND_A_PROXY)
    yield house
    house.close()


class Sam:
    """Signed up and signed in at both clinics by the same address."""

    def __init__(self, house, email: str):
        self.house = house
        self.email = email
        self.browsers = {clinic: house.visitor(clinic) for clinic in CLINICS}
        self.keys = {
            clinic: join(browser, house, email, PASSWORDS[clinic], clinic)
            for clinic, browser in self.browsers.items()
        }

    def tries(self, password: str, at: str, network: str = "10.0.0.1"):
        """The first step on a new browser."""
        browser = self.house.visitor(at, network=network)
        return browser, browser.submit("/sign-in", {"email": self.email, "password": password})

    def is_signed_in(self, at: str) -> bool:
        return self.browsers[at].get("/dashboard").status == 200


@pytest.fixture
def sam(house):
    return Sam(house, new_email())


def test_a_password_is_right_at_its_own_clinic_only(sam, here, there):
    assert sam.tries(PASSWORDS[here], at=here)[1].location == "/sign-in/code"
    assert sam.tries(PASSWORDS[there], at=here)[1].status == 422


def test_cookies_are_nothing_at_the_other(sam, here, there):
    stolen = sam.house.visitor(there)
    stolen.cookies = dict(sam.browsers[here].cookies)
    assert stolen.get("/dashboard").location == "/sign-in"
    assert sam.is_signed_in(here) and sam.is_signed_in(there)


def test_a_browser_known_at_one_is_a_stranger_to_the_other(sam, here, there):
    """Whose failures count for the whole account."""
    for _ in range(6):
        guesser = sam.house.visitor(there, network="10.0.0.2")
        guesser.cookies = {"__Host-device": sam.browsers[here].cookies["__Host-device"]}
        guesser.submit("/sign-in", {"email": sam.email, "password": "wrong wrong wrong"})
    assert sam.tries(PASSWORDS[there], at=there)[1].status == 429


def test_codes_of_both_kinds_are_wrong_at_the_other(sam, here, there):
    paper = recovery_codes(sam.browsers[here])
    recovery_codes(sam.browsers[there])
    sam.house.database.query("UPDATE account SET totp_last_step = 0")
    browser, _ = sam.tries(PASSWORDS[there], at=there)
    wrong = [
        ("/sign-in/code", one_time_code(sam.keys[here])),
        ("/sign-in/recovery-code", paper[0]),
    ]
    for page, code in wrong:
        assert browser.submit(page, {"code": code}).status == 422
    assert browser.submit("/sign-in/code", {"code": one_time_code(sam.keys[there])}).location == "/dashboard"


def test_a_new_password_at_one_changes_nothing_at_the_other(sam, here, there):
    sam.house.visitor(here).submit("/password/forgotten", {"email": sam.email})
    link = mailed_link(sam.house, sam.email, here)
    assert sam.house.visitor(there).get(link).status == 410
    assert sam.house.visitor(here).submit(link, {"password": "purple gravel morning"}).status == 303
    assert not sam.is_signed_in(here)
    assert sam.is_signed_in(there)
    assert sam.tries("purple gravel morning", at=here)[1].location == "/sign-in/code"
    assert sam.tries(PASSWORDS[there], at=there)[1].location == "/sign-in/code"
    assert "password" not in letters(sam, there), "nobody is written to about the other clinic"


def test_guesses_at_one_lock_nobody_out_at_the_other(sam, here, there):
    for number in range(6):
        sam.tries("wrong wrong wrong", at=here, network=f"10.0.1.{number}")
    assert sam.tries(PASSWORDS[here], at=here)[1].status == 429
    assert sam.tries(PASSWORDS[there], at=there)[1].location == "/sign-in/code"


def test_a_network_that_guesses_at_one_is_no_stranger_to_the_other(sam, here, there):
    network = f"10.0.2.{CLINICS.index(here)}"
    for _ in range(31):
        guess = {"email": new_email(), "password": "wrong wrong wrong"}
        assert sam.house.visitor(here, network=network).submit("/sign-in", guess).status == 422
    assert sam.tries(PASSWORDS[here], here, network)[1].status == 429
    assert sam.tries(PASSWORDS[there], there, network)[1].location == "/sign-in/code"


def letters(sam, clinic: str) -> str:
    return sam.house.database.query(f"""
        SELECT m.kind FROM outbox_message m JOIN tenant t ON t.id = m.tenant_id
         WHERE t.slug = '{clinic}' AND m.recipient = '{sam.email}'
    """)
