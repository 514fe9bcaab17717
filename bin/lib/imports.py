"""The modules that a Swift file imports, whatever form the import takes."""

import re
from typing import Iterator, NamedTuple


class Import(NamedTuple):
    line: int
    module: str
    words: str  # the statement without the module: "internal import"


# What may hold the text of an import without being one. Whichever starts first wins.
_QUOTED = re.compile(
    r'(?P<hashes>#*)"""(?:.*?)"""(?P=hashes)'
    r'|(?P<marks>#+)".*?"(?P=marks)'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|//[^\n]*"
    r"|/\*",
    re.DOTALL,
)

_IMPORT = re.compile(
    r"(?:^|;)\s*(?P<words>(?:(?:@\w+(?:\([^)]*\))?|public|package|internal|fileprivate|private)\s+)*import)"
    r"\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var|actor)\s+)?`?(?P<module>\w+)`?",
    re.MULTILINE,
)


def imports(source: str) -> Iterator[Import]:
    code = _without_text(source)
    for found in _IMPORT.finditer(code):
        line = code.count("\n", 0, found.start("module")) + 1
        yield Import(line, found["module"], " ".join(found["words"].split()))


def _without_text(source: str) -> str:
    """Comments and strings become as many line breaks as they held, so that lines keep their number."""
    kept, position = [], 0
    while quoted := _QUOTED.search(source, position):
        end = _end_of_comment(source, quoted.start()) if quoted.group() == "/*" else quoted.end()
        kept += source[position : quoted.start()], " ", "\n" * source.count("\n", quoted.start(), end)
        position = end
    return "".join(kept) + source[position:]


def _end_of_comment(source: str, start: int) -> int:
    """Swift's block comments nest, which a regular expression cannot follow."""
    depth = 0
    for mark in re.compile(r"/\*|\*/").finditer(source, start):
        depth += 1 if mark.group() == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(source)
