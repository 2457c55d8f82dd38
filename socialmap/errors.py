"""What can go wrong, in words that a reader of the page understands."""

from __future__ import annotations


class Problem(Exception):
    """Something that a person can mend: a sentence with the facts that belong in it.

    The sentence is Dutch with %(name)s for each fact. str() gives it filled in; a door translates
    the sentence first: gettext(problem.sentence, **problem.facts).
    """

    status = 400

    def __init__(self, sentence: str, **facts: object):
        super().__init__(sentence, facts)
        self.sentence = sentence
        self.facts = facts

    def __str__(self) -> str:
        return self.sentence % self.facts if self.facts else self.sentence


class NotFoundProblem(Problem):
    """What was asked for is not there."""

    status = 404


class ForbiddenProblem(Problem):
    """Who asks may not do this."""

    status = 403


class ConflictProblem(Problem):
    """It cannot be done in the state that things are in."""

    status = 409


class FileProblem(Problem):
    """A file that cannot be read, or not as what it should be."""


class DatabaseProblem(Problem):
    """The database cannot be used as it is; the sentence says what mends it."""

    status = 503
