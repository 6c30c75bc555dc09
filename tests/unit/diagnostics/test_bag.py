"""Does the bag keep what it is told, once?"""

from engine.diagnostics.model import Diagnostics, Span


def test_the_same_thing_at_the_same_place_is_told_once() -> None:
    bag, place = Diagnostics(), Span("story.yaml", 3, 1, 3, 4)
    bag.add("E301", "there is no scene `map`", place)
    bag.add("E301", "there is no scene `map`", place)
    bag.add("E301", "there is no scene `map`", Span("story.yaml", 4, 1, 4, 4))
    assert [item.span.line for item in bag if item.span] == [3, 4]
    assert len(bag) == 2
