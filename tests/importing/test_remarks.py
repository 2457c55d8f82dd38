from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.remarks import Remarks, line_ranges, remark

FLAW = Flaw(Level.WARNING, "Dit is %(what)s.", "Maak er iets van.", facts=(("what", "raar"),))


def test_lines_are_told_as_ranges():
    assert line_ranges([7, 3, 5, 6, 5]) == "3, 5-7"
    assert line_ranges([]) == ""


def test_equal_remarks_are_taken_together():
    remarks = Remarks()
    remarks.add(remark(line, "Telefoon", "12", FLAW) for line in (5, 3))
    remarks.add([remark(9, "Naam", "", Flaw(Level.ERROR, "Leeg.", ""))])
    groups = list(remarks.groups())
    assert [(each.remark.level, each.lines) for each in groups] == [
        ("error", (9,)),
        ("warning", (5, 3)),
    ]
    assert [each.line for each in remarks] == [3, 5, 9]
    assert len(remarks) == 3


def test_long_values_are_cut_and_secret_ones_not_repeated():
    assert remark(1, "", "x" * 200, FLAW).value == "x" * 79 + "…"
    assert remark(1, "", "111222333", Flaw(Level.ERROR, "", "", secret=True)).value == ""
