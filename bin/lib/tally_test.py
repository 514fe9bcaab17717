"""No failure may be lost on the way to the last line."""

from tally import tally

REPORT = """<testsuites><testsuite><testcase classname="A" name="good"/>
<testcase classname="A" name="bad"><failure message="no"/></testcase>
<testcase classname="A" name="broken"><error message="no"/></testcase>
<testcase classname="A" name="later"><skipped/></testcase></testsuite></testsuites>"""
GOOD = '<testsuites><testsuite><testcase classname="B" name="good"/></testsuite></testsuites>'


def test_failures_and_errors_are_counted_and_named(tmp_path, capsys):
    (tmp_path / "a.xml").write_text(REPORT)
    (tmp_path / "b.xml").write_text(GOOD)
    assert tally(tmp_path) == 1
    assert capsys.readouterr().out.splitlines() == [
        "failed  A: bad",
        "failed  A: broken",
        "2 passed, 2 failed",
    ]


def test_a_part_that_died_counts_once(tmp_path, capsys):
    (tmp_path / "swift.failed").touch()
    (tmp_path / "b.xml").write_text(GOOD)
    assert tally(tmp_path) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 1 failed"


def test_a_failed_part_with_failed_tests_counts_only_those(tmp_path, capsys):
    (tmp_path / "swift.failed").touch()
    (tmp_path / "swift-swift-testing.xml").write_text(REPORT)
    assert tally(tmp_path) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 2 failed"


def test_a_report_that_is_cut_short_is_a_failure(tmp_path, capsys):
    (tmp_path / "swift-clinic.xml").write_text(REPORT[:40])
    (tmp_path / "swift.failed").touch()
    (tmp_path / "b.xml").write_text(GOOD)
    assert tally(tmp_path) == 1
    assert capsys.readouterr().out.splitlines() == [
        "failed  swift-clinic: ended before its report was written",
        "1 passed, 1 failed",
    ]


def test_all_good(tmp_path, capsys):
    (tmp_path / "b.xml").write_text(GOOD)
    assert tally(tmp_path) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"


def test_nothing_at_all_is_not_good(tmp_path):
    assert tally(tmp_path) == 1
