"""A rule about texts that remembers for which ones it held."""

from assay.science.securing.known import MAX_KNOWN, MAX_LENGTH, Known


class Counted:
    """A rule, texts without a space, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> bool:
        self.asked.append(text)
        return " " not in text


def test_it_holds_for_texts_if_it_holds_for_each() -> None:
    known = Known(Counted())

    assert known.holds_for(["a", "b"])
    assert not known.holds_for(["a", "b c"])
    assert not known.holds_for(["b c", "a"])
    assert known.holds_for([])


def test_a_text_that_was_fine_is_not_looked_at_again() -> None:
    rule = Counted()
    known = Known(rule)

    assert known.holds_for(["a", "b", "a"])
    assert known.holds_for(["b", "a"])
    assert known.holds_for(["a", "c"])
    assert rule.asked == ["a", "b", "c"]


def test_a_text_that_was_not_fine_is_looked_at_each_time() -> None:
    rule = Counted()
    known = Known(rule)

    assert [known.holds_for(["a b"]) for _ in range(3)] == [False, False, False]
    assert rule.asked == ["a b"] * 3


def test_a_long_text_is_looked_at_each_time() -> None:
    rule = Counted()
    known = Known(rule)
    longest, longer = "a" * MAX_LENGTH, "a" * (MAX_LENGTH + 1)

    for _ in range(3):
        assert known.holds_for([longest, longer])
    assert rule.asked == [longest, longer, longer, longer]


def test_no_more_texts_are_remembered_than_there_is_room_for() -> None:
    rule = Counted()
    known = Known(rule)
    first = [str(number) for number in range(MAX_KNOWN)]
    assert known.holds_for(first)
    assert known.holds_for(first)
    assert len(rule.asked) == MAX_KNOWN

    assert known.holds_for(["one more"]) is False  # what is not fine takes no room
    assert known.holds_for(["onemore"])
    assert known.holds_for(["onemore", "0"])

    assert rule.asked[MAX_KNOWN:] == ["one more", "onemore", "0"]
