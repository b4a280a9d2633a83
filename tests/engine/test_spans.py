from engine.spans import Slot, Span


def test_a_span_tells_what_it_makes_and_what_it_needs() -> None:
    slots = (Slot("a", 0), Slot("a", 5), Slot("b", 0), Slot("b", 5))
    span = Span(1, slots, frozenset({0, 3}))
    assert span.wanted == (1, 2)
    assert span.made == (Slot("a", 5), Slot("b", 0))
    assert span.needed == (Slot("a", 0), Slot("b", 5))
    assert span.shots == ("a", "b")
    assert span.name == "1-a-5"
