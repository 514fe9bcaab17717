"""The pictures of help: of which pages they are, and by what one knows that a page has changed its look since.

Not by its pixels, which no two machines draw alike: by the template, the parts, the words and the style sheets that it is made of.
"""

import hashlib
import json
import re

from .database import ROOT
from .people import AMIRA, BEN, DANA, PAUL

FOLDER = ROOT / "Public/help"
_KEPT = ROOT / "Tests/Browser/help-pictures.json"
_TEMPLATES = ROOT / "Templates"

# Name: whose screen, the template of the page, how to come there, and on which screens.
PICTURES = {
    "visitor-find": (None, "practitioners/directory", "/doctors", ("desk", "phone")),
    "visitor-account": (None, "accounts/sign-up", "/sign-up", ("desk",)),
    "visitor-sign-in": (None, "accounts/sign-in", "/sign-in", ("desk",)),
    "patient-book": (PAUL, "scheduling/times", "times", ("desk", "phone")),
    "patient-change": (PAUL, "appointments/appointment", "visit", ("desk",)),
    "patient-about": (PAUL, "person/person", "/account/person", ("desk", "phone")),
    "patient-children": (PAUL, "accounts/children", "/account/children", ("desk",)),
    "practitioner-day": (AMIRA, "schedule/day", "/schedule", ("desk", "phone")),
    "practitioner-record": (AMIRA, "records/search", "/records", ("desk",)),
    "practitioner-away": (AMIRA, "absences/absences", "/absences", ("desk",)),
    "front-desk-day": (BEN, "desk/desk", "/desk", ("desk",)),
    "front-desk-book": (BEN, "desk/patients", "/desk/patients", ("desk",)),
    "front-desk-queue": (BEN, "queue/queue", "/desk/queue", ("desk",)),
    "front-desk-person": (BEN, "person/person", "person", ("desk",)),
    "front-desk-corrections": (BEN, "person/corrections", "/corrections", ("desk",)),
    "admin-home": (DANA, "admin/overview", "/admin", ("desk",)),
    "admin-doctor": (DANA, "catalogue/entry", "/admin/practitioners/new", ("desk",)),
    "admin-invite": (DANA, "admin/new-invitation", "/admin/invitations/new", ("desk",)),
    "admin-feedback": (DANA, "feedback/list", "/admin/feedback", ("desk",)),
}


def file(name: str, kind: str):
    return FOLDER / f"{name}{'-phone' if kind == 'phone' else ''}.png"


def digest(template: str) -> str:
    """Of all that a page's look follows from, but for what stands in the database."""
    texts = dict(
        line.split(" = ", 1)
        for line in (_TEMPLATES / "messages/en.txt").read_text().splitlines()
        if " = " in line and not line.startswith("#")
    )
    parts, waiting = {}, [template]
    while waiting:
        name = waiting.pop()
        if name not in parts:
            parts[name] = (_TEMPLATES / f"{name}.html").read_text()
            waiting += re.findall(r"\{\{[<>] ([a-z/-]+)\}\}", parts[name])
    whole = "".join(parts[name] for name in sorted(parts))
    words = "".join(texts.get(key, "") for key in sorted(set(re.findall(r"\{\{t:([a-z0-9.-]+)\}\}", whole))))
    styles = "".join(
        (ROOT / "Public" / name).read_text() for name in sorted(set(re.findall(r"\{\{asset:(css/[a-z.]+)\}\}", whole)))
        if name != "css/print.css"
    )
    return hashlib.sha256("\0".join((whole, words, styles)).encode()).hexdigest()[:16]


def kept() -> dict[str, str]:
    return json.loads(_KEPT.read_text()) if _KEPT.exists() else {}


def keep(digests: dict[str, str]):
    _KEPT.write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n")
