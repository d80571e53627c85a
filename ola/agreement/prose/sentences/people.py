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
                r"^(?:(?:page|document) owners?|owners?|maintained|maintainer|kept|written|edited|contacts?|authors?|approved|prepared)\b.{0,6}(?::|\bby\b)"
                r"|^(?:working copy|draft)\b|\bmaintained by\b|^status:? (?:draft|final|approved|in review|signed)\b"
                r"|^(?:last|first|date|version|revision)\b.{0,12}\b(?:reviewed|updated?|changed|edited|modified|published|approved)\b"
                r"|^(?:version|revision|v)\.? ?\d+(?:\.\d+)*\b"
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
                r"^(?:this|the) (?:page|document|paper|note|agreement|sla|ola|section|file|list|table|following)s?\b.{0,20}\b(?:replaces?"
                r"|supersedes?|says?|explains?|describes?|covers?|sums? up|is about|tells?|does not|was|lives|used to"
                r"|sets? out|outlines?|defines?|lays? (?:down|out)|summari[sz]es?|documents|records|establishes|supports?|serves?"
                r"|aims?|exists|helps?|is (?:meant|intended|not)|is an? (?:living|internal|informal|joint|written))\b"
                r"|\bon this page\b|^it (?:replaces|supersedes)\b|\blegally binding\b"
                r"|^(?:the|our|its) (?:purpose|aim|objective|intention|idea|point) (?:of (?:this|the|our) [\w ]{2,30} )?(?:is|of)\b"
                r"|^(?:please )?(?:see|refer to) (?:also )?(?:the )?(?:appendix|annex|section|chapter|page|below|above|attached|glossary)\b"
                r"|^(?:hi|hello|dear|thanks|thank you)\b|^(?:best|kind|warm)(?: regards| wishes)?,|^(?:let me|please let me) know\b"
                r"|^to: .{2,80} from: |^this agreement is (?:entered into|made) (?:on|as of)\b"
            ),
        ),
        (
            "a review",
            (
                rf"\bnext review\b|^reviewed\b|^(?:\w+ ){{0,3}}reviews? (?:on|every|each|in|at) .{{0,40}}\b(?:{_DAYS}|week|month|quarter|year)\b"
                r"|\b(?:agreement|page|sla|document|targets?|terms) (?:is|are|will be|shall be|gets?) (?:reviewed|revisited|re-?evaluated)\b|\b(?:review|revisit|re-?evaluate)(?:s|ed)? (?:of )?(?:(?:the|this|our|these) )?(?:agreement|page|sla|document|targets|terms)\b|\brenegotiat\w+"
                r"|^(?:it )?(?:is|shall be|will be|must be|is to be) (?:reviewed|revisited)\b"
                rf"|^(?:the |both )?(?:teams?|sides?|parties|we) reviews? .{{0,80}}\b(?:every|each) (?:{_DAYS}|day|week|month|quarter)\b"
            ),
        ),
        (
            "a meeting",
            (
                r"\b(?:teams|sides|parties|leads|heads|managers|directors|vps|leadership|group|committee|both) (?:will |shall )?meets? "
                r"(?:on|in|at|to|for|once|twice|every|each|again|with|regularly|weekly|monthly|quarterly)\b"
                r"|\b(?:weekly|bi-?weekly|fortnightly|monthly|quarterly|regular|joint|daily) (?:[\w-]+ ){0,3}(?:meeting|sync|check-?in|huddle|catch-?up|retro)s?\b|"
                rf"\b(?:we meet|(?:will )?meets? (?:weekly|monthly|quarterly|daily|every \w+)|meeting of both teams|stand-?up|retro(?:spective)?)\b|^(?:{_DAYS})s?,? \d{{1,2}}[:.]\d{{2}}"
            ),
        ),
        (
            "a report",
            (
                rf"^(?:lists?|tables?|reports?|summary|overview|charts?) of\b.{{0,80}}\b(?:every|each|on) (?:{_DAYS}|day|week|month)s?\b"
                r"|^(?:the )?(?:results?|figures|numbers|reports?|dashboards?|kpis|metrics|outcomes?) (?:is|are|will be|get) "
                r"(?:shared|published|sent|shown|presented|posted|discussed|reviewed)\b"
                r"|\b(?:sends?|gets?|publish(?:es)?|shares?) (?:the |a )?(?:\w+ ){0,3}(?:report|dashboard|summary)\b"
                r"|\b(?:sends?|publish(?:es)?|shares?|presents?|reports?) (?:the |its |their )?(?:\w+ ){0,2}(?:figures|numbers|results|volumes?)\b"
                r".{0,30}\b(?:daily|weekly|monthly|quarterly|\d+(?:st|nd|rd|th))\b"
            ),
        ),
        (
            "feedback between the teams",
            r"\b(?:gives?|provides?|shares?) (?:\w+ ){0,2}feedback (?:on|about) (?:the )?(?:lead |campaign |overall )?quality\b",
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
            (
                r"\b(?:miss(?:es)?|missed|breach(?:es)?|fails?|below|less than|fewer than)\b.{0,60}\b(?:in a row|running|consecutive)\b"
                r"|\bconsecutive (?:weeks|months|quarters)\b.{0,60}\b(?:escalat\w+|meets?|discuss\w*|leadership|plan)\b"
            ),
        ),
        (
            "how the agreement is changed or ended",
            (
                r"^(?:any )?(?:changes?|amendments?) (?:\w+ ){0,2}(?:requires?|needs?) (?:the )?(?:written )?(?:consent|agreement|approval)\b|"
                r"^(?:any )?(?:changes?|amendments?|modifications?|exceptions?) (?:to|of|from) (?:this|the) (?:agreement|sla|document)\b"
                r"|\b(?:disputes?|disagreements?|conflicts?) (?:is|are|will be|shall be|get) (?:resolved|settled|escalated|decided|taken)\b"
                r"|\b(?:terminate|terminated|cancel|cancelled|end|ended)\b.{0,50}\bnotice\b"
            ),
        ),
        (
            "who answers for the numbers",
            (
                r"\b(?:is|are) responsible for (?:the )?(?:monitoring|reporting|maintaining|updating|tracking|measuring|publishing|dashboard)\b"
            ),
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
# What sounds like talk of the page and says to which leads or days the agreement applies, or how fast something is done.
_MAY_BIND = re.compile(
    r"\b(?:appl(?:y|ies)|exclud\w*|except|exempt\w*|only (?:to|for))\b|\d ?(?:business |working )?(?:min|hour|hrs?\b|h\b|day)",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(r"\b(?:valid|effective|in force|in effect)\b", re.IGNORECASE)
# Sections that hold what is said to people, unless a sentence there promises or counts something.
_SECTIONS = re.compile(
    r"^(?:[\d.]+ )?(?:purpose|background|introduction|intro|preamble|context|motivation|why\b.*|about (?:this|the)\b.*|contacts?|questions"
    r"|change ?log|history|revision history|document (?:control|history)|sign-?off|acknowledge?ments?)$",
    re.IGNORECASE,
)
_PROMISES = frozenset(
    {"must", "shall", "within", "required", "mandatory", "least", "most", "minimum", "maximum", "qualified"}
)
# What a bad run of months leads to among people, also within some time.
_IN_A_ROW = re.compile(
    r"^(?:if|when|should) .{5,120}\b(?:in a row|running|consecutive (?:weeks|months|quarters)),? .{0,60}"
    r"\b(?:(?:parties|teams|sides|both|management|leaders\w*|heads|directors) .{0,20}\b(?:meet|review|discuss|agree|look)"
    r"|(?:plan|root cause)\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?[\"'”’)]*$")


def read_for_people(sentence: Sentence) -> ForPeople | None:
    """Say that a sentence is for people, and about what; nothing where it may be more."""
    text = sentence.unit.words.text if sentence.tokens and sentence.tokens[0].start == 0 else sentence.text
    if _QUESTION.search(sentence.unit.text.rstrip()) and len(sentence.tokens) < 40:  # noqa: PLR2004 (a question)
        return ForPeople("a question", sentence.place)
    if any(token.kind == "percent" for token in sentence.tokens):
        return None
    if _IN_A_ROW.search(text):
        return ForPeople("a consequence for people", sentence.place)
    if "within" in sentence.words:
        return None
    for about, known in ABOUT:
        if about == "who keeps the page" and _IN_FORCE.search(text):
            continue
        if known.search(text) and not (about == "this page" and _MAY_BIND.search(text)):
            return ForPeople(about, sentence.place)
    if _stands_above_a_table(sentence) and not _has_figures(sentence):
        return ForPeople("what the table below is", sentence.place)
    section = sentence.unit.headings[-1].text if sentence.unit.headings else ""
    if _SECTIONS.match(section) and not (_PROMISES & sentence.words or _has_figures(sentence)):
        return ForPeople(section.lower(), sentence.place)
    return None


def _stands_above_a_table(sentence: Sentence) -> bool:
    """Say that it ends in a colon, and a table follows."""
    below = sentence.context.units[sentence.context.at + 1 : sentence.context.at + 2]
    return sentence.unit.text.rstrip().endswith(":") and bool(below) and below[0].kind == "table"


def _has_figures(sentence: Sentence) -> bool:
    return any(token.number is not None or token.kind == "time" for token in sentence.tokens)
