"""Asks one server quickly: a connection that is kept, and answers as they came."""

import dataclasses
import http.client
import re
import urllib.parse

from ..visitor import multipart

_PASSING = {"date", "x-request-id"}
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# What is made anew for each answer: its own address, signed offers and tags, keys and codes on paper, and how long a
# session still lasts.
_FRESH = re.compile(
    r"(?<=name=\"csrf\" value=\")[^\"]*|(?<=name=\"return\" value=\")[^\"]*|(?<=name=\"terms\" value=\")[^\"]*"
    r"|(?<=data-here=\")[^\"]*|(?<=data-idle=\")\d+|(?<=data-last=\")\d+"
    r"|[\w-]{40,}(\.[\w-]+\.[\w-]{43})?|([A-Z2-7]{4}[ -]){5,}[A-Z2-7]{4}"
)


@dataclasses.dataclass
class Reply:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def everything(self) -> str:
        """Headers and body, for what must not be seen anywhere."""
        return "\n".join(f"{name}: {value}" for name, value in self.headers) + "\n" + self.body.decode(errors="replace")

    @property
    def new_token(self) -> bool:
        return any(name.lower() == "set-cookie" and value.startswith("__Host-visit=") for name, value in self.headers)

    def without(self, sent: list[str], known: dict[str, str]) -> tuple[int, str]:
        """The same for every request of this kind, whatever was sent in it."""
        headers = sorted(f"{name.lower()}: {value}" for name, value in self.headers if name.lower() not in _PASSING)
        text = "\n".join(headers) + "\n" + self.body.decode(errors="replace")
        for value in sorted(sent, key=len, reverse=True):
            for spelt in {value, urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value)}:
                text = text.replace(spelt, "SENT")
        text = _UUID.sub(lambda found: found[0] if found[0] in known else "NEW", text)
        return self.status, re.sub(r"(?m)^content-length: \d+$", "", _FRESH.sub("FRESH", text))


class Line:
    """One connection to a server."""

    def __init__(self, port: int, host: str):
        self.host = f"{host}:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, method: str, path: str, cookies: dict[str, str], body: bytes | None = None, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        given = {"Host": self.host, "Cookie": cookie, "Origin": f"http://{self.host}", **named}
        for attempt in range(2):
            try:
                self._connection.request(method, path, body, given)
                response = self._connection.getresponse()
                return Reply(response.status, response.getheaders(), response.read())
            except (http.client.HTTPException, ConnectionError):
                # The server may close a line between two requests; the next one opens it again.
                self._connection.close()
                if attempt:
                    raise
        raise AssertionError("unreachable")


def encoded(fields: dict[str, str], as_multipart: bool) -> tuple[bytes, str]:
    if as_multipart:
        return multipart([(name, value.encode()) for name, value in fields.items()])
    return urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
