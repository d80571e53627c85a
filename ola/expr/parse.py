"""From the text of a condition to its nodes, with every mistake at its place; never raises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ola.expr.grammar import grammar
from ola.expr.kinds import Reading
from ola.expr.mistakes import NEEDS_QUOTES, NOT_A_CONDITION, TOO_DEEP
from ola.expr.names import GRAMMAR_WORDS, Names
from ola.expr.nodes import Condition
from ola.expr.tokens import Token, tokens
from ola.finding import Finding, spoken_list
from ola.source import Place

if TYPE_CHECKING:
    from lark import Tree

LONGEST, DEEPEST = 100_000, 30

_WANTED = {
    "NAME": "a field, term, score or segment",
    "COMPARE": 'a comparison such as "=" or "is known"',
    "_IN": '"in"',
    "TEXT_PLACE": '"contains"',
    "_RPAR": 'a closing ")"',
    "_LPAR": 'an opening "("',
    "_COMMA": "a comma",
    "DURATION": "a duration such as 7 days",
    "EVENT": "an event",
    "PATTERN": "a pattern between slashes, such as /[A-Z]{2}[0-9]+/",
    "BEFORE_OR_AFTER": '"before" or "after"',
    "_AND": '"and"',
    "_OF": '"of"',
    "NUMBER": "a number",
    "WORD": "a value",
}


def parse_condition(
    text: str,
    names: Names,
    place_of: Callable[[int, int], Place] | None = None,
    *,
    clause: str | None = None,
) -> tuple[Condition | None, tuple[Finding, ...]]:
    """Read a condition; give its nodes (nothing where an error stands) and everything found, in order.

    `place_of` turns a stretch of `text` (code points from 0, the end not included) into its place in
    the agreement. Never raises, whatever the text.
    """
    reading = Reading(
        names, text, place_of or (lambda start, end: Place("condition", 1, start + 1, 1, end + 1)), clause
    )
    condition = None
    if tree := _tree(text, reading):
        condition = reading.condition(tree)
    findings = tuple(sorted(reading.findings, key=_by_place))
    if any(finding.level == "error" for finding in findings):
        condition = None
    return condition, findings


def _tree(text: str, reading: Reading) -> Tree[Any] | None:
    from lark.exceptions import UnexpectedToken

    if len(text) > LONGEST:
        reading.found(
            TOO_DEEP, f"This condition has {len(text):,} characters.", 0, LONGEST, "Give its parts names under terms."
        )
        return None
    if not text.strip():
        reading.found(NOT_A_CONDITION, "The condition is empty.", 0, len(text), 'Write one such as "score >= 60".')
        return None
    cut = reading.tokens = tokens(text, reading.names)
    for token in cut:
        if token.fault and token.type == "COMPARE":
            reading.found(
                NOT_A_CONDITION,
                f'"{text[token.start : token.end]}" is not a sign of conditions.',
                token.start,
                token.end,
                token.fault,
            )
    if not _shallow(cut, reading):
        return None
    try:
        return grammar().parse(cut)
    except UnexpectedToken as error:
        index = len(cut) if error.token.type == "$END" else error.token.start_pos or 0
        _explain(index, error.accepts or set(error.expected), reading)
        return None


def _by_place(finding: Finding) -> tuple[int, int]:
    place = finding.place
    return (place.line, place.column) if isinstance(place, Place) else (0, 0)


def _shallow(cut: Sequence[Token], reading: Reading) -> bool:
    depth = nots = 0
    for token in cut:
        depth += (token.type == "_LPAR") - (token.type == "_RPAR")
        nots = nots + 1 if token.type == "_NOT" else nots if token.type == "_LPAR" else 0
        if depth + nots > DEEPEST:
            reading.found(
                TOO_DEEP,
                f"This condition has more than {DEEPEST} brackets or nots within one another.",
                token.start,
                token.end,
                "Give its parts names under terms.",
            )
            return False
    return True


# ── what to say of a text that does not follow the grammar ──────────────────────────────────────


def _explain(index: int, wanted: set[str], reading: Reading) -> None:
    cut, text = reading.tokens, reading.text
    before = cut[index - 1] if index else None
    if index >= len(cut):
        opened = _unclosed(cut)
        if "_RPAR" in wanted and opened is not None:
            reading.found(NOT_A_CONDITION, 'This "(" is never closed.', opened.start, opened.end, 'Add the ")".')
            return
        last = cut[-1]
        if len(cut) > 1 and cut[-2].type == "COMPARE" and last.text.lower() in GRAMMAR_WORDS:
            said = f'"{last.text}" is spelt like a word of the grammar, so it needs quotes.'
            reading.found(
                NEEDS_QUOTES, said, last.start, last.end, f'If the value is meant, write "{last.text}" in quotes.'
            )
            return
        said = f'The condition ends after "{text[last.start : last.end]}", where {_wants(wanted)} was wanted.'
        reading.found(NOT_A_CONDITION, said, last.start, last.end, "Finish the condition.")
        return
    token = cut[index]
    seen = text[token.start : token.end]
    said, advice = f'"{seen}" cannot stand here; wanted {_wants(wanted)}.', _advice(cut, index, wanted)
    if token.type == "_RPAR" and "_RPAR" not in wanted and before is not None and before.type == "_LPAR":
        said = "There is nothing between these brackets."
    elif token.type == "_RPAR" and _unclosed(cut[:index]) is None:
        said, advice = 'This ")" closes nothing.', "Remove it; a key or value that holds brackets needs quotes."
    elif token.type == "ODD" and seen in "\"'“”":
        said, advice = f"This {seen} is never closed.", "Close the quotes."
    reading.found(NOT_A_CONDITION, said, token.start, token.end, advice)


def _advice(cut: Sequence[Token], index: int, wanted: set[str]) -> str | None:
    token, before = cut[index], cut[index - 1] if index else None
    words = token.text.lower().split()
    if before is not None and before.type == "WORD" and before.text.lower() == "one" and token.type == "_OF":
        return 'Write "in (…)" for "is one of (…)".'
    if before is not None and before.type == "COMPARE" and token.type in ("_IN", "_BETWEEN", "TEXT_PLACE", "_MATCHES"):
        return f'Leave out "is": write "{token.text}", or "not {token.text}".'
    if "WORD" in wanted and words and all(word in GRAMMAR_WORDS for word in words):
        return f'If it is meant as a value, quote it: "{token.text}".'
    if (
        before is not None
        and before.type == "_NOT"
        and token.type in ("_BETWEEN", "_MATCHES", "_OLDER_THAN", "_WITHIN")
    ):
        return 'Put "not" before the whole comparison.'
    if "_AND" in wanted and token.type in ("NAME", "_NOT", "_ALL_OF", "_ANY_OF", "_NONE_OF", "_LPAR"):
        return 'Did you leave out "and" or "or"?'
    if token.type == "_COMMA" and before is not None and before.type == "NUMBER":
        return "Write numbers without separators: 50000."
    if token.type == "_COMMA":
        return 'Write "and" or "or"; a value with a comma needs quotes.'
    if "PATTERN" in wanted:
        return "Write the pattern between slashes: matches /[0-9]{5}/."
    if "DURATION" in wanted and "WORD" not in wanted:
        return "Write a number and seconds, minutes, hours, days or weeks."
    return None


def _wants(wanted: set[str]) -> str:
    if "_NOT" in wanted and "_ALL_OF" in wanted:
        return "a condition"
    if "NAME" in wanted and "NOW" in wanted:
        return "a field or a value"
    if "WORD" in wanted and "NAME" in wanted and "COMPARE" not in wanted:
        return "a value"
    found = [words for terminal, words in _WANTED.items() if terminal in wanted and terminal != "NAME"]
    if "_AND" in wanted and "COMPARE" not in wanted:
        found = [words for words in found if words != '"and"'] + ['"and"', '"or"', "the end"]
    if "COMPARE" in wanted:
        found = [_WANTED["COMPARE"]]
    found = found or ["the end"]
    return spoken_list(found, "or")


def _unclosed(cut: Sequence[Token]) -> Token | None:
    opened: list[Token] = []
    for token in cut:
        if token.type == "_LPAR":
            opened.append(token)
        elif token.type == "_RPAR" and opened:
            opened.pop()
    return opened[-1] if opened else None
