"""Who steals a copy of the database can sign in nowhere with it (OWASP ASVS 5.0, 6.5.2)."""

import base64
import hashlib
import time

import pytest
from stage.guests import emails, give_password_of, invite
from stage.joining import enrol, join, mailed_code, mailed_invitation, mailed_link, recovery_codes, sign_up
from stage.leaks import Witness, found
from stage.offers import offers
from stage.people import DANA, PAUL, one_time_code

PASSWORD = "orange kettle winter"
CHANGED = "seven quiet otters"
REPLACED = "purple gravel morning"

# Written by PostgreSQL, so that the search is held against something that it did not write itself.
PLANTS = [
    "'{secret}'", "upper('{secret}')", "'https://mail.example/' || '{secret}'", "json_build_array('{secret}')",
    "convert_to('{secret}', 'UTF8')", "encode(convert_to('{secret}', 'UTF8'), 'hex')",
    "encode(convert_to('{secret}', 'UTF8'), 'base64')", "encode(convert_to('ab{secret}c', 'UTF8'), 'base64')",
    "translate(encode(convert_to('{secret}', 'UTF8'), 'base64'), '+/=', '-_')",
    "sha256(convert_to('{secret}', 'UTF8'))", "encode(sha256(convert_to('{secret}', 'UTF8')), 'base64')",
    "md5('{secret}')", "'\\x{raw}'::bytea", "encode('\\x{raw}'::bytea, 'base64')",
]  # fmt: skip


class Journeys:
    """Everything that makes a secret, done by people over HTTP."""

    def __init__(self, house):
        self.house = house
        self.witnesses: list[Witness] = []
        self.joins_signs_in_and_forgets("dora@mail.example")
        self.waits_for_a_code("eli@mail.example")
        self.is_a_guest_forgets_and_enrols()
        self.are_invited_by_an_administrator()
        self.has_a_time_kept()

    def witness(self) -> Witness:
        self.witnesses.append(Witness(self.house.server.port, "riverside"))
        return self.witnesses[-1]

    @property
    def secrets(self) -> dict[str, str]:
        return {secret: what for witness in self.witnesses for secret, what in witness.secrets.items()}

    def joins_signs_in_and_forgets(self, email: str):
        first = self.witness()
        key = join(first, self.house, email, PASSWORD)
        paper = recovery_codes(first)
        changed = first.submit("/account/password", {"current": PASSWORD, "password": CHANGED})
        assert changed.status == 303
        # The half minute of the first code is spent; the clock of an app may be ahead.
        for page, code in [
            ("/sign-in/recovery-code", lambda: paper[3]),
            ("/sign-in/code", lambda: one_time_code(key, time.time() + 30)),
        ]:
            browser = self.witness()
            assert browser.submit("/sign-in", {"email": email, "password": "wrong wrong wrong"}).status == 422
            assert browser.submit("/sign-in", {"email": email, "password": CHANGED}).location == "/sign-in/code"
            assert browser.submit(page, {"code": code()}).location == "/dashboard"
        browser.submit("/account/email", {"email": f"new.{email}"})
        browser.learns("code", mailed_code(self.house, f"new.{email}"))
        browser.submit("/password/forgotten", {"email": email})
        browser.learns("link", mailed_link(self.house, email).rpartition("/")[2])

    def waits_for_a_code(self, email: str):
        browser = self.witness()
        sign_up(browser, email, PASSWORD)
        browser.learns("code", mailed_code(self.house, email))

    def is_a_guest_forgets_and_enrols(self):
        token = invite(self.house.database, "riverside", 1)[0]
        give_password_of(PAUL, self.house.database)
        email = emails(self.house.database, "riverside")[0]
        guest = self.witness()
        guest.cookies["__Host-visit"] = token
        assert guest.get("/dashboard").status == 200
        browser = self.witness()
        browser.submit("/password/forgotten", {"email": email})
        link = mailed_link(self.house, email)
        browser.learns("link", link.rpartition("/")[2])
        assert browser.submit(link, {"password": REPLACED}).status == 303
        for _ in range(2):
            browser = self.witness()
            assert browser.submit("/sign-in", {"email": email, "password": REPLACED}).location == "/two-factor"
            browser.get("/two-factor")
        enrol(self.witnesses[-2])

    def are_invited_by_an_administrator(self):
        dana = self.witness()
        dana.submit("/sign-in", {"email": DANA.email, "password": DANA.password})
        dana.submit("/sign-in/code", {"code": self.house.one_time_code(DANA)})
        for name in "fay", "gus":
            email = f"{name}@mail.example"
            person = {"given": name, "family": "Field", "email": email, "role": "front-desk", "language": "en"}
            assert dana.submit("/admin/invitations/new", person, to="/admin/invitations").status == 303
            link = mailed_invitation(self.house, email)
            dana.learns("link", link.rpartition("/")[2])
        assert self.witness().submit(link, {"password": PASSWORD}).location == "/two-factor"

    def has_a_time_kept(self):
        browser = self.witness()
        _, offer = next(offers(browser))
        page = browser.get(offer)
        fields = {name: page.hidden(name) for name in ("csrf", "offer")}
        assert browser.post("/holds", {**fields, "way": "sign-up"}).status == 303


@pytest.fixture(scope="module")
def journeys(house):
    before = set(house.database.dump().splitlines())
    journeys = Journeys(house)
    journeys.dump = "\n".join(line for line in house.database.dump().splitlines() if line not in before)
    return journeys


def test_a_dump_shows_no_secret(journeys):
    kinds = {"password", "code", "csrf", "key", "link", "__Host-visit", "__Host-device", "__Host-hold"}
    assert set(journeys.secrets.values()) == kinds
    assert {what: secret for secret, what in journeys.secrets.items() if found(secret, journeys.dump)} == {}


def test_the_dump_is_of_what_they_did(journeys):
    visits = [secret for secret, what in journeys.secrets.items() if what == "__Host-visit"]
    hashes = [hashlib.sha256(base64.urlsafe_b64decode(visit + "=")).hexdigest() for visit in visits]
    assert sum(hash in journeys.dump for hash in hashes) >= 5
    assert "dora@mail.example" in journeys.dump


@pytest.mark.parametrize("plant", PLANTS)
def test_a_secret_that_lay_there_would_be_found(house, journeys, plant):
    rows = [plant.format(secret=secret, raw=raw(secret).hex()) for secret in journeys.secrets]
    house.database.query("CREATE TABLE planted AS " + " UNION ALL ".join(f"SELECT {row} AS it" for row in rows))
    try:
        dump = house.database.dump("--table=planted")
    finally:
        house.database.query("DROP TABLE planted")
    assert [secret for secret in journeys.secrets if not found(secret, dump)] == []


def raw(secret: str) -> bytes:
    """The bytes that it stands for."""
    if len(secret) == 43:
        return base64.urlsafe_b64decode(secret + "=")
    if secret.isupper():
        letters = secret.replace(" ", "").replace("-", "")
        return base64.b32decode(letters + "=" * (-len(letters) % 8))
    return secret.encode()
