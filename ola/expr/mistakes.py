"""What can be wrong with a condition, or with a name that conditions are to use."""

from __future__ import annotations

from ola.finding import Code

NOT_A_CONDITION = Code(
    "OLA110",
    "error",
    "A condition that cannot be read",
    """The text does not follow the grammar of conditions: a word too many, a bracket that is not closed, a
sign of another language.

    score >= 60 and            the second half is missing
    source = Trade show        a value with spaces needs quotes: source = "Trade show"
    country is one of (US)     write country in (US)

Nothing hangs on a condition that cannot be read, so the agreement is refused. Names are matched longest
first, ignoring case; `not` binds before `and` before `or`; brackets may be used anywhere.
""",
)
UNKNOWN_NAME = Code(
    "OLA111",
    "error",
    "A name that the agreement does not have",
    """A condition names a field, term, score or segment that is listed nowhere in the agreement.

    when: scor >= 60           there is no "scor"; did you mean "score"?

Names are matched longest first, ignoring case. List the field under `fields`, the term under `terms`, or
correct the spelling. A value on the right that is no field and no value of the left side is OLA112 or
OLA113.
""",
)
UNKNOWN_VALUE = Code(
    "OLA112",
    "error",
    "A value that the field cannot have",
    """A field with a closed list (a choice, stage, country, language or segment) is compared with a value not
on its list, so the comparison can never be true.

    source = webb              did you mean "web"?

Write the key or the label of a choice; values with spaces need quotes.
""",
)
KINDS_DO_NOT_FIT = Code(
    "OLA113",
    "error",
    "Two sides that cannot be compared",
    """The two sides of a comparison are of different kinds, or the kind has no such comparison.

    score >= web               a score is a number, and "web" is none
    job_title < 5              text has no order
    interests = pricing        a list of choices takes only contains, is known, is blank

Text compares with `=`, `!=`, `in`, `contains`, `starts with`, `ends with` and `matches`; numbers, dates,
instants and durations also by order; a date beside an instant compares days in the agreement's zone.
""",
)
VALUE_OR_FIELD = Code(
    "OLA114",
    "warning",
    "A word that is both a value and a field",
    """A bare word on the right of a comparison is a value of the left side and the name of a field too. It is
taken as the value.

    job_title = need           the text "need", or the field need?

Quote it if the value is meant (`"need"`), or write `lead.need` for the field.
""",
)
CANNOT_STAND_ALONE = Code(
    "OLA115",
    "error",
    "A name that is no condition by itself",
    """Only terms, fields that are true or false, and a segment followed by one of its values (`tier A`) are
conditions by themselves.

    when: score and consent    a score of what? write score >= 60

Compare it with a value, or ask `is known`.
""",
)
UNKNOWN_EVENT = Code(
    "OLA116",
    "error",
    "An event that the agreement does not have",
    """`first`, `last`, `number of` and `count of` are followed by an event of `events` or by a stage (entering
it is an event by its name), and this is neither.
""",
)
NOT_ABSOLUTE = Code(
    "OLA117",
    "error",
    "A duration that conditions cannot use",
    """Durations in conditions are absolute: seconds, minutes, hours, days of 24 hours, weeks. Business time
needs a calendar and stands in commitments (`within: 4 business hours`); months and years have no fixed
length. A date alone moves by whole days.
""",
)
NOT_HERE = Code(
    "OLA118",
    "error",
    "Something that cannot be asked here",
    """`count of` looks at all leads and stands in goals and exceptions only. A log's `where` sees one row and its
lead: no terms, scores, segments, events or `now`; a lead's field is `lead.FIELD`.
""",
)
REFUSED_PATTERN = Code(
    "OLA119",
    "error",
    "A pattern that is refused",
    """Patterns are a subset that every engine runs in linear time: no look-around, no references back, no flags;
`\\d \\w \\s \\b` are ASCII. The pattern covers the whole trimmed value.
""",
)
NEEDS_QUOTES = Code(
    "OLA120",
    "error",
    "A value that needs quotes",
    """A value with spaces, or one spelt like a word of the grammar, needs quotes.

    source = Trade show        write source = "Trade show"
    status = First             write status = "First"
""",
)
NEVER_ENOUGH = Code(
    "OLA123",
    "error",
    "A number that its list cannot reach, or always reaches",
    """`at least N of (…)` needs N from 1 to the number of conditions listed; otherwise it is always true or
never.
""",
)

TOO_DEEP = Code(
    "OLA121",
    "error",
    "A condition too long or too deep to be read",
    """A condition may have 100,000 characters and 30 brackets (or `not`) within one another. No condition that
people sign comes near; give its parts names under `terms` and use those.
""",
)
UNFIT_NAME = Code(
    "OLA122",
    "error",
    "A name that a condition could not use",
    """A field, term, score or segment has a name that holds a word of the grammar (`and`, `not`, `of`,
`first` …), a comparison sign, a comma, a bracket or a quote.

Conditions are cut into names before they are read, so a term called `rock and roll` would read as two
terms. Choose another name, or join its words: `rock_and_roll`, `first_name`.
""",
)

CODES = (
    NOT_A_CONDITION,
    UNKNOWN_NAME,
    UNKNOWN_VALUE,
    KINDS_DO_NOT_FIT,
    VALUE_OR_FIELD,
    CANNOT_STAND_ALONE,
    UNKNOWN_EVENT,
    NOT_ABSOLUTE,
    NOT_HERE,
    REFUSED_PATTERN,
    NEEDS_QUOTES,
    NEVER_ENOUGH,
    TOO_DEEP,
    UNFIT_NAME,
)
