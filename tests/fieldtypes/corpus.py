"""Texts near what each type reads: right ones, and ones that are wrong by a little."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from functools import cache

from ola.fieldtypes.countries import countries
from ola.fieldtypes.language import CODES
from ola.fieldtypes.spec import Choice, Spec, TypeName
from ola.fieldtypes.text import WHITE_SPACE

CHOICES = (
    Choice("web", "Website", ("ORGANIC_SEARCH",)),
    Choice("event", "Trade show", ("OFFLINE", "7")),
    Choice("café", "Ökonomie", ("ΣΟΦΟΣ",)),
    Choice("straße", "İzmir kek", ("한국",)),
    Choice("OFFLINE", None, ("web2",)),
)
SPECS = (
    Spec("id"),
    Spec("text", blanks=("N/A", "0")),
    Spec("owner"),
    Spec("integer", blanks=("-1", "keine")),
    Spec("number"),
    Spec("money"),
    Spec("money", currency="USD"),
    Spec("boolean"),
    *(Spec("date", dates=order) for order in ("iso", "day first", "month first", "epoch ms")),
    Spec("datetime"),
    Spec("datetime", zone="America/New_York"),
    Spec("datetime", zone="Europe/Berlin", dates="day first"),
    Spec("datetime", zone="Pacific/Apia", dates="month first"),
    Spec("datetime", zone="Africa/Casablanca", dates="epoch ms"),
    Spec("datetime", dates="day first"),
    Spec("duration"),
    Spec("email"),
    Spec("phone"),
    Spec("url"),
    Spec("country"),
    Spec("language"),
    Spec("choice", choices=CHOICES),
    Spec("stage", choices=CHOICES, blanks=("-",)),
    Spec("choice", choices=CHOICES, many=True, blanks=("unknown", "?", "0")),
    Spec("choice"),
)
Make = Callable[[random.Random], str]


def name_of(spec: Spec) -> str:
    """A short name for a test's id."""
    parts = (
        spec.type,
        spec.dates if "date" in spec.type else "",
        spec.zone,
        spec.currency,
        "many" if spec.many else "",
    )
    return " ".join(str(part) for part in parts if part) + ("" if spec.type != "choice" or spec.choices else " empty")


def pick(*options: str) -> Make:
    """One of these."""
    return lambda rng: rng.choice(options)


def join(*parts: Make | str) -> Make:
    """One after the other."""
    return lambda rng: "".join(part if isinstance(part, str) else part(rng) for part in parts)


def maybe(part: Make | str, chance: float = 0.5) -> Make:
    """The part, or nothing."""
    return lambda rng: join(part)(rng) if rng.random() < chance else ""


def any_of(*options: Make) -> Make:
    """What one of these makes."""
    return lambda rng: rng.choice(options)(rng)


def number(low: int, high: int, form: str = "{}") -> Make:
    """A whole number in a form."""
    return lambda rng: form.format(rng.randint(low, high))


def several(part: Make, least: int, most: int, between: str = "") -> Make:
    """So many of them."""
    return lambda rng: between.join(part(rng) for _ in range(rng.randint(least, most)))


NUMBER = any_of(
    join(maybe(pick("+", "-")), number(0, 2000)),
    lambda rng: str(rng.randint(-(2**54), 2**54)),
    lambda rng: str(rng.choice([1, -1]) * (2**53 + rng.randint(-3, 3))),
    lambda rng: repr(rng.uniform(-1, 1) * 10.0 ** rng.randint(-320, 308)),
    join(
        maybe(pick("+", "-")),
        number(0, 10**9),
        ".",
        several(number(0, 9), 0, 25),
        maybe(pick("e5", "E-7", "e+310", "e-330", "E12")),
    ),
    pick(
        "1,200",
        "1.200,50",
        "$5",
        "١٢",
        "１２",
        "1_000",
        "0x10",
        "nan",
        "-inf",
        "1e400",
        "007",
        "+5",
        ".5",
        "5.",
        "1e",
        "--1",
    ),
    lambda rng: "0" * rng.randint(18, 23) + "12",
    lambda rng: "9" * rng.randint(300, 320),
)
YEAR = pick(
    "0000", "0001", "1582", "1900", "1970", "2000", "2011", "2024", "2026", "2027", "2038", "2100", "2600", "9999", "26"
)
SOME_DAY = any_of(
    join(YEAR, "-", number(0, 13, "{:02}"), "-", number(0, 32, "{:02}")),
    join(YEAR, "-02-", number(27, 30)),
    join(YEAR, "-", number(1, 12, "{:02}"), "-", number(28, 31)),
    lambda rng: f"{rng.randint(0, 32):02}/{rng.randint(0, 13):02}/{YEAR(rng)}".replace("/", rng.choice("/.-")),
    lambda rng: f"{rng.randint(1, 31)}/{rng.randint(1, 12)}{rng.choice('///.-')}{YEAR(rng)}",
    lambda rng: f"{rng.randint(1, 12)}/{rng.randint(13, 31)}/{YEAR(rng)}".replace("/", rng.choice("/.-")),
    pick(
        "2026-03-08",
        "2026-11-01",
        "2011-12-30",
        "2027-02-07",
        "2600-03-12",
        "0001-01-01",
        "9999-12-31",
        "2026-W01-1",
        "20260101",
    ),
    pick(
        "08.03.2026",
        "29/03/2026",
        "25/10/2026",
        "12/30/2011",
        "9/24/2011",
        "4/3/2011",
        "29/02/2024",
        "2/29/2024",
        "29.2.1900",
    ),
)
HOURS = any_of(
    join(
        number(0, 24, "{:02}"),
        ":",
        number(0, 60, "{:02}"),
        maybe(join(":", number(0, 60, "{:02}"), maybe(join(".", several(number(0, 9), 0, 10))))),
    ),
    join(number(0, 13), ":", number(0, 59, "{:02}"), maybe(":30"), maybe(" "), pick("am", "PM", "p", "a.m.")),
    pick("00:00", "00:00:00", "00:00:00.000", "02:30", "2:30", "01:30:00", "23:59:60", "24:00"),
)
OFFSET = pick(
    "",
    "",
    "Z",
    "z",
    "+00:00",
    "-05:00",
    "+0530",
    "+14",
    " UTC",
    " +01:00",
    "+24:00",
    "-23:59",
    "+1:00",
    "+05:60",
    "-00:00",
)
INSTANT = join(SOME_DAY, pick("T", " ", "T", " ", "t", ", ", "  ", ""), HOURS, OFFSET)
EPOCH = any_of(
    lambda rng: str(rng.randint(-(10**14), 3 * 10**14)),
    lambda rng: str(rng.randint(0, 2 * 10**12)),
    lambda rng: str(rng.choice([-62_135_596_800_000, 253_402_300_799_999]) + rng.randint(-2, 2)),
)
MONEY = join(
    maybe(pick("USD ", "USD", "usd\u00a0", "EUR ", "$", "-")), NUMBER, maybe(pick(" USD", "usd", " EUR", " €"))
)
UNIT = pick(
    "s", "sec", "min", "Minutes", "hour", "HRS", "days", "weeks", "wee\u212as", "month", "business hours", "m", ""
)
DURATION = any_of(
    join(number(0, 10**8), maybe(join(".", several(number(0, 9), 0, 7))), maybe(pick(" ", "\u2003")), UNIT),
    join(
        "P",
        maybe("2W", 0.2),
        maybe("3D"),
        maybe("T"),
        maybe("4H"),
        maybe("30M"),
        maybe(join("9.", several(number(0, 9), 1, 7), "S")),
    ),
    pick(
        "PT4H",
        "PT0S",
        "P1Y",
        "P1M",
        "-PT4H",
        "pt4h",
        "PT12345678H",
        "P9999999DT9999999H9999999M9999999.999999S",
        "9999999 weeks",
    ),
)
NAME = several(any_of(pick(*"abz09!#$%&'*+/=?^_`{|}~-"), pick(".", ".", "é", " ", "\\", '"')), 0, 6)
HOST = any_of(
    several(several(pick("a", "b", "1", "-", "xn--p1ai", "ü", "_"), 1, 3), 1, 4, "."),
    join("[", pick("1.2.3.4", "256.1.1.1", "IPv6:::1", "ipv6:1::2", "1.2.3", ""), "]"),
    join("[IPv6:", several(pick("1", "ffff", "", "", "0a"), 1, 9, ":"), maybe(":1.2.3.4"), "]"),
    lambda rng: ".".join("b" * rng.randint(55, 65) for _ in range(rng.randint(1, 4))) + ".com",
)
EMAIL = any_of(
    join(NAME, "@", HOST),
    join('"', NAME, '"@', HOST),
    lambda rng: "a" * rng.randint(60, 67) + "@" + "b" * rng.randint(60, 65) + ".com",
    lambda rng: "a@" + ".".join(["b" * 61] * 4)[: rng.randint(240, 252)] + rng.choice([".c", ".com"]),
    pick(
        "ana@acme.com",
        "ana.diaz+crm@mail.acme.co.uk",
        "a@b",
        "ana@acme.com.",
        "ana@acme..com",
        "ana@@acme.com",
        "ana@acme.com; bo@acme.com",
    ),
)
PHONE = any_of(
    several(pick(*"0123456789", *"0123456789", *"+-(). x/#,\u00a0"), 5, 22),
    join(
        maybe("+"),
        maybe("("),
        number(1, 999),
        maybe(")"),
        pick(" ", "-", ".", "/", "   ", ""),
        number(0, 9999999),
        pick(" ", "-", ""),
        number(0, 9999),
        maybe(pick(" ext. 12", "x12", ", ext 3", "#4", " extension: 77", " x")),
    ),
)
URL = any_of(
    join(
        pick("", "http://", "HTTPS://", "ftp://", "//", "http:/", "mailto:"),
        HOST,
        maybe(pick(".com", ".co.uk", ".c", ".123", ".")),
        maybe(pick(":80", ":x")),
        maybe(pick("/", "/a b", "/a%20b", "?q=1&r=<", "#x", "/ü/漢", "/\t")),
    ),
    pick(
        "acme.com",
        "www.acme.com/about?x=1#y",
        "http://localhost:8080",
        "http://10.0.0.1",
        "10.0.0.1",
        "n.a.",
        "a@b.com",
        "http://a@b.com",
        "müller.de",
        "http://[::1]/",
    ),
)
CHOICE = pick(
    *(s for c in CHOICES for s in (c.key, c.label or "web", *c.values)), "webs", "we b", "7.0", "-", "?", "unknown", "0"
)
COUNTRY = pick(*(word for two, words in countries().items() for word in (two, *words)), "XX", "Germania", "USSR")
LANGUAGE = join(
    pick(*CODES, "xx", "eng", "English"),
    maybe(pick("-Hant", "_latn", "-abc")),
    maybe(pick("-US", "_br", "-419", "-USA")),
)
BOOLEAN = pick("true", "YES", "no", "T", "f", "0", "1", "ye\u017f", "on", "ja", "2", "1.0", "", "Truе")

MADE: dict[TypeName, Make] = {
    "id": any_of(NUMBER, CHOICE),
    "text": any_of(CHOICE, pick("n/a", "N/A", "0", "00", "x\u0301", "\u212a")),
    "owner": CHOICE,
    "integer": any_of(NUMBER, NUMBER, pick("-1", "Keine", "KEINE ")),
    "number": NUMBER,
    "money": MONEY,
    "boolean": BOOLEAN,
    "date": any_of(SOME_DAY, SOME_DAY, join(SOME_DAY, pick("T", " "), HOURS, OFFSET), EPOCH),
    "datetime": any_of(INSTANT, INSTANT, INSTANT, SOME_DAY, EPOCH),
    "duration": DURATION,
    "email": EMAIL,
    "phone": PHONE,
    "url": URL,
    "country": COUNTRY,
    "language": LANGUAGE,
    "choice": any_of(CHOICE, several(CHOICE, 0, 4, ";"), several(CHOICE, 0, 3, " ; ")),
    "stage": CHOICE,
}


def respelled(text: str, rng: random.Random) -> str:
    """The text, now and then in another case or normal form, within white space, or with a slip."""
    match rng.randrange(12):
        case 0:
            return text.upper()
        case 1:
            return text.lower()
        case 2:
            return unicodedata.normalize("NFD", text)
        case 3 | 4:
            return rng.choice(WHITE_SPACE) + text + rng.choice(WHITE_SPACE + "\x1c\u200b")
        case 5:
            return text.replace("k", "\u212a").replace("s", "\u017f").replace("I", "\u0131")
        case 6:
            at = rng.randint(0, len(text))
            return text[:at] + rng.choice("0 -.:;/@aZ\n\u0301\u00a0é\U0001f600") + text[at + rng.randint(0, 1) :]
        case 7:
            return text + rng.choice(["\n", "\n\n", "\u0301", "\x00", ";", ".", " x"])
        case _:
            return text


@cache
def texts(spec: Spec, count: int = 1500) -> tuple[str, ...]:
    """Texts for a spec, always the same ones."""
    rng = random.Random(f"{spec}")  # noqa: S311 - no secret
    made = {respelled(MADE[spec.type](rng), rng) for _ in range(count)}
    return tuple(sorted(made))
