import csv
from collections import Counter

import pytest

from socialmap.isolation.classifier import classify
from socialmap.isolation.evaluation import form_figures
from socialmap.isolation.forms import ANSWERS
from socialmap.isolation.lexicon import BIAS, data_rows
from socialmap.isolation.reading import Described
from socialmap.isolation.training import (
    Example,
    cross_validated,
    judged_examples,
    own_examples,
    train,
    write,
)


@pytest.fixture(scope="module")
def model():
    return train(own_examples())


def read(lines):
    data_rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["feature"]: [float(row[answer]) for answer in ANSWERS] for row in data_rows}


def test_the_committed_weights_are_what_the_examples_teach(model, tmp_path):
    path = write(model, 1.0, own_examples(), tmp_path / "weights.csv")
    again = read(path.read_text("utf-8").splitlines())
    committed = {
        row["feature"]: [float(row[answer]) for answer in ANSWERS]
        for row in data_rows("isolation", "weights.csv")
    }
    differing = {
        name
        for name in again.keys() | committed.keys()
        for one, other in zip(again.get(name, [0] * 4), committed.get(name, [0] * 4), strict=True)
        if abs(one - other) > 0.07
    }
    assert not differing, "train again: socialmap classify --train"


def test_the_file_explains_itself(model, tmp_path):
    text = write(model, 1.0, own_examples(), tmp_path / "weights.csv").read_text("utf-8")
    assert text.startswith("# What")
    assert "socialmap classify --train" in text
    assert BIAS in text


def test_the_classifier_answers_as_the_model_does(model):
    described = [each.described for each in own_examples()[::25]]
    for each, chances in zip(described, model.chances(described), strict=True):
        assert classify(each).sureness == pytest.approx(chances.max(), abs=0.12), each.name


def test_every_answer_and_kind_has_examples():
    counts = Counter(row["form"] for row in data_rows("isolation", "examples.csv"))
    assert min(counts[answer] for answer in ANSWERS) >= 80
    names = [row["name"] for row in data_rows("isolation", "examples.csv")]
    assert len(names) == len(set(names))


def test_examples_of_other_folds_teach():
    few = own_examples()[::6]
    found = form_figures(judged_examples(few, cross_validated(few)))
    assert found.listings == len(few)
    assert found.macro_f1 > 0.75


def test_doubt_stays_with_its_example():
    examples = [Example(Described("Koffie"), "individual"), Example(Described("School"), "none")]
    chances = train(own_examples()[::6]).chances([each.described for each in examples])
    first, second = judged_examples(examples, chances, [True, False])
    assert (first.doubtful, second.doubtful) == (True, False)
    assert first.given == "individual"
