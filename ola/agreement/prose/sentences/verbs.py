"""The verbs of agreements: what people and systems do with leads, in all their forms."""

from __future__ import annotations

from collections.abc import Iterator

_REGULAR = """
accept acknowledge act action add address aim alert announce answer approve arrange ask assess assign attempt attend
audit book bounce call cancel carry check claim clean clear close complete confirm connect contact convert copy create
decide decline deliver dial discuss dispatch disposition disqualify email engage enrich enter escalate evaluate expect
explain fill finish fix flag follow forward gather generate greet hand handle happen identify import inform inspect
install introduce invite land launch list log look mail maintain mark match merge message monitor move name note
notify nurture occur offer open own pass phone pick ping place plan post prepare present prioritise prioritize process
produce promote provide publish pursue qualify rate reach reassess reassign recall receive record recycle refresh
refuse register reject release remove reopen replace reply report request reschedule research resolve respond return
review route schedule score sequence serve share sign sort source start stop submit summarise summarize supply switch
sync tag talk test tick total touch track transfer triage try turn update upload use validate verify visit wait walk
want warn work
""".split()
_IRREGULAR = {  # base: (third person, past, participle)
    "begin": ("begins", "began", "begun"), "bring": ("brings", "brought", "brought"), "build": ("builds", "built", "built"),
    "come": ("comes", "came", "come"), "do": ("does", "did", "done"), "get": ("gets", "got", "got"),
    "give": ("gives", "gave", "given"), "go": ("goes", "went", "gone"), "have": ("has", "had", "had"),
    "hear": ("hears", "heard", "heard"), "hold": ("holds", "held", "held"), "keep": ("keeps", "kept", "kept"),
    "leave": ("leaves", "left", "left"), "let": ("lets", "let", "let"), "lose": ("loses", "lost", "lost"),
    "make": ("makes", "made", "made"), "meet": ("meets", "met", "met"), "pay": ("pays", "paid", "paid"),
    "put": ("puts", "put", "put"), "read": ("reads", "read", "read"), "ring": ("rings", "rang", "rung"),
    "say": ("says", "said", "said"), "see": ("sees", "saw", "seen"),
    "show": ("shows", "showed", "shown"), "sell": ("sells", "sold", "sold"),
    "send": ("sends", "sent", "sent"), "set": ("sets", "set", "set"), "speak": ("speaks", "spoke", "spoken"),
    "take": ("takes", "took", "taken"), "tell": ("tells", "told", "told"), "win": ("wins", "won", "won"),
    "withdraw": ("withdraws", "withdrew", "withdrawn"), "write": ("writes", "wrote", "written"),
}  # fmt: skip
_DOUBLED = frozenset({"log", "tick", "plan", "stop", "refer", "transfer"}) - {"tick"}
# What stands by a verb and belongs to it.
PARTICLES = frozenset({"up", "down", "over", "back", "out", "on", "off", "in", "through", "away"})
# Verbs that only carry the noun behind them: to make a first touch is a first touch.
LIGHT = frozenset({"make", "do", "give", "take", "have", "hold", "show", "get", "attempt", "place", "leave"})
# Verbs of which it is open what counts: an attempt, a conversation, a changed status.
VAGUE = frozenset(
    {"contact", "follow", "act", "action", "respond", "handle", "work", "process", "address", "engage", "answer", "hear", "deal",
     "reply", "serve", "talk", "reach", "greet"}
)  # fmt: skip


def _forms(base: str) -> Iterator[tuple[str, str]]:
    """Give each form of a regular verb and what it is: "s", "past" (and participle), "ing"."""
    stem = base.removesuffix("e")
    if base.endswith("y") and base[-2] not in "aeiou":
        yield f"{base[:-1]}ies", "s"
        yield f"{base[:-1]}ied", "past"
    else:
        yield f"{base}{'es' if base.endswith(('s', 'x', 'ch', 'sh', 'ss')) else 's'}", "s"
        doubled = f"{base}{base[-1]}" if base in _DOUBLED else stem
        yield f"{doubled}ed", "past"
        if base == "cancel":
            yield "cancelled", "past"
    yield f"{base}{base[-1]}ing" if base in _DOUBLED else f"{stem}ing", "ing"


FINITE: dict[str, str] = {}  # third person singular, and the base as the plural
PARTICIPLES: dict[str, str] = {}  # also the past
GERUNDS: dict[str, str] = {}
PARTICIPLE_OF: dict[str, str] = {}
for _base in _REGULAR:
    FINITE[_base] = _base
    for _form, _is in _forms(_base):
        {"s": FINITE, "past": PARTICIPLES, "ing": GERUNDS}[_is][_form] = _base
        if _is == "past":
            PARTICIPLE_OF[_base] = _form
for _base, (_third, _past, _participle) in _IRREGULAR.items():
    FINITE[_base] = FINITE[_third] = _base
    PARTICIPLES[_past] = PARTICIPLES[_participle] = _base
    PARTICIPLE_OF[_base] = _participle
    GERUNDS[f"{_base.removesuffix('e')}ing"] = _base
PARTICIPLE_OF["cancel"] = "cancelled"
BASES = frozenset(PARTICIPLE_OF)
