"""Many HTTP clients at the same instant: connections are open and requests written out beforehand."""

import asyncio
import dataclasses
import urllib.parse


@dataclasses.dataclass(frozen=True)
class Form:
    """Filled in by somebody, ready to be sent, and sent again."""

    port: int
    path: str
    headers: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]

    def request(self, connection: str = "close") -> bytes:
        body = urllib.parse.urlencode(self.fields).encode()
        host = dict(self.headers)["Host"]
        own = {
            "Origin": f"http://{host}", "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)), "Connection": connection,
        }  # fmt: skip
        return head("POST", self.path, {**dict(self.headers), **own}) + body

    def with_fields(self, **fields: str) -> "Form":
        return dataclasses.replace(self, fields=(*self.fields, *fields.items()))


class Booking(Form):
    @property
    def key(self) -> str:
        return dict(self.fields)["key"]


@dataclasses.dataclass(frozen=True)
class Look:
    """Somebody opens a page."""

    port: int
    path: str
    headers: tuple[tuple[str, str], ...]

    def request(self, connection: str = "close") -> bytes:
        return head("GET", self.path, {**dict(self.headers), "Connection": connection})


@dataclasses.dataclass(frozen=True)
class Reply:
    """`status` is 0 when the connection broke before an answer was whole."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known.lower() == name), "")

    @property
    def location(self) -> str:
        return self.header("location")

    def cookie(self, name: str) -> str:
        """That the answer gives."""
        given = (value for known, value in self.headers if known.lower() == "set-cookie")
        return next((value.partition(";")[0].partition("=")[2] for value in given if value.startswith(f"{name}=")), "")

    @staticmethod
    def parsed(head: bytes, body: bytes) -> "Reply":
        first, *lines = head.decode().split("\r\n")
        headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines))
        return Reply(int(first.split()[1]), headers, body.decode())


def head(method: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def open_form(visitor, page: str, *hidden: str) -> Form:
    """As a person does, and takes over what it says. It is sent to where it stands, whatever the query."""
    answer = visitor.get(page)
    assert answer.status == 200, (answer.status, answer.heading)
    fields = tuple((name, answer.hidden(name)) for name in ("csrf", *hidden))
    return Form(visitor.port, page.partition("?")[0], tuple(visitor.headers.items()), fields)


def fill_in(visitor, offer: str) -> Booking:
    """Opens the review page."""
    form = open_form(visitor, offer, "offer", "key")
    return Booking(form.port, "/appointments", form.headers, (*form.fields, ("reason", "")))


def press_sign_up(visitor, offer: str) -> Form:
    """The other form of that page, for who is not signed in: it has the time kept."""
    form = open_form(visitor, offer, "offer")
    return Form(form.port, "/holds", form.headers, (*form.fields, ("way", "sign-up")))


class Line:
    """A connection that somebody keeps open, for one request after the other."""

    def __init__(self, port: int):
        self._port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> Reply:
        try:
            if self._ends is None:
                self._ends = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._ends
            writer.write(request)
            start = (await reader.readuntil(b"\r\n\r\n")).removesuffix(b"\r\n\r\n")
            reply = Reply.parsed(start, b"")
            body = await reader.readexactly(int(reply.header("content-length") or 0))
            return dataclasses.replace(reply, body=body.decode())
        except (OSError, asyncio.IncompleteReadError):
            self.hang_up()
            return Reply(0)

    def hang_up(self):
        if self._ends:
            self._ends[1].close()
            self._ends = None


async def all_at_once(requests: list[Form | Look]) -> list[Reply]:
    connections = await asyncio.gather(
        *(asyncio.open_connection("127.0.0.1", request.port) for request in requests)
    )
    return await asyncio.gather(*(_send(request, *ends) for request, ends in zip(requests, connections)))


async def send(request: Form | Look) -> Reply:
    try:
        ends = await asyncio.open_connection("127.0.0.1", request.port)
    except OSError:
        return Reply(0)
    return await _send(request, *ends)


async def _send(request: Form | Look, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Reply:
    try:
        writer.write(request.request())
        await writer.drain()
        start, _, body = (await asyncio.wait_for(reader.read(), 60)).partition(b"\r\n\r\n")
        return Reply.parsed(start, body) if start else Reply(0)
    except OSError:
        return Reply(0)
    finally:
        writer.close()
