"""What may be written instead of a unit is whole, and stands in the form of the unit: a sentence, a row, an entry."""

from __future__ import annotations

from ola.agreement.prose.paper import read_paper
from ola.agreement.prose.reading import Ambiguous, NotUnderstood, Reading
from ola.source import Source


def reading_of(text: str, words: str = "") -> Reading:
    """Read a document and give the first unit with some words of which something is open."""
    every = read_paper(Source("paper.md", text)).readings
    return next(reading for reading in every if reading.is_open and words in reading.unit.text)


STAGES = "| Stage | Meaning |\n|---|---|\n| Fresh | new |\n| Called | called |\n| Won | signed |\n\n"


def test_what_is_read_of_a_sentence_stays_and_the_rest_is_for_people() -> None:
    """The part that is not understood is said so, not lost."""
    reading = reading_of(f"{STAGES}Records do not go back to Fresh, except through a merge.")
    assert reading.choices == ("Records do not go back to Fresh. **For people:** Except through a merge.",)
    reading = reading_of(f"{STAGES}Fresh may only be followed by Called, so be kind.")
    assert reading.choices == ("Fresh may only be followed by Called. **For people:** So be kind.",)


def test_a_question_without_phrasings_has_those_of_the_others() -> None:
    """Each phrasing settles all that is asked about a unit."""
    reading = reading_of("Reps make at least 5 attempts on 2 channels before Recycled.")
    (outcome,) = reading.outcomes
    assert isinstance(outcome, Ambiguous)
    assert all(question.choices for question in outcome.questions)


def test_the_last_resort_is_the_whole_unit_for_people() -> None:
    """As a sentence, a row, an entry."""
    assert reading_of("Leads get some love soon.").for_people == "**For people:** Leads get some love soon."
    assert reading_of("**A lead. Love it.** Yes.").for_people == "For people: A lead."
    row = reading_of("| What you see | What to do |\n|---|---|\n| a `lead` | love it |")
    assert row.for_people == "| a `lead` (for people) | love it |"
    entry = reading_of("```yaml\nlove: some, soon\n```")
    assert entry.for_people == 'love: "For people: some, soon"'


def test_of_a_row_that_is_read_but_for_one_cell_that_cell_is_for_people() -> None:
    """The points are kept, only how they fade is said to people."""
    text = "| Signal | Points | Fades |\n|---|---|---|\n| visited the fair | 10 | a little every day |\n"
    reading = reading_of(text)
    assert reading.for_people == "| visited the fair | 10 | a little every day (for people) |"


def test_nothing_is_proposed_for_what_is_read() -> None:
    """And nothing is nearest where nothing of the same words is read."""
    (reading,) = read_paper(Source("paper.md", "`Reason` is one of price, timing.")).readings
    assert (reading.choices, reading.for_people) == ((), None)
    (outcome,) = reading_of("Leads get some love soon.").outcomes
    assert outcome == NotUnderstood(None, outcome.place)


def test_the_nearest_keeps_the_words_and_the_numbers() -> None:
    """What stands in the way is left out, no number is."""
    reading = reading_of(f"{STAGES}Fresh leads from the fair come first and are called within 45 minutes.")
    assert reading.choices == ("Sales must reach `called` within 45 minutes around the clock, counted from `Fresh`.",)


def test_a_list_of_conditions_is_told_point_by_point() -> None:
    """A point that cannot be read stands as the name of a yes/no field."""
    text = "## Ready\n\nOne of these must be true:\n\n1. score above 40\n2. score in the top band and plan = Grow\n"
    reading = reading_of(text, "top band")
    assert reading.choices == ("`ready 2` means all of: `score in the top band`; plan = Grow.",)


STAGE = "```yaml\nstages:\n  - name: Won\n    owner: Sales\n    {}\n```\n"


def test_an_entry_is_offered_with_its_key() -> None:
    """What it counts from is the stage it stands below, and who holds the stage is named first."""
    reading = reading_of(STAGE.format('sla: "Kick-off within 72 hours"'))
    assert reading.choices[0] == (
        'sla: "Sales must reach `kick-off` within 72 hours around the clock, counted from `Won`."'
    )
    assert reading_of(STAGE.format('criteria: "budget set, need named"')).choices == (
        'criteria: "all of: budget set; need named"',
        'criteria: "any of: budget set; need named"',
    )
    assert reading_of(STAGE.format('must_have: "Notes; Price if somebody asked for it"')).choices == (
        'must_have: "Notes; Price if somebody_asked_for_it is yes"',
    )


def test_of_two_who_hold_a_stage_in_turn_the_first_is_offered() -> None:
    """A stage has one party."""
    reading = reading_of("```yaml\nstages:\n  - name: Won\n    owner: SDR, then AE\n```\n")
    assert reading.choices == ('owner: "SDR"',)
