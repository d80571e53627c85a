"""Labels that tell which leads a line is about: `Hot leads: …`, `Tier 1 – …`, `Demo requests → …`."""

from __future__ import annotations

import re

from ola.agreement.prose.phrases.conditions import condition
from ola.agreement.prose.phrases.names import Lexicon, phrase_key
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.agreement.prose.sentences.core import LEADS, Leads, plain, read_leads
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.verbs import PARTICIPLES

_JOINTS = frozenset({":", "->", "=", "=>", "-"})
_LONGEST = 10
_SIGNS = frozenset({"(", ")", "/", "&", ",", "+", ">=", "<=", ">", "<", "=", "-"})
# Words by which people sort leads without saying that they are leads.
_SORTS = frozenset(
    """hot warm cold tier priority segment level grade class band high medium low standard urgent critical normal top p1 p2 p3
    p4 a-leads b-leads c-leads inbound outbound enterprise smb mid-market midmarket commercial strategic others rest""".split()
)
_NOUNS = LEADS - set("one ones them it somebody someone anybody anyone anything everything person persons".split())
_REST = frozenset({"other", "others", "else", "rest", "remaining"})


# Words of labels that are no sort of leads: `Missed target: …`, `Exceptions: …`.
NO_LEADS = frozenset("missed miss breach target targets exception exceptions quota escalation".split())


def split_label(sentence: Sentence) -> tuple[Tokens, Tokens] | None:
    """Part a line into the leads it is about and what is said of them; nothing where no label for leads opens it."""
    tokens = sentence.tokens
    title = sentence.unit.title
    if title is not None and tokens and tokens[0].start >= 0:
        label = cut(title.text)
        if _names_leads(label, sentence.known) or _stands_beside_leads(label, sentence):
            return label, tokens
    at = next((at for at, token in enumerate(tokens[: _LONGEST + 1]) if at and _is_joint(tokens, at)), None)
    if at is None or at + 1 >= len(tokens) or not _names_leads(tokens[:at], sentence.known):
        return None
    return plain(tokens[:at]) or tokens[:at], tokens[at + 1 :]


def _is_joint(tokens: Tokens, at: int) -> bool:
    """Say that a sign parts a label from what it heads: a hyphen only where spaces stand around it."""
    token = tokens[at]
    if token.kind != "sign" or token.low not in _JOINTS:
        return False
    spaced = token.start > tokens[at - 1].end and at + 1 < len(tokens) and tokens[at + 1].start > token.end
    return token.low in {":", "->", "=>"} or spaced


def _names_leads(tokens: Tokens, known: Lexicon) -> bool:
    if not 0 < len(tokens) <= _LONGEST or any(token.kind == "sign" and token.low not in _SIGNS for token in tokens):
        return False
    low = {token.low for token in tokens}
    if low & NO_LEADS:
        return False
    if not low & (_NOUNS | _SORTS | _REST) and known.values_at(tokens, 0) is None:
        return False
    return leads_of_label(plain(tokens) or tokens, known) is not None


def _stands_beside_leads(label: Tokens, sentence: Sentence) -> bool:
    """Say that a label stands among those of sorts of leads, in a list of how soon each gets an answer."""
    heading = sentence.unit.headings[-1].text if sentence.unit.headings else ""
    if not _SOON.search(heading) or not 0 < len(label) <= _SHORT or phrase_key(label) is None:
        return False
    if any(token.kind != "word" or token.low in _NO_SORTS | NO_LEADS or token.low in PARTICIPLES for token in label):
        return False
    context, at = sentence.context, sentence.context.at
    beside = context.units[max(0, at - _NEAR) : at + _NEAR]
    titles = (each.title for each in beside if each.headings == sentence.unit.headings and each is not sentence.unit)
    return any(title is not None and _names_leads(cut(title.text), sentence.known) for title in titles)


_SOON = re.compile(r"\b(?:response|reaction|speed|follow-?up|sla|how (?:fast|soon|quickly)|times?)\b", re.IGNORECASE)
_SHORT = 3  # words of a sort of leads
_NEAR = 8  # items of the same list
_NO_SORTS = frozenset(
    """first second next response reply contact follow-up followup call email touch attempt attempts acceptance rejection
    feedback hours sla time times day days limit deadline sales marketing sdr sdrs ae aes handoff handover
    qualification update report holidays zone goal average median note""".split()
)


def leads_of_label(tokens: Tokens, known: Lexicon) -> Leads | None:
    """Read which leads a label names: all of them, those of a stage, or those of a sort."""
    leads = read_leads(tokens, known)
    if leads is not None:
        return leads
    read = condition(tokens, known)
    if read is not None:
        return None if read.unsaid or read.vague else Leads(read)
    key = phrase_key(tokens) if all(token.kind in {"word", "number"} for token in tokens) else None
    return None if key is None else Leads(Read(key, (Need(key, "boolean"),)))
