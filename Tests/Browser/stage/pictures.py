"""Pictures made here, good ones and hostile ones."""

import struct
import zlib


def png(width: int, height: int, claimed: tuple[int, int] | None = None) -> bytes:
    """A PNG of soft colours. `claimed` is what its header says instead of the truth."""
    rows = b"".join(
        b"\0"
        + bytes(
            value for x in range(width) for value in (90 + x * 120 // width, 140, 110 + y * 100 // height)
        )
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", *(claimed or (width, height)), 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


def bomb(side: int) -> bytes:
    """A one-bit PNG whose every row is there: small to send, huge to hold."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (side + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
