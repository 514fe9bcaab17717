"""Draws one document: HTML in, PDF out. Started by PrintProcess.swift, inside of its limits.

Nothing is fetched, by any scheme: a document has its styles within itself, and fonts are the system's. What is started with -I
reads no environment and no file beside it. Ends with status 3 when a document asks for anything.
"""

import io
import re
import sys
import tempfile
from unicodedata import bidirectional, category

# No file can be written here, and tempfile would try to.
tempfile.tempdir = "/tmp"

import weasyprint  # noqa: E402
import weasyprint.draw  # noqa: E402
from weasyprint.text.ffi import ffi, pango  # noqa: E402

READABLE = ("/usr/", "/etc/fonts", "/var/cache/fontconfig/", "/proc/")
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename")

asked = []


class Refused(Exception):
    pass


def refuse(what):
    asked.append(what)
    raise Refused(what)


def fetch(url, *_, **__):
    """In place of WeasyPrint's fetcher. A document of ours asks for nothing, so one that does is none of ours."""
    refuse(url)


def watch(event, arguments):
    """Python's own audit events (PEP 578), for what reaches past the fetcher."""
    if event.startswith(FORBIDDEN):
        refuse(event)
    if event == "open" and isinstance(arguments[0], str) and not arguments[0].startswith(READABLE):
        refuse(event)


draw_line = weasyprint.draw.draw_first_line


def needs_spelling(text):
    """Where one letter may be several glyphs, or they stand from right to left, the glyphs alone don't say what they spell."""
    return any(bidirectional(c) in ("R", "AL", "FSI") or category(c).startswith("M") for c in text)


def spellings(line, text):
    """What each glyph of a line spells, in the order in which they are drawn; nothing for those behind a cluster's first."""
    run = line.runs[0]
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        clusters = [string.log_clusters[i] for i in range(string.num_glyphs)]
        ends = dict(zip(sorted(set(clusters)), [*sorted(set(clusters))[1:], item.length], strict=True))
        told = set()
        for glyph, start in zip((string.glyphs[i].glyph for i in range(string.num_glyphs)), clusters, strict=True):
            if glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                continue
            yield "" if start in told else text[item.offset + start : item.offset + ends[start]].decode()
            told.add(start)
        run = run.next


def draw_line_spelled(stream, box, *rest, **named):
    """Says beside each cluster of glyphs what it spells (ISO 32000-1, 14.9.4)."""
    line, _ = box.pango_layout.get_first_line()
    if not needs_spelling(box.pango_layout.text):
        return draw_line(stream, box, *rest, **named)
    # Read at once: the line is laid out anew when it is drawn.
    spelt = iter(list(spellings(line, box.pango_layout.text.encode())))
    plain = stream.show_text

    def flush(spelling, drawn):
        if spelling:
            stream.stream.append(f"/Span << /ActualText <feff{spelling.encode('utf-16-be').hex()}> >> BDC")
        plain(drawn)
        if spelling:
            stream.stream.append("EMC")

    def show(string):
        spelling, drawn = "", ""
        for glyphs, space in re.findall("<([0-9a-f]*)>|([^<>]+)", string):
            drawn += space
            for at in range(0, len(glyphs), 4):
                new = next(spelt, "")
                if new and spelling:
                    flush(spelling, drawn)
                    drawn = ""
                spelling = new or spelling
                drawn += f"<{glyphs[at : at + 4]}>"
        flush(spelling, drawn)

    stream.show_text = show
    try:
        return draw_line(stream, box, *rest, **named)
    finally:
        del stream.show_text


weasyprint.draw.draw_first_line = draw_line_spelled
document = io.BytesIO(sys.stdin.buffer.read())
sys.addaudithook(watch)
# Tagged, with its language and title said to programs that read aloud (ISO 14289-1).
pdf = weasyprint.HTML(file_obj=document, encoding="utf-8", url_fetcher=fetch).write_pdf(variant="pdf/ua-1")
if asked:
    sys.exit(3)
sys.stdout.buffer.write(pdf)
