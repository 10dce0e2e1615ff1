from helpline import incidents


def test_a_number_is_short_and_made_of_nothing() -> None:
    made = {incidents.new() for _ in range(200)}
    assert len(made) > 190
    assert all(incidents.is_number(each) and len(each) == 7 for each in made)


def test_nothing_else_passes_for_a_number() -> None:
    for text in ("", "482193", "482-1934", "abc-def", "482-193\n", 482193, None):
        assert not incidents.is_number(text)
