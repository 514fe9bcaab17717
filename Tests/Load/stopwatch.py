"""How long answers take, and whether two kinds of them are told apart by it."""

import bisect
import socket
import time

from crowd import Reply


class Stopwatch:
    """One connection, kept open: what is measured is one answer, from the request's first byte to its own last."""

    def __init__(self, port: int):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def time(self, request: bytes) -> tuple[float, Reply]:
        """In milliseconds."""
        start = time.perf_counter_ns()
        self._socket.sendall(request)
        head, body = self._read(b"")
        took = (time.perf_counter_ns() - start) / 1e6
        return took, Reply.parsed(head, body)

    def _read(self, received: bytes) -> tuple[bytes, bytes]:
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        while len(body) < length:
            body += self._more()
        assert len(body) == length
        return head, body

    def _more(self) -> bytes:
        some = self._socket.recv(1 << 16)
        assert some, "the server closed the connection"
        return some

    def close(self):
        self._socket.close()


def distinguishability(some: list[float], others: list[float]) -> float:
    """How often the one kind takes longer than the other, of all pairs: the area under the ROC curve (Mann and Whitney
    1947; ties count half), whichever kind is slower. 0.5 tells nothing."""
    ordered = sorted(others)
    smaller = sum(bisect.bisect_left(ordered, one) + bisect.bisect_right(ordered, one) for one in some) / 2
    area = smaller / (len(some) * len(others))
    return max(area, 1 - area)
