"""Who reads a unit, in order: the first that understands it has the word."""

from __future__ import annotations

from ola.agreement.prose.canonical.reader import read_own_words
from ola.agreement.prose.code import read_code
from ola.agreement.prose.for_people import read_said_for_people
from ola.agreement.prose.lists import read_list
from ola.agreement.prose.lists.rows import read_row_of_criteria
from ola.agreement.prose.lists.stage_columns import read_stage_columns
from ola.agreement.prose.reading import Reader
from ola.agreement.prose.row_calendars import read_row_as_calendar
from ola.agreement.prose.row_sentences import read_row_as_sentence
from ola.agreement.prose.sentences import read_sentence
from ola.agreement.prose.sentences.taken_up import read_taken_up
from ola.agreement.prose.tables import read_table

READERS: tuple[Reader, ...] = (
    read_own_words,
    read_said_for_people,
    read_row_as_calendar,
    read_row_of_criteria,
    read_stage_columns,
    read_table,
    read_row_as_sentence,
    read_code,
    read_taken_up,
    read_list,
    read_sentence,
)
