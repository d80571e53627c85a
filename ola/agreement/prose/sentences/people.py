"""Sentences that are said to people: who keeps the page, meetings, reviews, reports, tips, questions, signatures."""

from __future__ import annotations

import re

from ola.agreement.prose.reading import ForPeople
from ola.agreement.prose.sentences.sentence import Sentence

# What a sentence is about, by words that only such sentences hold. A figure with a bound is never only for people.
ABOUT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "who keeps the page",
        re.compile(
            r"^(?:page owner|owner|maintained|maintainer|kept|written|edited|contact)\b.{0,6}(?::|\bby\b)|^(?:working copy|draft)\b|\bmaintained by\b",
            re.IGNORECASE,
        ),
    ),
    (
        "where questions go",
        re.compile(
            r"^(?:questions?|ask|feedback|problems?)\b.{0,30}\b(?:go(?:es)? to|to)\b|\bif (?:they|these|they both) disagree, ask\b",
            re.IGNORECASE,
        ),
    ),
    (
        "this page",
        re.compile(
            r"^(?:this|the) (?:page|document|paper|note|agreement|section|file|list|table)s?\b.{0,20}\b(?:replaces?|says?|explains?|describes?|is about|tells?|does not|was|lives|used to)\b|\bon this page\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a review",
        re.compile(
            r"\b(?:next review|reviewed (?:every|once|monthly|weekly|quarterly)|review(?:s|ed)? (?:of )?(?:the )?(?:agreement|page|sla)|renegotiat\w+|(?:funnel|quarterly|monthly|weekly) review)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a meeting",
        re.compile(
            r"\b(?:we meet|meeting of both teams|stand-?up|retro(?:spective)?)\b|^(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?),? \d{1,2}[:.]\d{2}",
            re.IGNORECASE,
        ),
    ),
    (
        "a report",
        re.compile(
            r"^(?:list|report|summary|overview) of\b.{0,60}\bevery (?:mon|tues|wednes|thurs|fri)day\b|\b(?:sends?|gets?|publish(?:es)?|shares?) (?:the |a )?(?:\w+ ){0,3}(?:report|dashboard|summary)\b",
            re.IGNORECASE,
        ),
    ),
    ("a signature", re.compile(r"^(?:signed|agreed|approved) (?:by|on)\b|\bsignator(?:y|ies)\b", re.IGNORECASE)),
    (
        "an open question",
        re.compile(
            r"^open question\b|\bwe are still (?:discussing|deciding)\b|\bto be decided\b|\btbd\b|\bstill open\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a change of the page",
        re.compile(r"\b(?:change|edit) (?:it|them) by pull request\b|\bpull requests?\b", re.IGNORECASE),
    ),
    (
        "which part of the page wins",
        re.compile(r"\b(?:disagree|contradict)\b.{0,40}\b(?:wins?|prevails?|holds?|ask)\b", re.IGNORECASE),
    ),
    (
        "a consequence for people",
        re.compile(r"\b(?:miss(?:es)?|missed) the (?:target|goal)s?\b.{0,60}\b(?:in a row|running)\b", re.IGNORECASE),
    ),
    ("a system", re.compile(r"^(?:\w+ ){1,3}(?:runs?|lives?) in [A-Z]\w+$|^(?:the )?CRM is [A-Z]\w+$")),
    (
        "a habit",
        re.compile(
            r"^keep (?:the|your|every) \w+ (?:current|up to date|clean|tidy)\b|^(?:once|twice) a (?:day|week|month),? (?:go|look|check|read|walk)\b|\bin the order (?:in which )?(?:they|it) (?:arrived?|came)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a walk through",
        re.compile(
            r"\b(?:walk|go|look) (?:through|over|at) the (?:open )?\w+ (?:every|each) (?:morning|day|week)\b",
            re.IGNORECASE,
        ),
    ),
)
_QUESTION = re.compile(r"\?[\"'”’)]*$")


def read_for_people(sentence: Sentence) -> ForPeople | None:
    """Say that a sentence is for people, and about what; nothing where it may be more."""
    text = sentence.unit.words.text if sentence.tokens and sentence.tokens[0].start == 0 else sentence.text
    if _QUESTION.search(sentence.unit.text.rstrip()) and len(sentence.tokens) < 40:  # noqa: PLR2004 (a question)
        return ForPeople("a question", sentence.place)
    if any(token.kind == "percent" for token in sentence.tokens):
        return None
    for about, known in ABOUT:
        if known.search(text):
            return ForPeople(about, sentence.place)
    return None
