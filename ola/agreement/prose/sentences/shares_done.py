"""Sentences on what share of leads something is done with: `Sales works 100 % of MQLs`, `9 out of 10 MQLs get a call`."""

from __future__ import annotations

import re
from dataclasses import replace

from ola.agreement.prose.phrases.names import phrase_key
from ola.agreement.prose.phrases.quantities import Bound, Quantity
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.sentences.commitments import name_of
from ola.agreement.prose.sentences.goals import Number, counted, owing_party, settled
from ola.agreement.prose.sentences.owing import owed_by_heading
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape
from ola.agreement.prose.sentences.verbs import BASES, PARTICIPLE_OF


def _done(found: Found, sentence: Sentence) -> Outcomes:
    """Read who does something with a share of leads, or of what share something comes true."""
    bound: Bound = found["bound"]
    cohort = counted(found["of"], sentence)
    if bound.first.kind != "share" or bound.about or cohort is None:
        return None
    if any(token.low in _NO_LEADS | _LEADS_ON for token in found["of"]):
        return None
    what = _what(found, sentence)
    if what is None:
        return None
    party = owed_by_heading(sentence)
    if "who" in found:
        party = owing_party(found["who"], sentence)
        if party is None:
            return None
    number = Number(
        name=name_of(sentence),
        what=Read(what, (Need(what, "boolean"),)),
        bound=bound if bound.said else replace(bound, sense=">="),
        of=_of_all(cohort),
        period=found.get("period"),
        party=party,
    )
    return settled(number, sentence)


def _of_all(cohort: str) -> str | None:
    """Give no stage where all leads are meant: since when they are counted is open."""
    return None if cohort.lower() in {"leads", "records", "contacts", "enquiries", "inquiries"} else cohort


def _what(found: Found, sentence: Sentence) -> str | None:
    """Spell what is done as a fact of a lead: `worked in time`."""
    in_time = "_in_time" if _IN_TIME.search(sentence.text) else ""
    if "verb" in found:
        base = found["verb"]
        return f"{PARTICIPLE_OF.get(base, f'{base}d' if base.endswith('e') else f'{base}ed')}{in_time}"
    what = phrase_key(found["what"])
    return None if what is None else f"{what}{in_time}"


# Of what is no lead: "80 % of the target" is a number, and "30 % of the pipeline" a sum.
_NO_LEADS = frozenset("target targets goal goals quota plan pipeline revenue budget spend volume number".split())
_LEADS_ON = frozenset("into to with without from in within by for on".split())  # "of SALs into SQLs" is no cohort
_IN_TIME = re.compile(r"\b(?:in|on) time\b|\bwithin (?:the )?(?:sla|limit)\b", re.IGNORECASE)
_WHEN = "[(in time|on time|within the sla|within sla|within the limit)]"
DONE = Shape(
    "with what share of leads something is done",
    (
        f"<who:phrase> [must|will|shall|has to|have to] <verb:does> <bound> of [all|the|its|their] <of:phrase> {_WHEN} [<period>]",
        f"<bound> [of] [all|the] <of:phrase> (get|gets|receive|receives|must get|must receive|will get|will receive) <what:phrase> {_WHEN} [<period>]",
    ),
    _done,
    "Sales works 100% of MQLs per month.",
)


def _not_more(found: Found, sentence: Sentence) -> Outcomes:
    """Read a share that somebody may not go beyond: `Sales may not reject more than 25 % of MQLs`."""
    party, cohort, act = owing_party(found["who"], sentence), counted(found["of"], sentence), found["act"]
    if party is None or cohort is None or len(act) != 1 or act[0].low not in BASES:
        return None
    if any(token.low in _NO_LEADS | _LEADS_ON for token in found["of"]):
        return None
    what = PARTICIPLE_OF[act[0].low]
    bound = Bound("<=", Quantity("share", found["share"]), said=True)
    number = Number(
        name_of(sentence),
        Read(what, (Need(what, "boolean"),)),
        bound,
        of=_of_all(cohort),
        period=found.get("period"),
        party=party,
    )
    return settled(number, sentence)


NOT_MORE = Shape(
    "what share nobody may go beyond",
    (
        "<who:phrase> (may not|must not|shall not|should not|can not|cannot|will not|does not|do not) <act:noun> (more than|over) <share> of [all|the|its|their] <of:phrase> [<period>]",
    ),
    _not_more,
    "Sales may not reject more than 25% of MQLs in any quarter.",
)


def _converts(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Sales converts at least 20 % of SALs into SQLs`: what becomes of the leads of a stage."""
    bound: Bound = found["bound"]
    party, cohort = owing_party(found["who"], sentence), counted(found["of"], sentence)
    into = counted(found["into"], sentence)
    if bound.first.kind != "share" or bound.about or party is None or cohort is None or into is None:
        return None
    bound = bound if bound.said else replace(bound, sense=">=")
    return settled(Number(name_of(sentence), into, bound, of=cohort, period=found.get("period"), party=party), sentence)


_TURNS = "(convert|converts|turn|turns|develop|develops|move|moves|bring|brings|progress|progresses|advance|advances)"
CONVERTS = Shape(
    "what share of a stage goes on to another",
    (
        f"<who:phrase> [must|will|shall|has to|have to] {_TURNS} <bound> of [all|the|its|their] <of:phrase> (into|to) [an|a] <into:phrase> [<period>]",
        "<who:phrase> (commits to|commit to|agrees to|agree to) (converting|turning|developing|moving|bringing) <bound> of [all|the|its|their] <of:phrase> (into|to) [an|a] <into:phrase> [<period>]",
    ),
    _converts,
    "Sales converts at least 20% of SALs into SQLs per quarter.",
)

SHAPES = (CONVERTS, NOT_MORE, DONE)
