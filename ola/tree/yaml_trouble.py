"""What PyYAML stumbles over, said in words for people, with the caret where the mistake is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from yaml.error import MarkedYAMLError

from ola.finding import Code

NOT_YAML = Code(
    "OLA101",
    "error",
    "The text is not YAML",
    """The file cannot be read as YAML, so nothing in it could be checked. Reading stops at the first such
mistake; the caret shows where.

The usual causes are text that needs quotes and lines that are not aligned:

    says: Note: call within a day        # two colons on a line
    when: > 60                           # starts with a sign that YAML keeps for itself
    calendars: {amer: {zone: UTC}        # a bracket that is never closed

Write instead:

    says: "Note: call within a day"
    when: score > 60
    calendars: {amer: {zone: UTC}}

Indent with spaces; YAML does not take tabs. A value that holds `: `, ` #`, or starts with one of
`@ % & * ! | > [ { ' "` and a backtick stands in quotes.""",
)

_QUOTE = "Put the text in quotes."


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing PyYAML says: a pattern of its words, what ola says instead, and where the caret goes."""

    pattern: str
    message: str
    advice: str
    where: Literal["problem", "context", "context line"] = "problem"


# In order, the first pattern that is found speaks. {seen} is the character or sign that stands there,
# {line} the line in which the bracket opens.
_SAID = (
    _Said(r"character '\\t'", "A tab stands here, and YAML takes only spaces.", "Replace the tab by spaces."),
    _Said(
        r"character '(?P<seen>.)' that cannot start",
        "A value cannot start with {seen} in YAML.",
        _QUOTE,
    ),
    _Said(
        r"could not find expected ':'",
        "This line is neither a name with a value nor a part of the text above it.",
        'Write "name: value"; if the line goes on from the one above, indent it further.',
        "context line",
    ),
    _Said(
        r"sequence entries are not allowed", 'A list entry "- …" cannot start here.', "Start the list on a new line."
    ),
    _Said(r"mapping keys are not allowed", 'A "?" cannot stand here.', _QUOTE),
    _Said(
        r"quoted scalar: found unexpected",
        "The quote that opens here is never closed.",
        "Close it, or put the whole text in the other kind of quotes.",
        "context",
    ),
    _Said(
        r"flow (?P<seen>sequence|mapping): expected .* but got '(<stream end>|<document end>|<document start>)'",
        "The bracket that opens here is never closed.",
        "Close it.",
        "context",
    ),
    _Said(
        r"flow sequence: expected",
        'A comma or "]" was wanted here, for the "[" of line {line}.',
        "Close the bracket, separate the entries by commas, or put text that holds brackets or quotes in quotes.",
    ),
    _Said(
        r"flow mapping: expected",
        'A comma or "}}" was wanted here, for the "{{" of line {line}.',
        "Close the bracket, separate the entries by commas, or put text that holds brackets or quotes in quotes.",
    ),
    _Said(
        r"block (?:mapping|collection|sequence): expected <block end>, but found '(?:<block mapping start>|"
        r"<block sequence start>|<block sequence entry>|\?|-)'",
        "This line is not aligned with the others of its table or list.",
        "Indent it exactly like its neighbours.",
    ),
    _Said(r"expected <block end>, but found ':'", "No name stands before this colon.", "Write a name before it."),
    _Said(
        r"expected <block end>, but found '(?P<seen>.*)'",
        "Something stands here after the value has ended.",
        "Remove it, or put the whole value in quotes.",
    ),
    _Said(
        r"node: expected the node content", "A value was wanted here.", "Write the value, or put the text in quotes."
    ),
    _Said(
        r"unknown escape character '(?P<seen>.*)'",
        "A backslash in double quotes cannot be followed by {seen}.",
        "Write two backslashes, or use single quotes, in which a backslash is itself.",
    ),
    _Said(
        r"hexadecimal numbers",
        "The escape after this backslash is not complete.",
        "Write two backslashes, or use single quotes, in which a backslash is itself.",
    ),
    _Said(
        r"scanning an (?P<seen>alias|anchor)",
        "A value that starts with * or & is an alias or an anchor in YAML, and this is none.",
        _QUOTE,
        "context",
    ),
    _Said(
        r"scanning a block scalar",
        "A value that starts with > or | opens a block of text on the lines below.",
        "Put the text in quotes; in a condition, write what is compared before the sign.",
        "context",
    ),
    _Said(
        r"scanning a directive",
        "A line that starts with % is a directive in YAML, and this is none.",
        _QUOTE,
        "context",
    ),
    _Said(r"(?:scanning|parsing) a tag|tag handle", "A value that starts with ! is a tag in YAML.", _QUOTE, "context"),
    _Said(r"version 1", "This says it is another YAML than 1.x.", 'Remove the line that starts with "%YAML".'),
    _Said(
        r"expected '<document start>'",
        "The document has ended before this line.",
        "Make one table of it: every line at the left edge is a name with a value.",
    ),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the text as YAML: words, a way out, and the stretch of the text, in code points."""

    message: str
    advice: str | None
    start: int
    end: int


def trouble(error: MarkedYAMLError, text: str) -> Trouble:
    """Say in our words what PyYAML could not read in `text`, and where."""
    problem = error.problem_mark.index if error.problem_mark else 0
    context = error.context_mark.index if error.context_mark else problem
    problem, context = min(problem, len(text)), min(context, len(text))
    words = f"{error.context or ''}: {error.problem or ''}"
    if "mapping values are not allowed" in words:
        return _second_colon(text, problem)
    if _stands_on_a_tab(text, problem):
        words = r"character '\t'"
    for said in _SAID:
        found = re.search(said.pattern, words)
        if found is None:
            continue
        start = problem if said.where == "problem" else context
        end = _line_end(text, start) if said.where == "context line" else start + 1
        line = error.context_mark.line + 1 if error.context_mark else 1
        message = said.message.format(seen=found.groupdict().get("seen") or "", line=line)
        return Trouble(message, said.advice, start, end)
    return Trouble(f"YAML cannot read this: {error.problem}.", _QUOTE, problem, problem + 1)


def _second_colon(text: str, colon: int) -> Trouble:
    """Say whether a colon stands in text that wants quotes, or on a line that is indented too far."""
    line = re.split(r"[\r\n]", text[:colon])[-1]
    if re.search(r":\s", line):
        message = 'A second ": " stands on this line, and YAML takes it for another name with a value.'
        return Trouble(message, "Put the text after the first colon in quotes.", colon, colon + 1)
    message = "This name stands deeper than the value above it allows."
    return Trouble(message, "Align it with its neighbours, or put text that holds a colon in quotes.", colon, colon + 1)


def _stands_on_a_tab(text: str, index: int) -> bool:
    """Say whether a tab is what stopped the reading: at the place, or in the indentation of its line."""
    line = re.split(r"[\r\n]", text[:index])[-1]
    return text[index : index + 1] == "\t" or ("\t" in line and not line.strip())


def _line_end(text: str, index: int) -> int:
    """Give the end of the line, without white space, that holds `index`."""
    found = re.compile(r"[^\r\n]*").match(text, index)
    return max(index + 1, index + len(found.group().rstrip()) if found else index)
