"""What a column of a sample seems to hold: the first rule that fits, with its reason."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ola.drafting.closed_list import Option, closed_list
from ola.drafting.date_order import Order, reads_dates
from ola.drafting.evidence import ENOUGH, Evidence
from ola.drafting.personal import tells_of_a_person
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.spec import Choice, Spec, TypeName
from ola.fieldtypes.text import fold, trim
from ola.finding import count

ZONE = "UTC"
_OWNERS = re.compile(r"(?:^|_)owner(?:_?id)?$")
_IDS = re.compile(r"(?:^|_)(?:id|fid|guid|uuid)$")
_PHONES = re.compile(r"phone|mobile|(?:^|_)(?:fax|tel)(?:_|$)")
_SITES = re.compile(r"url|website|web_site|domain|homepage|link")
_POSTAL = re.compile(r"(?:^|_)(?:zip|zip_?code|postal|postal_?code|postcode|plz)(?:_|$)")
_FLAGS = re.compile(r"^(?:is|has|did|was|do|opt|can)_|opt(?:ed)?_?(?:in|out)|consent|subscribed|deleted")
_OWN_WORDS = re.compile(
    r"(?:^|_)(?:name|firstname|lastname|company|city|street|address|zip|title|notes?|comments?|description|grade)(?:_|$)"
)
_CODE = re.compile(r"^\s*([A-Z]{3})[\s\xa0]*[-+.0-9]|[0-9][\s\xa0]*([A-Z]{3})\s*$")
_ZEROS = re.compile(r"0[0-9]+")
_MOST_CHOICES, _LONGEST_CHOICE, _ROWS_A_CHOICE, _FEWEST_ROWS = 25, 60, 3, 10


@dataclass(frozen=True, slots=True)
class Found:
    """What a column seems to hold, and why."""

    type: TypeName
    why: str
    choices: tuple[Choice, ...] = ()
    many: bool = False
    currency: str | None = None
    tolerated: bool = False
    further: tuple[str, ...] = ()


Rule = Callable[[Evidence, Order], Found | None]


def found_in(evidence: Evidence, order: Order) -> Found:
    """Give what the first rule that fits says; text fits always."""
    return next(found for rule in RULES if (found := rule(evidence, order)) is not None)


def _always_blank(evidence: Evidence, order: Order) -> Found | None:  # noqa: ARG001 (a rule gets both)
    return None if evidence.values else Found("text", "text, because it is always blank in the sample")


def _nested(evidence: Evidence, order: Order) -> Found | None:  # noqa: ARG001 (a rule gets both)
    if not evidence.is_nested:
        return None
    if tells_of_a_person(evidence.name):
        return _untold()
    words: Counter[str] = Counter()
    for raw, times in evidence.values:
        parts = raw if isinstance(raw, list | tuple) else [raw]
        named = [trim(part) for part in parts if isinstance(part, str) and part.strip()]
        if len(named) < len(parts):
            return _untold()
        words.update(dict.fromkeys(named, times))
    return _closed(words, evidence.filled, many=True) or _untold()


def _untold() -> Found:
    return Found("text", "text and only warned about, because tables or lists stand in it", tolerated=True)


def _dates_of_unknown_order(evidence: Evidence, order: Order) -> Found | None:
    if evidence.column not in order.undecided:
        return None
    why = (
        "text, because its dates can be read day first and month first and nothing settles it: "
        "ask, then write type: date, and dates: day first or month first, under systems"
    )
    return Found("text", why)


def _owner(evidence: Evidence, order: Order) -> Found | None:  # noqa: ARG001 (a rule gets both)
    return Found("owner", "an owner by its name") if _OWNERS.search(evidence.name) else None


def _boolean(evidence: Evidence, order: Order) -> Found | None:
    if evidence.is_numeric and not _FLAGS.search(evidence.name):
        return None
    letters = {str(raw).strip().lower() for raw, _ in evidence.values}
    if all(len(each) == 1 for each in letters) and len(letters) == 1 and not _FLAGS.search(evidence.name):
        return None  # a lone Y or N may be the grade of a lead
    return _typed("boolean", evidence, order)


def _identifier(evidence: Evidence, order: Order) -> Found | None:
    return _typed("id", evidence, order, "an id by its name") if _IDS.search(evidence.name) else None


def _phone(evidence: Evidence, order: Order) -> Found | None:
    international = evidence.share(lambda raw: isinstance(raw, str) and raw.strip().startswith("+")) >= ENOUGH
    return _typed("phone", evidence, order) if international or _PHONES.search(evidence.name) else None


def _leading_zeros(evidence: Evidence, order: Order) -> Found | None:  # noqa: ARG001 (a rule gets both)
    if evidence.is_numeric and _POSTAL.search(evidence.name):
        return Found("text", "text, because a postal code is no number")
    zeros = evidence.rows_where(lambda raw: isinstance(raw, str) and _ZEROS.fullmatch(raw.strip()) is not None)
    if evidence.is_numeric and zeros:
        return Found("text", "text, because its numbers begin with zeros, which a number would lose")
    return None


def _date(evidence: Evidence, order: Order) -> Found | None:
    if not reads_dates(evidence, order.dates):
        return None
    by_day, by_instant = (_share(type_, evidence, order) for type_ in ("date", "datetime"))
    if by_day < by_instant or (order.dates == "epoch ms" and evidence.rows_where(_has_time)):
        return _typed("datetime", evidence, order)
    midnights = by_instant >= ENOUGH
    return _typed("date", evidence, order, "a date, because each of its times is midnight" if midnights else None)


def _has_time(raw: object) -> bool:
    """Say whether milliseconds since 1970 are not at midnight, so that a day alone would lose something."""
    instant = TYPES["datetime"].reader(Spec("datetime", dates="epoch ms"))(raw)
    return isinstance(instant, dt.datetime) and instant.time() != dt.time()


def _integer(evidence: Evidence, order: Order) -> Found | None:
    return _typed("integer", evidence, order)


def _number(evidence: Evidence, order: Order) -> Found | None:
    return _typed("number", evidence, order)


def _money(evidence: Evidence, order: Order) -> Found | None:  # noqa: ARG001 (a rule gets both)
    codes = Counter(
        found[1] or found[2]
        for raw, _ in evidence.values
        if isinstance(raw, str) and (found := _CODE.search(raw)) is not None
    )
    if not codes:
        return None
    currency = codes.most_common(1)[0][0]
    read = TYPES["money"].reader(Spec("money", currency=currency))
    share = evidence.share(lambda raw: read(raw) is not MALFORMED)
    return Found("money", f"money, because {currency} stands beside it", currency=currency) if share >= ENOUGH else None


def _email(evidence: Evidence, order: Order) -> Found | None:
    return _typed("email", evidence, order)


def _url(evidence: Evidence, order: Order) -> Found | None:
    addressed = evidence.share(lambda raw: isinstance(raw, str) and raw.strip().lower().startswith("http")) >= ENOUGH
    return _typed("url", evidence, order) if addressed or _SITES.search(evidence.name) else None


def _country(evidence: Evidence, order: Order) -> Found | None:
    return _typed("country", evidence, order) if "country" in evidence.name else None


def _language(evidence: Evidence, order: Order) -> Found | None:
    named = "language" in evidence.name or "locale" in evidence.name
    return _typed("language", evidence, order) if named else None


def _duration(evidence: Evidence, order: Order) -> Found | None:
    return _typed("duration", evidence, order)


def _choice(evidence: Evidence, order: Order) -> Found | None:  # noqa: ARG001 (a rule gets both)
    if tells_of_a_person(evidence.name) or _OWN_WORDS.search(evidence.name):
        return None
    if not all(isinstance(raw, str) for raw, _ in evidence.values):
        return None
    words: Counter[str] = Counter()
    for raw, times in evidence.values:
        words[trim(str(raw))] += times
    if not any(";" in word for word in words):
        return _closed(words, evidence.filled)
    parts: Counter[str] = Counter()
    for word, times in words.items():
        for part in word.split(";"):
            if part.strip():
                parts[trim(part)] += times
    return _closed(parts, evidence.filled, many=True) or _closed(words, evidence.filled)


def _closed(words: Counter[str], rows: int, *, many: bool = False) -> Found | None:
    """Give a choice where few values stand in many rows; of spellings that are one value, the commonest."""
    different = {fold(word) for word in words}
    if rows < _FEWEST_ROWS or not 1 < len(different) <= min(_MOST_CHOICES, rows // _ROWS_A_CHOICE):
        return None
    if any(len(word) > _LONGEST_CHOICE for word in words):
        return None
    made = closed_list([Option(word) for word, _ in words.most_common()], many=many)
    kind = "several of them to a lead" if many else "a closed list"
    why = f"{kind}, because {count(len(different), 'different value')} stand in {count(rows, 'row')}"
    return Found("choice", why, choices=made.choices, many=many, further=made.guesses)


def _text(evidence: Evidence, order: Order) -> Found | None:  # noqa: ARG001 (a rule gets both)
    read = TYPES["text"].reader(Spec("text"))
    plain = evidence.share(lambda raw: read(raw) is not MALFORMED) == 1
    return Found("text", "text, because nothing narrower fits") if plain else _untold()


RULES: tuple[Rule, ...] = (
    _always_blank,
    _nested,
    _dates_of_unknown_order,
    _owner,
    _boolean,
    _identifier,
    _phone,
    _leading_zeros,
    _date,
    _integer,
    _number,
    _money,
    _email,
    _url,
    _country,
    _language,
    _duration,
    _choice,
    _text,
)


def _typed(type_: TypeName, evidence: Evidence, order: Order, why: str | None = None) -> Found | None:
    """Give the type where it reads enough of the values, and say how many it does not."""
    share = _share(type_, evidence, order)
    if share < ENOUGH:
        return None
    misread = evidence.filled - round(share * evidence.filled)
    further = (f"{count(misread, 'value')} of {evidence.filled:,} cannot be read so",) if misread else ()
    return Found(type_, why or f"{type_}, because its values are read so", further=further)


def _share(type_: TypeName, evidence: Evidence, order: Order) -> float:
    read = TYPES[type_].reader(Spec(type_, zone=ZONE, dates=order.dates))
    return evidence.share(lambda raw: not isinstance(raw, Mapping | list | tuple) and read(raw) is not MALFORMED)
