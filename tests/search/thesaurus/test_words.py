"""Own words of a platform: what they find, which are refused, and what undo brings back."""

import pytest

from socialmap.db import db
from socialmap.errors import ConflictProblem, Problem
from socialmap.language.own_words import NONE, THESAURUS, use
from socialmap.search.finder import find
from socialmap.search.index.snapshot import Store, snapshot, store
from socialmap.search.query import SearchQuery
from socialmap.search.thesaurus.actions import save_word, switch, take_away, try_word, undo
from socialmap.search.thesaurus.models import WordChange
from socialmap.search.thesaurus.queries import own_rows, read_by, shipped_words
from tests.listings import listing, put

WHO = "person:1"


@pytest.fixture(autouse=True)
def no_own_words_after():
    yield
    use(NONE)


@pytest.fixture
def town(app):
    put(
        listing("Schoon Zeist", summary="Samen zwerfafval rapen in de buurt"),
        listing("Wandelclub", kind="walking_group"),
        listing("Budgetmaatje", summary="Hulp bij schulden", kind="paperwork_help"),
        *(listing(f"Inloop {n}", summary="koffie") for n in range(9)),
    )
    store().stale()


def names(words):
    store().stale()
    results = find(SearchQuery(words=words))
    return [hit.card.name for hit in results.in_order]


def test_an_own_word_finds_listings_that_say_something_else(town):
    assert names("prikploeg") == []
    save_word("prikploeg", ["zwerfafval"], WHO)
    assert names("prikploeg") == ["Schoon Zeist"]
    take_away("prikploeg", WHO)
    assert names("prikploeg") == []


def test_an_own_word_may_lead_to_a_kind_of_place(town):
    save_word("ommetje met zijn allen", ["vorm=walking_group"], WHO)
    assert names("ommetje met zijn allen")[0] == "Wandelclub"
    results = find(SearchQuery(words="ommetje met zijn allen"))
    assert [chip.kind for chip in results.chips] == ["need"]


def test_an_own_word_may_say_a_need(town):
    save_word("rood staan bij de kruidenier", ["need=debts"], WHO)
    assert "Budgetmaatje" in names("rood staan bij de kruidenier")


def test_a_word_is_searched_by_another_process_without_a_restart(town):
    other = Store(store().generations.folder)
    other.look_every = 0
    assert other.current().own.words == ()
    save_word("prikploeg", ["zwerfafval"], WHO)
    assert [word.phrase for word in other.current().own.words] == ["prikploeg"]


def test_a_snapshot_is_another_one_when_a_word_changed(town):
    before = snapshot()
    save_word("prikploeg", ["zwerfafval"], WHO)
    store().stale()
    assert snapshot() is not before
    after = snapshot()
    store().stale()
    assert snapshot() is after


@pytest.mark.parametrize(
    ("phrase", "means", "why"),
    [
        ("", ["koffie"], "Vul een woord in"),
        ("ik zoek graag", ["zwerfafval"], "te gewoon"),
        ("prikploeg", [], "minstens één"),
        ("prikploeg", ["voor de"], "te gewoon"),
        ("prikploeg", ["prikploeg"], "kring"),
        ("06 12345678", ["koffie"], "gegeven van een persoon"),
        ("ik wil dood", ["koffie"], "gevaar"),
        ("prikploeg", ["koffie"], "Dat is te veel"),
        ("een hele lange zin die niemand ooit precies zo typt", ["koffie"], "korter"),
    ],
)
def test_a_bad_word_is_refused_with_the_reason(town, phrase, means, why):
    with pytest.raises(Problem) as refused:
        save_word(phrase, means, WHO)
    assert why in refused.value.sentence % refused.value.facts
    assert own_rows() == []


def test_a_word_that_finds_too_much_says_how_much(town):
    with pytest.raises(Problem) as refused:
        save_word("prikploeg", ["koffie"], WHO)
    assert refused.value.facts == {"after": 9, "total": 12}


def test_words_that_lead_to_each_other_are_refused(town):
    save_word("prikploeg", ["rapers"], WHO)
    save_word("rapers", ["zwerfafval"], WHO)
    with pytest.raises(Problem) as refused:
        save_word("zwerfafval", ["prikploeg"], WHO)
    assert refused.value.facts["way"] == "zwerfafval → prikploeg → rapers → zwerfafval"


def test_a_try_changes_nothing(town):
    found = try_word("prikploeg", ["zwerfafval"])
    assert (found.before, found.after, found.total) == (0, 1, 12)
    assert own_rows() == []
    assert names("prikploeg") == []


def test_undo_brings_back_what_was_there_before(town):
    save_word("prikploeg", ["zwerfafval"], WHO)
    first = db.session.query(WordChange).one()
    save_word("prikploeg", ["wandelen"], "person:2")
    with pytest.raises(ConflictProblem):
        undo(first.id, WHO)
    latest = db.session.query(WordChange).order_by(WordChange.id.desc()).first()
    undo(latest.id, WHO)
    [now] = own_rows()
    assert (now.means, now.actor) == (["zwerfafval"], WHO)
    assert names("prikploeg") == ["Schoon Zeist"]


def test_a_shipped_word_is_switched_off_and_on_again(town):
    def aanspraak():
        store().stale()
        find(SearchQuery(words="aanspraak"))
        return [means for phrase, means in read_by("aanspraak") if phrase == "aanspraak"]

    def shipped():
        return next(one for one in shipped_words("aanspraak") if one.sort == THESAURUS)

    assert "gezelschap" in aanspraak()[0]
    switch(THESAURUS, "aanspraak", WHO, on=False)
    assert aanspraak() == []
    assert shipped().off.actor == WHO
    switch(THESAURUS, "aanspraak", WHO, on=True)
    assert "gezelschap" in aanspraak()[0]
    assert shipped().off is None


def test_a_shipped_saying_is_switched_off(town):
    def needs_of(words):
        store().stale()
        return [chip.code for chip in find(SearchQuery(words=words)).chips if chip.kind == "need"]

    assert needs_of("rouwgroep in de buurt") == ["bereavement"]
    for one in shipped_words("rouwgroep"):
        if one.need:
            switch(one.sort, one.phrase, WHO, on=False)
    assert [one.off is None for one in shipped_words("rouwgroep") if one.need] == [False]
