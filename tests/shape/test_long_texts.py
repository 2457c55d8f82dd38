"""What somebody writes is never cut in silence: a text that is too long is refused, and kept."""

import re

from tests.shape import files, name

# A question in a search box is not saved.
QUESTIONS = {"templates/shared/_where.html", "templates/public/_search_form.html"}
# A text that somebody sent, of which a number of characters is taken.
CUT = re.compile(r"(?:typed|sent|form|written)\b.*\[:\s*(?:(?:[a-z_]+\.)*LONGEST|\d\d)")


def lines(pattern, part):
    """The lines of some files in which a part of a line is found, after the name of the file."""
    return [
        (name(path), line.strip())
        for path in files(pattern)
        for line in path.read_text().splitlines()
        if re.search(part, line)
    ]


def test_only_a_code_has_a_longest_length_in_the_browser():
    written = {path for path, _ in lines("templates/**.html", 'maxlength="')}
    assert written == {"templates/shared/_fields.html", *QUESTIONS}
    [(_, given)] = lines("templates/**.html", "maxlength=[1-9]")
    assert "one-time-code" in given


def test_no_view_cuts_what_was_typed():
    assert lines("socialmap/web/**.py", CUT) == []
