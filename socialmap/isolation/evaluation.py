"""How good a classification is: figures per answer, confusion, calibration, the worst mistakes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from socialmap.isolation.forms import ANSWERS
from socialmap.isolation.lexicon import written_lexicon
from socialmap.isolation.reading import TEXTS, Described, text_words
from socialmap.language.analysis import query_stop_words
from socialmap.language.tokens import STOP_WORDS

BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
# A term is worth proposing when so many listings have it, and so large a share of them agrees.
LEAST_LISTINGS, LEAST_AGREEMENT = 3, 0.8


@dataclass(frozen=True, slots=True)
class Judged:
    """A listing with the answer of a person, the answer given, and how sure that was (0-1)."""

    name: str
    wanted: str
    given: str
    sureness: float
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class PerAnswer:
    """Precision, recall and F1 (0-1) of one answer, and how many listings a person gave it."""

    precision: float
    recall: float
    f1: float
    listings: int


@dataclass(frozen=True, slots=True)
class Band:
    """Answers given with about the same sureness: from, mean, the share that was right, number."""

    at_least: float
    sureness: float
    right: float
    listings: int


@dataclass(frozen=True)
class Figures:
    """What came of an evaluation; confusion[wanted][given] counts listings, shares are 0-1.

    calibration_error: the mean distance between sureness and the share that was right.
    """

    listings: int
    accuracy: float
    accuracy_not_doubtful: float
    macro_f1: float
    per_answer: Mapping[str, PerAnswer]
    confusion: Mapping[str, Mapping[str, int]]
    calibration: Sequence[Band]
    calibration_error: float
    mistakes: Sequence[Judged]


def figures(judged: Sequence[Judged]) -> Figures:
    """The figures of judged listings; the mean F1 is over the answers that a person gave."""
    answers = [str(answer) for answer in ANSWERS]
    counts = Counter((each.wanted, each.given) for each in judged)
    per_answer = {answer: _per_answer(counts, answer) for answer in answers}
    present = [each.f1 for each in per_answer.values() if each.listings]
    bands = _bands(judged)
    mistakes = [each for each in judged if each.wanted != each.given]
    return Figures(
        listings=len(judged),
        accuracy=_right(judged),
        accuracy_not_doubtful=_right([each for each in judged if not each.doubtful]),
        macro_f1=_ratio(sum(present), len(present)),
        per_answer=per_answer,
        confusion={
            wanted: {given: counts[wanted, given] for given in answers} for wanted in answers
        },
        calibration=bands,
        calibration_error=_ratio(
            sum(abs(band.sureness - band.right) * band.listings for band in bands), len(judged)
        ),
        mistakes=sorted(mistakes, key=lambda each: -each.sureness),
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _right(judged: Sequence[Judged]) -> float:
    return _ratio(sum(each.wanted == each.given for each in judged), len(judged))


def _per_answer(counts: Mapping[tuple[str, str], int], answer: str) -> PerAnswer:
    right = counts.get((answer, answer), 0)
    given = sum(number for (_, given), number in counts.items() if given == answer)
    wanted = sum(number for (wanted, _), number in counts.items() if wanted == answer)
    f1 = _ratio(2 * right, given + wanted)
    return PerAnswer(_ratio(right, given), _ratio(right, wanted), f1, wanted)


def _bands(judged: Sequence[Judged]) -> list[Band]:
    bands = []
    for low, high in pairwise(BANDS):
        inside = [each for each in judged if low <= each.sureness < high]
        if inside:
            mean = sum(each.sureness for each in inside) / len(inside)
            bands.append(Band(low, mean, _right(inside), len(inside)))
    return bands


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word for the lexicon: the answer that listings with it share, and how many there are."""

    phrase: str
    form: str
    listings: int
    agreement: float


def proposals(confirmed: Sequence[tuple[Described, str]]) -> list[Proposal]:
    """Words that listings with the same confirmed form share and that the lexicon lacks."""
    known = written_lexicon().features
    silent = STOP_WORDS | query_stop_words()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    written: dict[str, str] = {}
    for described, form in confirmed:
        heard = [word for where in TEXTS for word in text_words(getattr(described, where))]
        for stem, folded in {word.stem: word.folded for word in heard}.items():
            if (stem,) not in known and folded not in silent and folded.isalpha():
                forms[stem][form] += 1
                written.setdefault(stem, folded)
    found = []
    for stem, counts in forms.items():
        form, number = counts.most_common(1)[0]
        agreement = number / counts.total()
        if number >= LEAST_LISTINGS and agreement >= LEAST_AGREEMENT:
            found.append(Proposal(written[stem], form, number, agreement))
    return sorted(found, key=lambda each: (-each.listings, -each.agreement, each.phrase))
