"""Measure a classification: figures per answer, confusion, calibration and the worst mistakes."""

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
# A word is proposed when this number of listings has it, and this share of them one form.
LEAST_LISTINGS, LEAST_AGREEMENT = 3, 0.8


@dataclass(frozen=True, slots=True)
class JudgedForm:
    """A listing with the answer of a person (wanted) and of the classifier (given).

    sureness: how sure the classifier was, 0-1; doubtful: whether the person was in doubt.
    """

    name: str
    wanted: str
    given: str
    sureness: float
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class PerAnswer:
    """Precision, recall and F1 (0-1) of one answer, and how many listings should get it."""

    precision: float
    recall: float
    f1: float
    listings: int


@dataclass(frozen=True, slots=True)
class Band:
    """Listings of about the same sureness: the lowest, the mean, and the share right (0-1)."""

    at_least: float
    sureness: float
    right: float
    listings: int


@dataclass(frozen=True)
class FormFigures:
    """The figures of an evaluation; confusion[wanted][given] counts listings, shares are 0-1.

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
    mistakes: Sequence[JudgedForm]


def form_figures(judged: Sequence[JudgedForm]) -> FormFigures:
    """The figures of judged listings; macro F1 is the mean over the answers that people gave."""
    answers = [str(answer) for answer in ANSWERS]
    counts = Counter((listing.wanted, listing.given) for listing in judged)
    per_answer = {answer: _per_answer(counts, answer) for answer in answers}
    f1s = [figures.f1 for figures in per_answer.values() if figures.listings]
    bands = _bands(judged)
    mistakes = [listing for listing in judged if listing.wanted != listing.given]
    return FormFigures(
        listings=len(judged),
        accuracy=_share_right(judged),
        accuracy_not_doubtful=_share_right([listing for listing in judged if not listing.doubtful]),
        macro_f1=_ratio(sum(f1s), len(f1s)),
        per_answer=per_answer,
        confusion={
            wanted: {given: counts[wanted, given] for given in answers} for wanted in answers
        },
        calibration=bands,
        calibration_error=_ratio(
            sum(abs(band.sureness - band.right) * band.listings for band in bands), len(judged)
        ),
        mistakes=sorted(mistakes, key=lambda mistake: -mistake.sureness),
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _share_right(judged: Sequence[JudgedForm]) -> float:
    return _ratio(sum(listing.wanted == listing.given for listing in judged), len(judged))


def _per_answer(counts: Mapping[tuple[str, str], int], answer: str) -> PerAnswer:
    right = counts.get((answer, answer), 0)
    given = sum(number for (_, given), number in counts.items() if given == answer)
    wanted = sum(number for (wanted, _), number in counts.items() if wanted == answer)
    f1 = _ratio(2 * right, given + wanted)
    return PerAnswer(_ratio(right, given), _ratio(right, wanted), f1, wanted)


def _bands(judged: Sequence[JudgedForm]) -> list[Band]:
    bands = []
    for low, high in pairwise(BANDS):
        inside = [listing for listing in judged if low <= listing.sureness < high]
        if inside:
            mean = sum(listing.sureness for listing in inside) / len(inside)
            bands.append(Band(low, mean, _share_right(inside), len(inside)))
    return bands


@dataclass(frozen=True, slots=True)
class TermProposal:
    """A word for the lexicon: the form of most listings that have it, and their share (0-1)."""

    phrase: str
    form: str
    listings: int
    agreement: float


def term_proposals(confirmed: Sequence[tuple[Described, str]]) -> list[TermProposal]:
    """Words that the lexicon lacks and that mostly listings of one confirmed form have."""
    features = written_lexicon().features
    ignored = STOP_WORDS | query_stop_words()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    written: dict[str, str] = {}
    for described, form in confirmed:
        words = [word for where in TEXTS for word in text_words(getattr(described, where))]
        for stem, folded in {word.stem: word.folded for word in words}.items():
            if (stem,) not in features and folded not in ignored and folded.isalpha():
                forms[stem][form] += 1
                written.setdefault(stem, folded)
    proposed = []
    for stem, counts in forms.items():
        form, number = counts.most_common(1)[0]
        agreement = number / counts.total()
        if number >= LEAST_LISTINGS and agreement >= LEAST_AGREEMENT:
            proposed.append(TermProposal(written[stem], form, number, agreement))
    return sorted(proposed, key=lambda term: (-term.listings, -term.agreement, term.phrase))
