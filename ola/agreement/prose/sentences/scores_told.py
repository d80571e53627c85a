"""Sentences on scores: bands, caps, what takes points away."""

from __future__ import annotations

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.names import phrase_key
from ola.agreement.prose.phrases.numbers import shown
from ola.agreement.prose.phrases.quantities import Bound, bound_at
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Outcome, Put, Question
from ola.agreement.prose.sentences.declarations import need_puts, stand_in, yes_no
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.points_lost import lost_told, score_of
from ola.agreement.prose.sentences.questions import NO_NUMBER, NO_ONE_LIMIT, NO_START
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import Plain, table, value


def _band(
    name: str, rows: list[tuple[str, str]], sentence: Sentence, figures: tuple[str, ...], fallback: str = "none"
) -> Outcome:
    """Give bands of a score, the highest first; what is in none has the name `none`."""
    place = sentence.place
    score = score_of(sentence)
    demands: dict[str, Plain | None] = dict(rows)
    demands[fallback] = "otherwise"
    puts = (*need_puts((Need(score, "number"),), place), Put(("segments", name), table(demands, place)))
    told = ", ".join(f"{label} where {condition}" for label, condition in rows)
    return checked("derived", f"The {name} is {told}, else {fallback}.", puts, sentence, figures)


def _from(found: Found, sentence: Sentence) -> Outcomes:
    """Read `A lead is warm from 20 points and hot from 45`."""
    first, second = found["first"], found["second"]
    score = score_of(sentence)
    pairs = sorted(((first, _label(found["one"])), (second, _label(found["two"]))), key=lambda pair: -pair[0])
    if any(not label for _, label in pairs):
        return None
    rows = [(label, f"{score} >= {shown(number)}") for number, label in pairs]
    return _band("band", rows, sentence, tuple(shown(number) for number, _ in pairs))


def _label(tokens: Tokens) -> str:
    return text_of(tuple(token for token in tokens if token.low not in {"a", "an", "the"}))


FROM = Shape(
    "from how many points on a lead is what",
    (
        "(a lead|leads|a record|it) (is|are|counts as) <one:phrase> from <first:number> [points] [on] and <two:phrase> from <second:number> [points] [on]",
    ),
    _from,
    "A lead is warm from 20 points and hot from 45 points.",
)


def _bands(found: Found, sentence: Sentence) -> Outcomes:
    """Read bands one after the other: `80-100 is hot, 60-79 is warm, everything below is cold`."""
    rows: list[tuple[str, Bound]] = []
    fallback = "none"
    for part in _parts(sentence.tokens):
        if part and part[0].low in {"everything", "anything", "all", "the", "below", "rest", "others"}:
            fallback = part[-1].low
            continue
        bound = bound_at(part, 0)
        if bound is None or bound[0].first.kind != "number":
            return None
        rest = [token for token in part[bound[1] :] if token.low not in {"is", "are", "points", ":", "="}]
        if not 0 < len(rest) <= 2 or not (bound[0].said or bound[0].second is not None):  # noqa: PLR2004 (a name)
            return None
        rows.append((text_of(tuple(rest)), bound[0]))
    if len(rows) < 2:  # noqa: PLR2004 (one is no table)
        return None
    del found
    score = score_of(sentence)
    told = [
        (
            label,
            f"{score} between {b.first.plain} and {b.second.plain}"
            if b.second is not None
            else f"{score} {b.sense} {b.first.plain}",
        )
        for label, b in rows
    ]
    figures = tuple(figure for _, bound in rows for figure in bound.figures)
    return _band("band", told, sentence, figures, fallback)


def _parts(tokens: Tokens) -> list[Tokens]:
    parts: list[Tokens] = []
    start = 0
    for at, token in enumerate(tokens):
        if (token.low in {",", ";"} and token.kind == "sign") or (
            token.low == "and"
            and at + 1 < len(tokens)
            and bound_at(tokens, at + 1) is not None
            and at > start + 1
            and tokens[at + 1].kind == "number"
        ):
            parts.append(tokens[start:at])
            start = at + 1
    parts.append(tokens[start:])
    return [part[1:] if part and part[0].low == "and" else part for part in parts]


BANDS = Shape(
    "bands of a score, one after the other",
    ("<bound> (is|are|:|=) <words>", "<bound> <words:words> , <bound_two:bound> <more:words>"),
    _bands,
    "80-100 is hot, 60-79 is warm, everything below is cold.",
)


_NEARBY = 2  # lines


def _band_line(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of a band that shares an end with another: `High: 45 or more`, `Middle: 20-45`."""
    bound: Bound = found["bound"]
    if bound.first.kind != "number" or not (bound.said or bound.second is not None):
        return None
    name = text_of(found["name"])
    others = [
        unit.text
        for unit in sentence.context.units
        if unit.kind == "sentence"
        and abs(unit.place.line - sentence.unit.place.line) <= _NEARBY
        and unit.headings == sentence.unit.headings
        and unit.place != sentence.unit.place
        and ":" in unit.text
    ]
    ends = {figure for text in others for figure in _numbers(text)}
    shared = [figure for figure in bound.figures if figure in ends]
    score = score_of(sentence)
    told = (
        f"{score} between {bound.first.plain} and {bound.second.plain}"
        if bound.second is not None
        else f"{score} {bound.sense} {bound.first.plain}"
    )
    if shared:
        asks = f"{shared[0]} is in two bands: which of them has it?"
        choices = tuple(f"The band is `{name}` where `{way}`." for way in (told, _without_end(score, bound, shared[0])))
        return Ambiguous("derived", (Question(NO_ONE_LIMIT.code, asks, choices),), bound.figures, sentence.place)
    return None


def _one_band(found: Found, sentence: Sentence) -> Outcomes:
    """Read one band of several, each told by itself; what is in none of them has the name `none`."""
    read: Read = found["condition"]
    if read.unsaid or read.vague:
        return None
    place, name = sentence.place, found["one"]
    rest = stand_in(("segments", "band", "none"), value("otherwise", place))
    puts = (*need_puts(read.needs, place), Put(("segments", "band", name), value(read.text, place)), rest)
    figures = tuple(dict.fromkeys((*read.figures, *_numbers(read.text))))
    return checked("derived", f"The band is {name} where {read.text}.", puts, sentence, figures, yes_no(read.needs))


ONE_BAND = Shape(
    "one band of several",
    ("the band is <one> where <condition>",),
    _one_band,
    "The band is `high` where `score >= 45`.",
)


def _without_end(score: str, bound: Bound, end: str) -> str:
    """Write a band that leaves the end it shares to the other."""
    if bound.second is None:
        return f"{score} {bound.sense.rstrip('=')} {bound.first.plain}"
    if str(bound.first) == end:
        return f"{score} > {bound.first.plain} and {score} <= {bound.second.plain}"
    return f"{score} >= {bound.first.plain} and {score} < {bound.second.plain}"


def _numbers(text: str) -> set[str]:
    import re

    return set(re.findall(r"\d+", text))


BAND_LINE = Shape(
    "a band of a score by itself",
    ("[the] <name:phrase> : <bound>", "[the] <name:phrase> (is|begins at|starts at) <bound>"),
    _band_line,
    "High: 45 or more.",
    stands_alone=False,
)


def _caps(found: Found, sentence: Sentence) -> Outcomes:
    """Read how much parts of a score count for at most."""
    first, second = found["bound"], found.get("second")
    names = [phrase_key(found["one"]), phrase_key(found["two"]) if "two" in found else None]
    if names[0] is None or first.first.kind != "number":
        return None
    puts = [*_cap(names[0], shown(first.first.value), sentence)]
    figures = [*first.figures]
    if second is not None and names[1] is not None:
        puts += _cap(names[1], shown(second), sentence)
        figures.append(shown(second))
    told = f"{text_of(found['one'])} gives at most {first.first}" + (
        f", {text_of(found['two'])} at most {shown(second)}" if second is not None else ""
    )
    return checked("derived", f"{told}.", tuple(puts), sentence, tuple(figures))


def _is_most(bound: Bound, sentence: Sentence) -> bool:
    """Say that the bound is an upper one, or that "at most" follows it behind its unit."""
    return bound.sense == "<=" or (bound.sense == "=" and bool({"most", "maximum"} & sentence.words))


def _cap(name: str, most: str, sentence: Sentence) -> tuple[Put, ...]:
    """Put that a part of the score is at most so much: of a declared score its own bound, else a rule."""
    place = sentence.place
    if name in {key_of(each) for each in sentence.context.declared.scores}:
        return (Put(("scores", name, "max"), value(float(most) if "." in most else int(most), place)),)
    need = Need(f"{name}_points", "number")
    rule = table({"must": f"{need.name} <= {most}"}, place)
    return (
        *need_puts((need,), place),
        Put(("rules", f"{need.name.replace('_', ' ')} have a cap"), rule),
    )


CAPS = Shape(
    "how much parts of a score count for",
    (
        "<one:phrase> (counts|count|gives|give) [for] <bound> [points] [at most|maximum] , [and] <two:phrase> [for] <second:number> [points] [at most]",
        "<one:phrase> (counts|count|gives|give) [for] <bound> [points] [at most|maximum]",
    ),
    lambda found, sentence: _caps(found, sentence) if _is_most(found["bound"], sentence) else None,
    "Activity counts for 30 points at most, fit for 70.",
)


def _floor(found: Found, sentence: Sentence) -> Outcomes:
    """Read that scores do not fall below a floor; whose night is meant is open only where a clock hangs on it."""
    number = found["number"]
    place = sentence.place
    score = score_of(sentence)
    if sentence.context.declared.scores:
        puts: tuple[Put, ...] = (Put(("scores", score, "min"), value(int(number), place)),)
    else:
        rule = table({"must": f"{score} >= {shown(number)}"}, place)
        puts = (
            *need_puts((Need(score, "number"),), place),
            Put(("rules", f"{score} has a floor"), rule),
        )
    return checked("derived", f"The {score} is never under {shown(number)}.", puts, sentence, (shown(number),))


FLOOR = Shape(
    "the floor of a score",
    (
        "(scores|the score|a score|points) (are|is) (worked out|calculated|computed|updated) [again] (every night|nightly|daily) and never (drop|drops|fall|falls|go|goes) (under|below) <number>",
        "(scores|the score|a score|points) never (drop|drops|fall|falls|go|goes) (under|below) <number>",
        "(scores|the score|a score) (cannot|can never|must never) be (under|below|less than) <number>",
    ),
    _floor,
    "The score never falls below 0.",
)


def _decay(found: Found, sentence: Sentence) -> Outcomes:
    """Ask from when a score loses points."""
    figures = [shown(found["number"])] if "number" in found else []
    figures += [str(found[key]) for key in ("length", "second") if key in found]
    if "floor" in found:
        figures.append(shown(found["floor"]))
    asks = "From what moment on are points lost, and how often?"
    # Where the loss cannot be told, it is said to people, so that nothing of the sentence goes.
    floor = f"The score never drops under 0. **For people:** {sentence.text[:1].upper()}{sentence.text[1:]}."
    ways = tuple(lost_told(found)) if "number" in found and "why" in found else ()
    ways = ways or (floor,)
    again = Question(NO_NUMBER.code, "Once, or again and again?", ways)
    return Ambiguous("derived", (Question(NO_START.code, asks, ways), again), tuple(figures), sentence.place)


DECAY = Shape(
    "how a score loses points",
    (
        "(a score|the score|scores) (loses|lose) <number> points (for each|per|every|each) <why:words> and never (goes|go|falls|fall|drops) below <floor:number>",
        "(a score|the score|scores) (loses|lose) <number> points (for each|per|every|each) <why:words>",
        "after <length> without <what:phrase> the score is (halved|set to zero|reset) [, after <second:length> (it is|) [set to zero|reset]]",
        "(when|if) <what:words> its <which:phrase> is reset [to <number>]",
        "(a|every|each) <what:phrase> gives <number> points , at most <often:words>",
    ),
    _decay,
    "The score loses 2 points per week without a visit.",
)


def _expires(found: Found, sentence: Sentence) -> Outcomes:
    """Ask from what moment points run out."""
    figures = tuple(str(found[key]) for key in ("length", "share") if key in found)
    asks = "From what moment on does it count, and are all points lost or those of each signal?"
    return Ambiguous("derived", (Question(NO_START.code, asks, ()),), figures, sentence.place)


EXPIRES = Shape(
    "points that run out",
    (
        "[<which:phrase>] (points|scores) [that are|which are] older than <length> (expire|lapse|are deleted|are removed|are reset|are lost|do not count|no longer count|are ignored|drop out)",
        "[<which:phrase>] (points|scores|the score|a score|the lead score) (expire|expires|lapse|lapses|are lost|is reset|are reset|is set to zero|are set to zero|decay|decays|fade|fades) after <length> [<why:words>]",
        "after <length> [of inactivity|without activity|without any activity] [,] [the|all] (points|score|scores) (expire|expires|lapse|are lost|is reset|are reset|is set to zero|are set to zero)",
        "[<which:phrase>] (points|scores|the score|the lead score) (decay|decays|drop|drops|fall|falls) by <share> (per|every|each|a) <when:words>",
    ),
    _expires,
    "Points older than 6 months expire.",
)

SHAPES = (EXPIRES, FROM, CAPS, FLOOR, DECAY, BANDS, ONE_BAND, BAND_LINE)
