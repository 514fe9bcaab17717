"""The named cast of the stories, as in the demo data."""

import base64
import dataclasses
import hashlib
import hmac
import time


@dataclasses.dataclass(frozen=True)
class Person:
    name: str
    clinic: str
    password: str

    @property
    def email(self) -> str:
        return f"{self.name}@{self.clinic}.example"


AMIRA = Person("amira", "riverside", "lantern-orchard-amira")  # doctor
BEN = Person("ben", "riverside", "biscuit-harbour-ben")  # front desk
DANA = Person("dana", "riverside", "compass-meadow-dana")  # administrator
PAUL = Person("paul", "riverside", "walnut-railway-paul")  # patient
CHLOE = Person("chloe", "hilltop", "saffron-terrace-chloe")  # doctor: must see nothing of Riverside
ETIENNE = Person("etienne", "hilltop", "velvet-chestnut-etienne")  # administrator
LUCIE = Person("lucie", "hilltop", "marble-sparrow-lucie")  # patient


def one_time_code(key: str, at: float | None = None) -> str:
    """What an authenticator app shows for a key typed into it (RFC 6238)."""
    text = key.replace(" ", "").upper()
    secret = base64.b32decode(text + "=" * (-len(text) % 8))
    step = int((time.time() if at is None else at) // 30)
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
