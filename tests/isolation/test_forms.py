from socialmap.isolation.forms import default_weights


def test_the_first_form_of_a_kind_weighs_most():
    assert default_weights(("group", "individual")) == {"group": 1.0, "individual": 0.6}
    assert default_weights(()) == {}
