"""What a clinic has: one of everything that an address or a form can name, under the same names at both clinics."""

import base64
import json
import pathlib
import secrets
import time
import uuid

from ..guests import hash_of, text_of
from ..house import House
from ..offers import offers
from ..pictures import png
from ..program import Server
from ..visitor import Visitor, multipart
from .signed import tag

_TOKENS = ("proposal", "display", "feed", "invitation", "reset", "device", "receipt")
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Belongings:
    """`names` leads from what something is to the value that names it; `all` holds every id of the clinic's tables."""

    def __init__(self, house: House, slug: str, staff: dict[str, str]):
        self.slug, self.staff = slug, staff
        self.database = house.database
        self.tokens = {name: secrets.token_bytes(32) for name in _TOKENS}
        self.sessions = sessions(house, slug, staff)
        admin = as_somebody(house, slug, self.sessions["admin"])
        stranger = house.visitor(slug)
        answer = stranger.submit("/password/forgotten", {"email": f"{staff['patient']}@{slug}.example"})
        assert answer.status == 303, answer.heading
        body, kind = multipart([("csrf", admin.get("/admin/logo").hidden("csrf").encode())],
                               [("logo", "logo.png", "image/png", png(64, 64))])
        answer = admin.post_bytes("/admin/logo", body, kind)
        assert answer.status == 303, answer.text
        self.names = self._made()
        self.names |= {f"{name}_token": text_of(token) for name, token in self.tokens.items()}
        self.names["account_link"] = tag("unsubscribing", self.names["patient_account"])
        self.names["letter_link"] = tag("unsubscribing", f"letter-{self.names['letter']}")
        self.names["offer"] = self._offer(stranger)
        self.names["hold_cookie"] = self._held(stranger)
        self._documents(as_somebody(house, slug, self.sessions["patient"]))
        self._archive(house)
        self.names["session"] = self.database.query(
            f"SELECT id FROM session WHERE token_hash = {hash_of(_bytes(self.sessions['patient']))}")
        self.all = self._every_id()
        self.tenant = next(id for id, table in self.all.items() if table == "tenant")

    def _made(self) -> dict[str, str]:
        self.names = {"code": "".join(secrets.choice(_CODE_LETTERS) for _ in range(6))}
        variables = {"slug": self.slug, "code": self.names["code"]}
        variables |= {f"{name}_token": f"\\x{token.hex()}" for name, token in self.tokens.items()}
        given = "".join(f"\\set {name} '{value}'\n" for name, value in variables.items()).replace("\\x", "\\\\x")
        script = pathlib.Path(__file__).with_name("belongings.sql").read_text()
        rows = self.database.query(given + script).splitlines()
        return self.names | dict(row.split("|", 1) for row in rows if row.count("|") == 1)

    def _offer(self, visitor: Visitor) -> str:
        path = f"/doctors/{self.names['doctor']}/times?service={self.names['service']}"
        found = visitor.get(path).offers
        address = found[0] if found else next(offers(visitor))[1]
        return address.partition("offer=")[2]

    def _held(self, visitor: Visitor) -> str:
        page = visitor.get(f"/appointments/new?offer={self.names['offer']}")
        fields = {name: page.hidden(name) for name in ("csrf", "offer")}
        assert visitor.post("/holds", {**fields, "way": "sign-up"}).status == 303
        return visitor.cookies["__Host-hold"]

    def _archive(self, house: House):
        """A server that works makes it."""
        server = Server(house.program.having(POLYCLINIC_WORK="done"), house.server.log.with_suffix(".archive"))
        try:
            deadline = time.monotonic() + 180
            while (state := self._archive_state()) in ("waiting", "making") and time.monotonic() < deadline:
                time.sleep(0.25)
            assert state == "ready", f"the archive is {state}; {self._archive_job()}"
        finally:
            server.stop()

    def _archive_state(self) -> str:
        return self.database.query(f"SELECT state FROM data_archive WHERE id = '{self.names['archive']}'")

    def _archive_job(self) -> str:
        return self.database.query(f"SELECT row_to_json(job) FROM job WHERE subject = '{self.names['archive']}'")

    def _documents(self, patient: Visitor):
        """One that is kept, and one on its way in."""
        fields = {"patient": self.names["patient"], "category": "result", "visibility": "shared", "appointment": ""}
        page = patient.get("/documents")
        form = {**fields, **{name: page.hidden(name) for name in ("csrf", "key")}}
        body, kind = multipart([(name, value.encode()) for name, value in form.items()],
                               [("file", "result.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")])
        answer = patient.post_bytes("/documents", body, kind)
        assert answer.status == 303, answer.text
        self.names["document"] = self.database.query(
            f"SELECT id FROM document_reference WHERE patient_id = '{self.names['patient']}' AND title = 'result.pdf'")
        begun = patient.post("/documents/uploads", {**form, "key": str(uuid.uuid4()), "part": "0", "name": "x.pdf", "size": "9", "mark": ""})
        self.names["upload"] = json.loads(begun.text)["id"]

    def _every_id(self) -> dict[str, str]:
        """Every id of the clinic's rows, and of which table."""
        tables = self.database.query("""
            SELECT table_name FROM information_schema.columns
             WHERE table_schema = 'public' AND column_name IN ('id', 'tenant_id') AND data_type = 'uuid'
             GROUP BY table_name HAVING count(*) = 2
        """).split()
        union = " UNION ALL ".join(
            f"SELECT '{table}', id FROM {table} WHERE tenant_id = (SELECT id FROM clinic)" for table in tables
        )
        rows = self.database.query(
            f"WITH clinic AS (SELECT id FROM tenant WHERE slug = '{self.slug}') {union} "
            f"UNION ALL SELECT 'tenant', id FROM clinic")
        return {id: table for table, id in (row.split("|") for row in rows.splitlines())}


def sessions(house: House, slug: str, staff: dict[str, str]) -> dict[str, str]:
    """A full session of each role, and one between the steps: by hand, as passwords are slow on purpose."""
    found = {}
    stages = {"halfway": ("second-factor", "patient"), "enrolling": ("enrolling", "patient")}
    for role in [*staff, *stages]:
        stage, who = stages.get(role, ("full", role))
        found[role] = sign_in(house, slug, staff[who], stage)
    return found


def sign_in(house: House, slug: str, name: str, stage: str = "full") -> str:
    token = secrets.token_bytes(32)
    house.database.query(f"""
        INSERT INTO session (tenant_id, token_hash, account_id, stage, created_at, seen_at, idle_until, expires_at, confirmed_at)
        SELECT a.tenant_id, {hash_of(token)}, a.id, '{stage}', now(), now(), now() + interval '1 hour',
               now() + interval '1 hour', now()
          FROM account a JOIN tenant t ON t.id = a.tenant_id
         WHERE t.slug = '{slug}' AND a.email = '{name}@{slug}.example'
    """)
    return text_of(token)


def as_somebody(house: House, slug: str, token: str) -> Visitor:
    visitor = house.visitor(slug)
    visitor.cookies["__Host-visit"] = token
    return visitor


def _bytes(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=")
