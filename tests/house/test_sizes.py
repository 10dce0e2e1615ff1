import pytest

from tests.services import sizes


def test_a_part_is_some_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "IS_FULL", False)
    assert sizes.of_all([1, 2, 3], part=[2]) == [2]
    monkeypatch.setattr(sizes, "IS_FULL", True)
    assert sizes.of_all([1, 2, 3], part=[2]) == [1, 2, 3]


@pytest.mark.parametrize("part", [[], [4]])
def test_a_part_that_is_none_is_refused(part: list[int]) -> None:
    with pytest.raises(ValueError, match="one or more"):
        sizes.of_all([1, 2, 3], part=part)
