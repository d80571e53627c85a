"""What is understood of a unit: checked as a clause, for people, ambiguous, or not understood."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from ola.agreement.prose.units import Unit
from ola.source import Place
from ola.tree.markdown import Document
from ola.tree.value import Node

if TYPE_CHECKING:
    from ola.agreement.prose.canonical.stretches import Stretch

Found = TypeVar("Found")
Form = Literal["shape", "predicate", "transition", "deadline", "goal", "derived", "calendar", "declaration"]


APPEND = "+"  # the last step of a path that adds to a list


@dataclass(frozen=True, slots=True)
class Put:
    """A value of the agreement's tree and where it goes: `("commitments", "first touch", "within")`.

    A stand-in holds only where the document says nothing else: a field that is only said to be required is text.
    """

    path: tuple[str, ...]
    node: Node
    is_stand_in: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a clause is about, so that clauses can be held against one another.

    `act` is what a deadline waits for or what a goal counts, `scope` the condition on the leads it binds, `bound` the
    limit or the number, `party` who owes it; each empty where it is not said.
    """

    act: tuple[str, ...] = ()
    scope: str = ""
    bound: tuple[str, ...] = ()
    party: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Understood in full and taken into the agreement.

    `says` is the clause in the words that ola itself would write; `figures` are the durations, shares, counts and
    times of day in it, each in one spelling (`4 business hours`, `95%`, `178`, `09:00-17:00`). `needs` names the
    yes/no fields the clause asks of a lead and that the document declares nowhere.
    """

    form: Form
    says: str
    puts: tuple[Put, ...]
    figures: tuple[str, ...]
    place: Place
    needs: tuple[str, ...] = ()
    about: About | None = None


@dataclass(frozen=True, slots=True)
class ForPeople:
    """Said to people: nothing in it can be checked; `about` says what it is, such as "a meeting".

    `puts` hold it where the agreement keeps such sentences, so that it is shown and signed again.
    """

    about: str
    place: Place
    puts: tuple[Put, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What the author has to decide: the code of the finding, what is asked, and whole phrasings that decide it."""

    code: str
    asks: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Understood but for something that is not said; nothing is guessed, and nothing goes into the agreement."""

    form: Form | None
    questions: tuple[Question, ...]
    figures: tuple[str, ...]
    place: Place
    about: About | None = None

    def offering(self, write: Callable[[str], str | None]) -> Ambiguous:
        """Give it with each choice written anew, as the row or sentence it goes into, but for those that cannot be."""
        return replace(
            self,
            questions=tuple(
                replace(each, choices=tuple(way for choice in each.choices if (way := write(choice)) is not None))
                for each in self.questions
            ),
        )


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Not understood; `nearest` is the phrasing nearest to it that ola reads, if there is one."""

    nearest: str | None
    place: Place


Outcome = Checked | ForPeople | Ambiguous | NotUnderstood


@dataclass(frozen=True, slots=True)
class Taken:
    """A word of the document that was read as one of ola's own terms: `miss` as `breach`."""

    word: str
    term: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A unit and what is understood of it; one sentence may hold several clauses, each with its place.

    `for_people` is a unit that is open written anew as one that is for people.
    """

    unit: Unit
    outcomes: tuple[Outcome, ...]
    taken: tuple[Taken, ...] = ()
    for_people: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the author has something to decide, or a part of it is not understood."""
        return not all(isinstance(outcome, Checked | ForPeople) for outcome in self.outcomes)

    @property
    def choices(self) -> tuple[str, ...]:
        """Every phrasing, in place of the unit, that ola reads in full and takes into the agreement; each once."""
        found: list[str] = []
        for outcome in self.outcomes:
            match outcome:
                case Ambiguous(questions=questions):
                    found += [choice for question in questions for choice in question.choices]
                case NotUnderstood(nearest) if nearest is not None:
                    found.append(nearest)
                case _:
                    pass
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Declared:
    """The names a document declares, gathered in a first pass over its tables, lists and definitions.

    Each by the name as the document spells it; conditions and sentences find them ignoring case, backticks and the
    difference between `Lead Status` and `lead_status`. `hours` are calendars that the document names without telling
    them in full.
    """

    fields: tuple[str, ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    segments: tuple[tuple[str, tuple[str, ...]], ...] = ()
    scores: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader may look at beside the unit: all units of the document, where this one stands, names declared."""

    document: Document
    units: tuple[Unit, ...]
    at: int
    declared: Declared = field(default_factory=Declared)
    own: Mapping[int, tuple[Stretch, ...]] = field(default_factory=dict)
    """What of each unit, by its number, stands in ola's own words."""
    found: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """Give what is found out of the document as a whole; it is looked for once, whichever unit asks."""
        if key not in self.found:
            self.found[key] = find()
        value: Found = self.found[key]
        return value


Reader = Callable[[Unit, Context], Reading | None]
