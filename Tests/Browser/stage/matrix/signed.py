"""What only the server can sign, signed with its own key: addresses that stand in letters."""

import base64
import hashlib
import hmac
import struct

from ..program import KEYS


def tag(purpose: str, text: str) -> str:
    """The text with the tag that the server would give it (Sources/Credentials/KeyedHash.swift)."""
    id, _, key = KEYS.partition(":")
    extracted = hmac.digest(bytes(32), base64.b64decode(key), "sha256")
    derived = hmac.digest(extracted, f"polyclinic/keyed-hash/{purpose}".encode() + b"\x01", "sha256")
    code = hmac.digest(derived, struct.pack(">Q", len(text)) + text.encode(), hashlib.sha256)
    return f"{text}.{id}.{base64.urlsafe_b64encode(code).decode().rstrip('=')}"
