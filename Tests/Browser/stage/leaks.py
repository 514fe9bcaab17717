"""Looks for secrets in a dump of the database, in every spelling that could be read back."""

import base64
import hashlib
import math
import re
import urllib.parse
from collections.abc import Iterator

from .visitor import Answer, Visitor

_TOKEN = re.compile(r"[\w-]{43}")
_ON_PAPER = re.compile(r"(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}")
_BASE32 = re.compile(r"[A-Z2-7]{16,}")
_TYPED = {"password": "password", "current": "password", "code": "code"}


class Witness(Visitor):
    """Remembers every secret that passes through its hands: what it types, is shown, and keeps as cookies."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.secrets: dict[str, str] = {}

    def post(self, path: str, fields, **headers: str) -> Answer:
        for name, what in _TYPED.items():
            if name in fields:
                self.learns(what, fields[name])
        return super().post(path, fields, **headers)

    def send(self, *arguments, **named) -> Answer:
        answer = super().send(*arguments, **named)
        for name, value in self.cookies.items():
            # Which language somebody reads is no secret.
            if name != "__Host-language":
                self.learns(name, value)
        for value in re.findall(r'name="csrf" value="([^"]+)"', answer.text):
            self.learns("csrf", value)
        for value in re.findall(r'<code class="key">([^<]+)</code>', answer.text):
            self.learns("key", value)
        return answer

    def learns(self, what: str, secret: str):
        if secret:
            self.secrets[secret] = what


def found(secret: str, dump: str) -> list[str]:
    """The spellings in which a dump shows it."""
    lower = dump.lower()
    plain = [text for text in _texts(secret) if _is_told(text.lower(), lower)]
    coded = [text for raw in _bytes(secret) for text in _coded(raw) if text in dump]
    hashed = [text for raw in _bytes(secret) for text in _hashed(raw, secret) if text in dump]
    return plain + coded + hashed


def _texts(secret: str) -> set[str]:
    bare = re.sub("[ -]", "", secret)
    return {form for text in (secret, bare) for form in (text, urllib.parse.quote(text), urllib.parse.quote_plus(text))}


def _is_told(text: str, dump: str) -> bool:
    """Six digits are a code only where they stand alone; parts of a second do not count."""
    if not re.fullmatch(r"\d{6}", text):
        return text in dump
    return re.search(rf"(?<![\w.]){text}(?!\w)", dump) is not None


def _bytes(secret: str) -> set[bytes]:
    bare = re.sub("[ -]", "", secret)
    raws = {form.encode() for text in (secret, bare) for form in (text, text.lower(), text.upper())}
    if token := _TOKEN.fullmatch(secret.rpartition(".")[2]):
        raws |= {token[0].encode(), base64.urlsafe_b64decode(token[0] + "=")}
    if _BASE32.fullmatch(bare):
        raws.add(base64.b32decode(bare + "=" * (-len(bare) % 8)))
    return raws


def _coded(raw: bytes) -> Iterator[str]:
    """Also as part of something longer, where it begins anywhere within a group of letters."""
    yield raw.hex()
    yield raw.hex().upper()
    for text in _within(base64.b64encode, 6, 3, raw):
        yield text
        yield text.translate(str.maketrans("+/", "-_"))
    for text in _within(base64.b32encode, 5, 5, raw):
        yield text
        yield text.lower()


def _within(encode, bits: int, group: int, raw: bytes) -> Iterator[str]:
    for shift in range(group):
        letters = encode(bytes(shift) + raw).decode()
        yield letters[math.ceil(shift * 8 / bits) : (shift + len(raw)) * 8 // bits]


def _hashed(raw: bytes, secret: str) -> Iterator[str]:
    """What anybody can hash, anybody can look for: six digits are tried in a second. 256 random bits are not, nor are the
    120 of a code on paper (OWASP ASVS 5.0, 6.5.2: from 112 on): the SHA-256 of these, as they are stored, may be seen."""
    for name in "md5", "sha1", "sha256", "sha512":
        if name == "sha256" and _TOKEN.fullmatch(secret) and len(raw) == 32:
            continue
        if name == "sha256" and _ON_PAPER.fullmatch(secret) and raw == secret.replace("-", "").encode():
            continue
        digest = hashlib.new(name, raw).digest()
        yield digest.hex()
        yield base64.b64encode(digest).decode().rstrip("=")
        yield base64.urlsafe_b64encode(digest).decode().rstrip("=")


def spellings(secret: str) -> set[bytes]:
    """As bytes in a file: every spelling, and what it stands for as it is. A line break would end the pattern."""
    texts = {form for text in _texts(secret) for form in (text, text.lower(), text.upper())}
    raws = _bytes(secret)
    texts |= {text for raw in raws for text in [*_coded(raw), *_hashed(raw, secret)]}
    parts = {max(raw.split(b"\n"), key=len) for raw in raws}
    return {text.encode() for text in texts if len(text) >= 8} | {part for part in parts if len(part) >= 8}
