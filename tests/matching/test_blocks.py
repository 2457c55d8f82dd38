from socialmap.bench.trials import make_pairs, try_out
from socialmap.matching.blocks import BOUND, Blocks, probable_pairs
from socialmap.matching.traits import traits_of
from tests.listings import UTRECHT, listing


def traits(name, **fields):
    return traits_of(listing(name, **fields))


def test_who_has_an_address_meets_who_has_only_a_town():
    blocks = Blocks([(traits("Eettafel Zon", at={"street": "Dam 1", "town": "Ede"}), "there")])
    asked = traits("Eettafel Zon", at={"town": "Ede", "precision": "town"})
    assert [match.label for match in blocks.matches(asked)] == ["there"]
    blocks.add(traits("Eettafel Zon", at={"street": "Markt 2", "town": "Ede"}), "later")
    assert {match.label for match in blocks.matches(asked)} == {"there", "later"}


def test_neighbours_meet_across_the_edge_of_a_square():
    for step in range(20):
        lon = UTRECHT[0] + step * 2e-4
        blocks = Blocks([(traits("De Zon", point=(lon, UTRECHT[1])), 1)])
        assert blocks.matches(traits("De Zon", point=(lon + 0.0019, UTRECHT[1] + 0.0004)))


def test_who_only_shares_a_square_is_compared_when_it_is_near():
    blocks = Blocks([(traits("De Zon", point=UTRECHT), 1)])
    near, far = (UTRECHT[0] + 0.0019, UTRECHT[1]), (UTRECHT[0] + 0.003, UTRECHT[1])
    assert list(blocks.near(traits("De Zonn", point=near)))
    assert not list(blocks.near(traits("De Maan", point=far)))


def test_a_full_block_still_finds_the_same_name_and_compares_a_bounded_number():
    crowd = [(traits(f"Groep {i}", at={"postcode": "3511 AB"}), i) for i in range(4 * BOUND)]
    blocks = Blocks([*crowd, (traits("Zwaluwnest", at={"postcode": "3511 AB"}), "nest")])
    asked = traits("Het Zwaluwnest", at={"postcode": "3511 AB"})
    assert [match.label for match in blocks.matches(asked)] == ["nest"]
    assert len(list(blocks.near(asked))) <= 8 * BOUND


def test_each_pair_comes_once():
    same = traits("De Zon", phone="+31301234567")
    found = [(one, other) for one, other, _ in probable_pairs([(same, 1), (same, 2), (same, 3)])]
    assert sorted(found) == [(1, 2), (1, 3), (2, 3)]


def test_the_same_seed_gives_the_same_pairs():
    assert make_pairs(40, 7) == make_pairs(40, 7) != make_pairs(40, 8)


def test_precision_and_recall_are_what_was_promised():
    trial = try_out(make_pairs(600, seed=2026))
    assert trial.found + trial.missed == 300
    assert trial.precision >= 0.95
    assert trial.recall >= 0.90
    assert len(trial.mistakes) <= 10


def test_mistakes_are_told_with_why():
    trial = try_out(make_pairs(2_000, seed=1))
    for mistake in trial.mistakes:
        assert mistake.how
        assert (mistake.likeness.score < 0.5) == mistake.same


def test_four_digits_of_a_postcode_meet_the_whole_of_it():
    at = {"town": "Utrecht", "precision": "postcode"}
    whole = traits("Koffie in de Buurt", at=at | {"postcode": "3511 AB"})
    digits = traits("De koffie in de buurt", at=at | {"postcode": "3511"})
    other = traits("De koffie in de buurt", at=at | {"postcode": "3512"})
    assert [match.label for match in Blocks([(whole, "whole")]).matches(digits)] == ["whole"]
    assert [match.label for match in Blocks([(digits, "digits")]).matches(whole)] == ["digits"]
    assert not Blocks([(whole, "whole")]).matches(other)


def test_branches_of_one_name_at_other_addresses_are_two():
    branches = [
        traits(
            "Koffie in de Buurt",
            point=(UTRECHT[0] + east, UTRECHT[1]),
            at={"street": street, "postcode": postcode, "town": "Utrecht"},
        )
        for east, street, postcode in ((0, "Dam 3", "3511 AB"), (0.02, "Zoom 8", "3512 CD"))
    ]
    assert list(probable_pairs(zip(branches, "ab", strict=True))) == []
