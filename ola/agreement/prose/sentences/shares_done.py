"""Sentences on what share of leads something is done with: `Sales works 100 % of MQLs`, `9 out of 10 MQLs get a call`."""

from __future__ import annotations

import re
from dataclasses import replace

from ola.agreement.prose.phrases.names import phrase_key
from ola.agreement.prose.phrases.quantities import Bound
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.sentences.commitments import name_of
from ola.agreement.prose.sentences.goals import Number, counted, owing_party, settled
from ola.agreement.prose.sentences.owing import owed_by_heading
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape
from ola.agreement.prose.sentences.verbs import PARTICIPLE_OF


def _done(found: Found, sentence: Sentence) -> Outcomes:
    """Read who does something with a share of leads, or of what share something comes true."""
    bound: Bound = found["bound"]
    cohort = counted(found["of"], sentence)
    if bound.first.kind != "share" or bound.about or cohort is None:
        return None
    if any(token.low in _NO_LEADS for token in found["of"]):
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
        of=cohort,
        period=found.get("period"),
        party=party,
    )
    return settled(number, sentence)


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

SHAPES = (DONE,)
