"""The exceptions that end as a sentence on a page: what went wrong, in words for its reader."""

from __future__ import annotations


class Problem(Exception):
    """Something that a person can put right: a Dutch sentence, and the facts to fill in.

    The sentence has %(name)s for each fact, and str() fills them in. A door shows it translated:
    gettext(problem.sentence, **problem.facts).
    """

    status = 400

    def __init__(self, sentence: str, **facts: object):
        super().__init__(sentence, facts)
        self.sentence = sentence
        self.facts = facts

    def __str__(self) -> str:
        return self.sentence % self.facts if self.facts else self.sentence


class NotFoundProblem(Problem):
    """The thing that was requested does not exist."""

    status = 404


class ForbiddenProblem(Problem):
    """The person may not do this."""

    status = 403


class ConflictProblem(Problem):
    """The present state does not allow it: somebody else changed it, for example."""

    status = 409


class FileProblem(Problem):
    """The file cannot be read, or is not in the expected format."""


class DatabaseProblem(Problem):
    """The database cannot be used; the sentence names the remedy."""

    status = 503
