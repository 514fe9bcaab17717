"""Adds up JUnit reports: `tally.py FOLDER` prints "N passed, N failed" last and exits 1 if any failed."""

import pathlib
import sys
import xml.etree.ElementTree as XML


def results(report: pathlib.Path) -> tuple[int, list[str]]:
    """How many passed, and the names of those that failed. A skipped test is neither."""
    passed, failed = 0, []
    try:
        cases = XML.parse(report)
    except XML.ParseError:
        return 0, [f"{report.stem}: ended before its report was written"]
    for case in cases.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed.append(f"{case.get('classname', '')}: {case.get('name', '')}")
        elif case.find("skipped") is None:
            passed += 1
    return passed, failed


def tally(folder: pathlib.Path) -> int:
    passed, failed = 0, []
    for report in sorted(folder.glob("*.xml")):
        some_passed, some_failed = results(report)
        passed += some_passed
        failed += some_failed
    # A part may fail without a failed test: it crashed, or found no test at all.
    for mark in sorted(folder.glob("*.failed")):
        if not any(results(report)[1] for report in folder.glob(f"{mark.stem}*.xml")):
            failed.append(f"{mark.stem}: ended with an error")
    for name in failed:
        print(f"failed  {name}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(tally(pathlib.Path(sys.argv[1])))
