"""What the author of a sentence has to decide: the codes of the questions, each with its page."""

from __future__ import annotations

from ola.finding import Code

NO_CALENDAR = Code(
    "OLA170",
    "error",
    "A time that does not say whose hours count",
    """"Within 4 hours" may run day and night, or in working hours only. A lead that comes on Friday evening is due the
same night in the one reading, and on Monday in the other. Working hours need a calendar besides.

    Sales calls every new lead within 4 hours of assignment.

Write one of:

    Sales calls every new lead within 4 hours of assignment, around the clock.
    Sales calls every new lead within 4 business hours of assignment, on the calendar `office hours`.

A calendar is told in a sentence of its own: "Office hours are Monday to Friday 9:00 to 17:30, Europe/Berlin".""",
)
NO_START = Code(
    "OLA171",
    "error",
    "A time that does not say from when it counts",
    """A limit counts from an event: the lead was created, became an MQL, was assigned, or the rep was told. They may lie
hours apart.

    Every new lead is called within 2 hours.

Write the event: "within 2 hours of assignment", or "within 2 hours, counted from `created`".""",
)
NO_STOP = Code(
    "OLA172",
    "error",
    "A promise that does not say what fulfils it",
    """"Follow up", "act on" and "handle" may mean an attempt, a conversation, or a changed status. An attempt is not a
conversation, and an automatic answer is neither.

    Sales follows up on every MQL within 4 business hours of assignment.

Name what counts: "… ; it is fulfilled by `call` or `email sent`".""",
)
NO_NUMBER = Code(
    "OLA173",
    "error",
    "A word where a number is needed",
    """"At once", "regularly", "about 90 days" and a placeholder such as [X] are no numbers that data could be held against.

    New leads are called at once.

Write how long, how often or how much at most: "within 5 minutes".""",
)
NO_PARTY = Code(
    "OLA174",
    "error",
    "A promise that nobody makes",
    """A sentence says what is done but not who owes it, so a breach is nobody's.

    A discovery call takes place within 8 working days after it was booked.

Name the party: "Sales holds the discovery call within …", or add "owed by Sales".""",
)
NO_CONVENTION = Code(
    "OLA175",
    "error",
    "Business days without their convention",
    """Two business days from Friday 19:00 end on different days in different companies, and at different hours. "24
business hours" are three days of eight hours, and writers usually mean one business day.

    SDRs give up on a Claimed lead after 12 working days.

Say when the first day begins and the last one ends: "…, a start outside hours counting from the next opening, due at
close".""",
)
SAME_DAY = Code(
    "OLA176",
    "error",
    "The same day, without the hour after which the next is meant",
    """A lead that comes at 17:59 is due a minute later, if "the same day" is taken at its word; one that comes on Saturday
has no working day to be due on.

    Referrals are called the same business day.

Say what holds for what comes late: "…, a start outside hours counting from the next opening".""",
)
ALL_OR_ANY = Code(
    "OLA177",
    "error",
    "A list that does not say whether all or any of it is needed",
    """Points one after the other may all be needed, or one of them may do. That decides who is qualified.

    An SAL is reachable; has answered; fit confirmed.

Write "all of", "any of" or "at least 2 of", or join the points with "and" or "or".""",
)
NO_PERIOD = Code(
    "OLA178",
    "error",
    "A number without its period",
    """A share or a count is judged for a week, a month or a quarter.

    All required fields are filled on 97 % of MQLs.

Add "per month", "per week" or "per quarter".""",
)
NO_ONE_LIMIT = Code(
    "OLA179",
    "error",
    "A range where one limit is needed",
    """"5-7 touches" does not say whether 5 are enough, nor "2 days (4 are tolerated)" which is the limit; a value that two bands
share has two answers.

    Each lead gets 5-7 touches over 14 days.

Write the bound that is promised: "at least 5 touches".""",
)
NO_FIELD = Code(
    "OLA180",
    "error",
    "A word that no field stands for",
    """The sentence hangs on a word that nothing in the document says how to tell, or a judgement that no data shows.

    A lead is fast-tracked if it meets two of these three criteria: size, region, budget.

Name the field and the value, or define the word in a sentence of its own.""",
)
NO_ORDER = Code(
    "OLA181",
    "error",
    "Rules for one lead without an order between them",
    """Two rules take the same lead and say different things, or a case is told without what it goes before.

    Leads go to the owner of the account, or to the next in line.

Say which of them wins, or write them as one table whose first row that fits counts.""",
)
NO_PROMISE = Code(
    "OLA182",
    "error",
    "A wish, a plan or an example where a promise is needed",
    """"Should", "we want", "usually" and "say" leave open whether anything is promised.

    We want one in eight of these leads to become a customer.

Write "must" or "at least", or move the sentence below a heading "For people".""",
)
NO_COHORT = Code(
    "OLA183",
    "error",
    "A share that does not say what it is a share of",
    """A share is taken of leads that entered a stage, of clocks, of meetings. A count is taken for all, or for each owner.

    Wrong data should stay below 4 %.

Name them: "of all leads disqualified in the quarter", "per owner".""",
)
HALF_A_CALENDAR = Code(
    "OLA184",
    "error",
    "Working hours without zone or holidays",
    """"9 to 18" is another time in Berlin than in Boston, and public holidays are open days unless the agreement names whose
are kept.

    Business hours are 09:00-18:00, Monday to Friday.

Add the zone and the holidays: "…, Europe/Berlin, without the public holidays of DE-BE".""",
)
HALF_A_MOVE = Code(
    "OLA185",
    "error",
    "A way between stages that is told by half",
    """A sentence says how a lead may move but not from where, how far back, or what else must change with it.

    Contacts go through the stages in order and none is skipped.

Say what is allowed besides: "…; nothing goes backwards".""",
)

CODES = (
    NO_CALENDAR,
    NO_START,
    NO_STOP,
    NO_NUMBER,
    NO_PARTY,
    NO_CONVENTION,
    SAME_DAY,
    ALL_OR_ANY,
    NO_PERIOD,
    NO_ONE_LIMIT,
    NO_FIELD,
    NO_ORDER,
    NO_PROMISE,
    NO_COHORT,
    HALF_A_CALENDAR,
    HALF_A_MOVE,
)
