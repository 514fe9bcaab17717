"""Everything that makes a secret, done by people over HTTP."""

import re
import time

from .forms import read
from .guests import emails, give_password_of, invite
from .house import House
from .joining import enrol, join, mailed_code, mailed_invitation, mailed_link, recovery_codes, sign_up
from .leaks import Witness
from .offers import offers
from .people import DANA, PAUL, one_time_code
from .pictures import png
from .visitor import multipart

PASSWORD = "orange kettle winter"
CHANGED = "seven quiet otters"
REPLACED = "purple gravel morning"


class Journeys:
    def __init__(self, house):
        self.house = house
        self.witnesses: list[Witness] = []
        self.joins_signs_in_and_forgets("dora@mail.example")
        self.waits_for_a_code("eli@mail.example")
        self.is_a_guest_forgets_and_enrols()
        self.are_invited_by_an_administrator()
        self.books_and_takes_the_calendar_along()
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
            self.patient = browser
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

        self.uploads_and_imports(dana)

    def uploads_and_imports(self, dana: Witness):
        body, kind = multipart([("csrf", dana.get("/admin/logo").hidden("csrf").encode())],
                               [("logo", "logo.png", "image/png", png(64, 64))])
        assert dana.post_bytes("/admin/logo", body, kind).status == 303
        page = dana.get("/admin/specialties/import")
        fields = [(name, page.hidden(name).encode()) for name in ("csrf", "key")]
        body, kind = multipart(fields, [("file", "list.csv", "text/csv", b"Name\r\nAngling\r\n")])
        report = dana.post_bytes("/admin/specialties/import", body, kind).location
        assert report.startswith("/admin/specialties/import/")
        application = next(
            form for form in read(dana.get(report).text)[0] if form.action == f"{report}/application"
        )
        assert dana.post(application.action, application.fields).status == 303

    def books_and_takes_the_calendar_along(self):
        patient = self.patient
        _, offer = next(offers(patient))
        page = patient.get(offer)
        fields = {name: page.hidden(name) for name in ("csrf", "offer", "key")}
        assert patient.post("/appointments", {**fields, "reason": "A cough"}).location.startswith("/appointments/")
        link = patient.submit("/account/calendar", {}).text
        patient.learns("link", re.search(r"/calendar/([\w-]{43})\.ics", link)[1])

    def has_a_time_kept(self):
        browser = self.witness()
        _, offer = next(offers(browser))
        page = browser.get(offer)
        fields = {name: page.hidden(name) for name in ("csrf", "offer")}
        assert browser.post("/holds", {**fields, "way": "sign-up"}).status == 303
