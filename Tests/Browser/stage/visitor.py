"""Somebody with a program instead of a browser: sends what no browser would."""

import html
import http.client
import re
import urllib.parse


class Answer:
    def __init__(self, response: http.client.HTTPResponse):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    def hidden(self, name: str) -> str:
        """The value of a hidden field."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, f"the page has no field {name}:\n{self.text[:2000]}"
        return html.unescape(found[1])

    def links(self, beginning: str) -> list[str]:
        found = re.findall(rf'href="({re.escape(beginning)}[^"]*)"', self.text)
        return [html.unescape(link) for link in found]

    @property
    def offers(self) -> list[str]:
        """Where the times on offer can be looked over."""
        found = re.findall(r'<button class="time[^"]*" name="offer" value="([^"]*)"', self.text)
        return [f"/appointments/new?offer={html.unescape(offer)}" for offer in found]

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


class Visitor:
    """Keeps cookies, follows nothing by itself."""

    def __init__(self, port: int, clinic: str, network: str | None = None):
        """`network` is the address that a proxy would have seen them come from."""
        self.host = f"{clinic}.localhost:{port}"
        self.port = port
        self.network = network
        self.cookies: dict[str, str] = {}

    @property
    def headers(self) -> dict[str, str]:
        """What every request of theirs says."""
        headers = {"Host": self.host}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.network:
            headers["X-Forwarded-For"] = self.network
        return headers

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, fields, **headers: str) -> Answer:
        """Fields as a dict, or as a list of pairs where names repeat."""
        return self.post_bytes(path, urllib.parse.urlencode(fields).encode(), **headers)

    def post_bytes(
        self, path: str, body: bytes, content_type="application/x-www-form-urlencoded", **headers: str
    ) -> Answer:
        return self.send(
            "POST", path, body, {"Content-Type": content_type, "Origin": f"http://{self.host}", **headers}
        )

    def submit(self, page: str, fields: dict, to: str | None = None) -> Answer:
        """Fills in the form of a page: opens it for its hidden token, then posts."""
        return self.post(to or page.partition("?")[0], {"csrf": self.get(page).hidden("csrf"), **fields})

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {**self.headers, **(headers or {})})
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


def multipart(
    fields: list[tuple[str, bytes]], files: list[tuple[str, str, str, bytes]] = ()
) -> tuple[bytes, str]:
    """A multipart/form-data body (RFC 7578) and its content type. Files: field, file name, type, content."""
    boundary = "story-boundary-7f3a"
    body = b""
    for name, value in fields:
        body += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
            + value
            + b"\r\n"
        )
    for name, file_name, kind, content in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        body += (head + f"Content-Type: {kind}\r\n\r\n").encode() + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
