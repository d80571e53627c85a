"""A system's list of values becomes choices that can be told apart, and what is left out is said."""

from __future__ import annotations

from ola.drafting.closed_list import MOST_CHOICES, ClosedList, Option, closed_list
from ola.fieldtypes.spec import Choice


def test_values_keep_their_spelling_and_their_labels() -> None:
    """A label that says the same as the value is left out; another is kept, on one line."""
    options = [Option("Web"), Option("Fair", "Trade\n Show"), Option("Fax", "Fax")]
    assert closed_list(options) == ClosedList((Choice("Web"), Choice("Fair", "Trade Show"), Choice("Fax")))


def test_what_is_no_longer_offered_is_left_out_and_said() -> None:
    """Inactive values are named, the first five of many."""
    first = "Old 0, Old 1, Old 2, Old 3, Old 4"
    options = [Option("Web"), *(Option(f"Old {number}", is_active=False) for number in range(7))]
    assert closed_list(options) == ClosedList(
        (Choice("Web"),),
        (f"left out, because no longer offered: {first} and 2 more; leads of old may still hold them",),
    )


def test_values_that_differ_in_capitals_are_one() -> None:
    """The first is kept, because that is how the second would be read; a blank one can never be read."""
    assert closed_list([Option("Web"), Option("WEB "), Option("Web"), Option(" ")]) == ClosedList(
        (Choice("Web"),),
        (
            "left out: WEB is read as Web: capitals make no difference",
            "left out: Web stands twice",
            "left out: a choice without a value",
        ),
    )


def test_a_label_that_belongs_to_another_choice_is_left_out() -> None:
    """Otherwise a lead with the label would be read as the wrong choice."""
    options = [Option("open", "Closed"), Option("closed", "CLOSED"), Option("a", "Same"), Option("b", "same")]
    assert closed_list(options) == ClosedList(
        (Choice("open"), Choice("closed", "CLOSED"), Choice("a", "Same"), Choice("b")),
        (
            "open without its label Closed, which another choice has too",
            "b without its label same, which another choice has too",
        ),
    )


def test_a_semicolon_in_one_of_several_choices_is_said() -> None:
    """Where a lead holds several, the semicolon parts them."""
    assert closed_list([Option("a;b")], many=True).guesses == (
        "a;b holds a semicolon, which parts the choices of one lead",
    )
    assert closed_list([Option("a;b")]).guesses == ()


def test_a_list_that_nobody_could_agree_on_is_no_choice() -> None:
    """More than a thousand values are a register, not choices."""
    many = closed_list(Option(str(number)) for number in range(MOST_CHOICES + 1))
    assert many == ClosedList((), ("text, because 1,001 choices are too many to agree on one by one",))
    assert len(closed_list(Option(str(number)) for number in range(MOST_CHOICES)).choices) == MOST_CHOICES
