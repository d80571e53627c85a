"""Where a lead is: `located in the US, Canada or the UK`, `in the DACH region`, `Country: DE, AT`, `outside the EU`."""

from __future__ import annotations

from functools import lru_cache

from ola.agreement.prose.phrases.countries import country_names
from ola.agreement.prose.phrases.names import ARTICLES, Lexicon
from ola.agreement.prose.phrases.read import Need, NeedType, Read, joined, negated
from ola.agreement.prose.phrases.tokens import Tokens
from ola.agreement.prose.values import one_of, quoted

# Groups of countries by their usual names: which countries are in them, no two companies say alike.
_REGIONS = frozenset(
    """dach|emea|apac|amer|americas|latam|latin america|north america|northern america|south america|central america
    |europe|eu|european union|eea|benelux|nordics|nordic countries|scandinavia|middle east|asia|africa|oceania|anz
    |asia-pacific|asia pacific|mea|nam|namer|noram|na|cee|iberia|gcc|baltics|western europe|central europe
    |eastern europe|southern europe|northern europe|uki|uk&i|mena|asean|d-a-ch|us/canada""".replace("\n", "").split("|")
)
_REGIONS = frozenset(name.strip() for name in _REGIONS)
# Parts of a country that stand among its names: whoever writes one of them does not mean the country.
_PARTS = frozenset({"england", "scotland", "wales", "northern ireland", "america"})
_IS_THERE = frozenset(
    """located based headquartered situated resident domiciled registered living lives live residing resides sits hq
    headquarters office offices established operates operating active""".split()
)
_OPENERS = frozenset(
    {"is", "are", "be", "must", "has", "have", "with", "who", "that", "which", "its", "their", "a", "an", "the"}
)
_COMPANY = frozenset(
    {
        "company",
        "companies",
        "organisation",
        "organization",
        "business",
        "account",
        "lead",
        "contact",
        "person",
        "prospect",
        "it",
    }
)
_FIELDS = frozenset(
    "country countries location geography geo market region territory hq headquarters located address".split()
)
_LONGEST = 6


@lru_cache(maxsize=1)
def _short() -> frozenset[str]:
    """Names of two or three letters: in small letters they are other words, such as `it` and `us`."""
    return frozenset(name for name in country_names() if len(name.replace(".", "")) <= 3)  # noqa: PLR2004 (two letters or three)


def country_at(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Find the country whose name begins at a token: as it is written, and where the name ends."""
    for end in range(min(len(tokens), at + _LONGEST), at, -1):
        spelt = _spelt(tokens[at:end])
        code = country_names().get(spelt.lower())
        if code is None or spelt.lower() in _PARTS:
            continue
        if spelt.lower() in _short() and spelt.upper() != spelt:
            continue
        return spelt, end
    return None


def _spelt(tokens: Tokens) -> str:
    text = " ".join(token.text for token in tokens)
    return text.replace(" .", ".").replace(". ", ".") if "." in text else text


def places_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Read, int] | None:
    """Read a list of countries and regions, any of which will do, as far as it goes."""
    names: list[str] = []
    regions: list[tuple[str, str]] = []
    end = at
    while (found := _place_at(tokens, at, known)) is not None:
        place, at = found
        if isinstance(place, str):
            names.append(place)
        else:
            regions.append(place)
        end = at
        after = _behind_joint(tokens, at)
        if after is None:
            break
        at = after
    if end == at and not names and not regions:
        return None
    reads = [] if not names else [_of("country", names, "country", known)]
    reads += [
        _of(field, [name for each, name in regions if each == field], "text", known)
        for field in dict.fromkeys(field for field, _ in regions)
    ]
    return (reads[0] if len(reads) == 1 else joined("any", reads)), end


def _of(field: str, values: list[str], kind: NeedType, known: Lexicon) -> Read:
    once = tuple(dict.fromkeys(values))
    text = f"{field} = {quoted(once[0])}" if len(once) == 1 else f"{field} in {one_of(once)}"
    return Read(text, () if known.declares(field) else (Need(field, kind),))


def _place_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[str | tuple[str, str], int] | None:
    """Find a country, or a region with the field whose value it is."""
    if at < len(tokens) and tokens[at].low in ARTICLES:
        at += 1
    declared = known.any_values_at(tokens, at)
    if declared is not None and len({field for field, _ in declared[0]}) == 1 and country_at(tokens, at) is None:
        return declared[0][0], _behind_noun(tokens, declared[1])
    country = country_at(tokens, at)
    if country is not None:
        return country
    for end in range(min(len(tokens), at + 2), at, -1):
        name = " ".join(token.text for token in tokens[at:end])
        is_set_off = name[:1].isupper()
        if is_set_off and name.lower() in _REGIONS:
            return ("region", name), _behind_noun(tokens, end)
    return None


def _behind_noun(tokens: Tokens, at: int) -> int:
    return (
        at + 1 if at < len(tokens) and tokens[at].low in {"region", "area", "market", "countries", "territory"} else at
    )


def _behind_joint(tokens: Tokens, at: int) -> int | None:
    """Give where the next place of a list may begin: behind a comma, a slash, "or" and "and"."""
    start = at
    if at < len(tokens) and tokens[at].low in {",", "/", ";"}:
        at += 1
    if at < len(tokens) and tokens[at].low in {"or", "and", "&", "nor"}:
        at += 1
    return at if at > start and at < len(tokens) else None


def where_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Read, int] | None:
    """Read where a lead is, from a token on."""
    start, is_not = at, False
    while at < len(tokens) and tokens[at].low in _OPENERS:
        at += 1
    if (
        at < len(tokens) - 1
        and tokens[at].low in _COMPANY
        and tokens[at + 1].low in _OPENERS | _IS_THERE | {"in", "from"}
    ):
        at += 1
        while at < len(tokens) and tokens[at].low in _OPENERS:
            at += 1
    if at < len(tokens) and tokens[at].low in {"not", "isn't"}:
        is_not, at = True, at + 1
    if at < len(tokens) and tokens[at].low == "outside":
        at += 1 + (at + 1 < len(tokens) and tokens[at + 1].low == "of")
        found = places_at(tokens, at, known)
        return None if found is None else (_turned(found[0], is_not=not is_not), found[1])
    named = _field_at(tokens, at, known)
    if named is not None and not is_not:
        return named
    is_said = at < len(tokens) and tokens[at].low in _IS_THERE
    while at < len(tokens) and tokens[at].low in _IS_THERE | {"exclusively", "only"}:
        at += 1
    if at >= len(tokens) or tokens[at].low not in ({"in", "within", "from", "inside"} | ({":"} if is_said else set())):
        return None
    at += 1
    if at < len(tokens) and tokens[at].low in {"either", "one"}:
        at += 2 if tokens[at].low == "one" and [t.low for t in tokens[at : at + 2]] == ["one", "of"] else 1
    found = places_at(tokens, at, known)
    if found is None or found[1] == start:
        return None
    return _turned(found[0], is_not=is_not), found[1]


def _field_at(tokens: Tokens, at: int, known: Lexicon) -> tuple[Read, int] | None:
    """Read `Country: Germany, Austria`, `region is DACH`, `the location is not Russia`."""
    if at >= len(tokens) or tokens[at].low not in _FIELDS or tokens[at].kind != "word":
        return None
    key = tokens[at].low
    if known.has_values(key):
        return None  # the document lists them
    at, is_not, start = at + 1, False, at + 1
    while at < len(tokens) and tokens[at].low in {
        "is",
        "are",
        ":",
        "=",
        "in",
        "must",
        "be",
        "of",
        "either",
        "one",
        "any",
        "not",
        "!=",
        "the",
    }:
        is_not = is_not or tokens[at].low in {"not", "!="}
        at += 1
    if at == start or (at < len(tokens) and tokens[at].low in {"(", "["}):
        return None
    found = places_at(tokens, at, known)
    return None if found is None else (_turned(found[0], is_not=is_not), found[1])


def _turned(read: Read, *, is_not: bool) -> Read:
    if not is_not:
        return read
    if read.joint == "atom":
        text = read.text.replace(" = ", " != ", 1) if " = " in read.text else read.text.replace(" in (", " not in (", 1)
        return Read(text, read.needs)
    return negated(read)
