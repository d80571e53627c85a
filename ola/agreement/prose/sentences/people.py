"""Sentences that are said to people: who keeps the page, meetings, reviews, reports, tips, questions, signatures."""

from __future__ import annotations

import re

from ola.agreement.prose.reading import ForPeople
from ola.agreement.prose.sentences.sentence import Sentence

_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
# What a sentence is about, by words that only such sentences hold. A figure with a bound is never only for people.
ABOUT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (about, re.compile(known, re.IGNORECASE))
    for about, known in (
        (
            "who keeps the page",
            (
                r"^(?:page owner|owner|maintained|maintainer|kept|written|edited|contact)\b.{0,6}(?::|\bby\b)"
                r"|^(?:working copy|draft)\b|\bmaintained by\b"
            ),
        ),
        (
            "where questions go",
            (
                r"^(?:questions?|ask|feedback|problems?)\b.{0,30}\b(?:go(?:es)? to|to)\b"
                r"|^(?:if|when) (?:in doubt|unsure|you are (?:not sure|unsure|in doubt)|they disagree)\b.{0,10}\bask\b"
            ),
        ),
        (
            "this page",
            (
                r"^(?:this|the) (?:page|document|paper|note|agreement|section|file|list|table)s?\b.{0,20}\b(?:replaces?"
                r"|supersedes?|says?|explains?|describes?|covers?|sums? up|is about|tells?|does not|was|lives|used to)\b"
                r"|\bon this page\b"
            ),
        ),
        (
            "a review",
            (
                rf"\bnext review\b|^reviewed\b|^(?:\w+ ){{0,3}}reviews? (?:on|every|each|in|at) .{{0,40}}\b(?:{_DAYS}|week|month|quarter|year)\b"
                r"|\b(?:agreement|page|sla|document) (?:is|will be) reviewed\b|\breview(?:s|ed)? (?:of )?(?:the )?(?:agreement|page|sla)\b|\brenegotiat\w+"
            ),
        ),
        (
            "a meeting",
            (
                rf"\b(?:we meet|(?:will )?meets? (?:weekly|monthly|quarterly|daily|every \w+)|meeting of both teams|stand-?up|retro(?:spective)?)\b|^(?:{_DAYS})s?,? \d{{1,2}}[:.]\d{{2}}"
            ),
        ),
        (
            "a report",
            (
                rf"^(?:lists?|tables?|reports?|summary|overview|charts?) of\b.{{0,80}}\b(?:every|each|on) (?:{_DAYS}|day|week|month)s?\b"
                r"|\b(?:sends?|gets?|publish(?:es)?|shares?) (?:the |a )?(?:\w+ ){0,3}(?:report|dashboard|summary)\b"
            ),
        ),
        ("a signature", r"^(?:signed|agreed|approved) (?:by|on)\b|\bsignator(?:y|ies)\b"),
        (
            "an open question",
            (
                r"^open question\b|\bwe are (?:still|currently) (?:discuss|decid|negotiat|clarify|think)\w*\b|\bto be decided\b|\btbd\b|\bstill open\b"
            ),
        ),
        (
            "a change of the page",
            (
                r"\bpull requests?\b|^(?:please )?(?:propose|suggest|request|send) (?:changes|edits)\b|^changes? (?:to|of) (?:this|the) (?:page|document)\b"
            ),
        ),
        (
            "which part of the page wins",
            (r"\b(?:disagree|contradict|differ|conflict)s?\b.{0,60}\b(?:wins?|prevails?|holds?|counts?|applies|ask)\b"),
        ),
        (
            "a consequence for people",
            (r"\b(?:miss(?:es)?|missed) the (?:target|goal)s?\b.{0,60}\b(?:in a row|running)\b"),
        ),
        (
            "a habit",
            (
                r"^keep (?:the|your|every) \w+ (?:current|up to date|clean|tidy)\b|^(?:once|twice) a (?:day|week|month),? (?:go|look|check|read|walk)\b"
                r"|\bin the order (?:in which )?(?:they|it) (?:arrived?|came)\b"
            ),
        ),
        (
            "a walk through",
            (
                rf"\b(?:walk|go|look|read)s? (?:through|over|at) (?:\w+ ){{1,4}}(?:every|each) (?:morning|day|week|{_DAYS})\b"
            ),
        ),
    )
)
_QUESTION = re.compile(r"\?[\"'”’)]*$")


def read_for_people(sentence: Sentence) -> ForPeople | None:
    """Say that a sentence is for people, and about what; nothing where it may be more."""
    text = sentence.unit.words.text if sentence.tokens and sentence.tokens[0].start == 0 else sentence.text
    if _QUESTION.search(sentence.unit.text.rstrip()) and len(sentence.tokens) < 40:  # noqa: PLR2004 (a question)
        return ForPeople("a question", sentence.place)
    if "within" in sentence.words or any(token.kind == "percent" for token in sentence.tokens):
        return None
    for about, known in ABOUT:
        if known.search(text):
            return ForPeople(about, sentence.place)
    return None
