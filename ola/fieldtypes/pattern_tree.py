r"""Ola's regular expressions: what is written, read into a tree.

They are the part of RE2 that every engine can be made to read alike: characters, classes (`[a-z]`, `\d`, `\w`, `\s`
and their opposites, `[[:alpha:]]`), groups, `|`, repeats up to 1000, `.` (anything but a line break), `\b`, and `^`
and `$` at the ends. `\d`, `\w`, `\s` and `\b` are ASCII. There are no flags, back references or look-around, and no
`\p{…}`, which hangs on each engine's edition of Unicode.
"""

# ruff: noqa: EM101, EM102, TRY003 - what the parser refuses is said where it refuses it

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ola.errors import WrongCall

Ranges = tuple[tuple[int, int], ...]


class UnreadablePattern(WrongCall):
    """A pattern that is not in ola's subset; `offset` is where, `advice` a way out."""

    def __init__(self, pattern: str, offset: int, problem: str, advice: str) -> None:
        """Keep the place and the advice beside the message."""
        super().__init__(f"{problem} {advice}".strip())
        self.pattern = pattern
        self.offset = offset
        self.problem = problem
        self.advice = advice

    def __reduce__(self) -> tuple[type[UnreadablePattern], tuple[str, int, str, str]]:
        """Pickle by what it was made of."""
        return type(self), (self.pattern, self.offset, self.problem, self.advice)


@dataclass(frozen=True, slots=True)
class Chars:
    """One character within these ranges of code points, which are sorted and apart."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Edge:
    r"""`\b`: between a word character of ASCII and anything else."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """`^` or `$`, until it is found to stand at an end, where the whole text is matched anyway."""

    is_start: bool
    offset: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; empty, it matches the empty text."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of them."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """So many times; `most` is None when there is no end."""

    item: Node
    least: int
    most: int | None


Node = Chars | Edge | Anchor | Sequence | Either | Repeat

LAST = 0x10FFFF
MOST_REPEATS = 1000
# With repeats written out; more would be slow to build, and engines set limits of their own.
MOST_CHARACTERS = 5000
_DEEPEST = 100
EMPTY = Sequence(())
DIGIT: Ranges = ((0x30, 0x39),)
WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACE: Ranges = ((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20))  # as in RE2, without \v
_CLASSES = {"d": DIGIT, "w": WORD, "s": SPACE}
_POSIX: dict[str, Ranges] = {
    "alnum": ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)),
    "alpha": ((0x41, 0x5A), (0x61, 0x7A)),
    "ascii": ((0x00, 0x7F),),
    "blank": ((0x09, 0x09), (0x20, 0x20)),
    "cntrl": ((0x00, 0x1F), (0x7F, 0x7F)),
    "digit": DIGIT,
    "graph": ((0x21, 0x7E),),
    "lower": ((0x61, 0x7A),),
    "print": ((0x20, 0x7E),),
    "punct": ((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    "space": ((0x09, 0x0D), (0x20, 0x20)),
    "upper": ((0x41, 0x5A),),
    "word": WORD,
    "xdigit": ((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_SURROGATES = range(0xD800, 0xE000)


def joined(ranges: list[tuple[int, int]]) -> Ranges:
    """The ranges sorted, and those that touch made one."""
    runs: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        touches = bool(runs) and (low <= runs[-1][1] + 1 or (runs[-1][1], low) == (0xD7FF, 0xE000))
        if touches:
            runs[-1] = (runs[-1][0], max(high, runs[-1][1]))
        else:
            runs.append((low, high))
    return tuple(runs)


def opposite(ranges: Ranges) -> Ranges:
    """Every character that is not within the ranges; surrogates are none, and no end of a range is one."""
    runs: list[tuple[int, int]] = []
    start = 0
    for low, high in (*ranges, (LAST + 1, LAST + 1)):
        first = 0xE000 if start in _SURROGATES else start
        last = 0xD7FF if low - 1 in _SURROGATES else low - 1
        if first <= last:
            runs.append((first, last))
        start = high + 1
    return tuple(runs)


@lru_cache(maxsize=512)
def parse(pattern: str) -> Node:
    """The tree of a pattern, without anchors; raises UnreadablePattern."""
    parser = _Parser(pattern)
    tree = _unanchored(parser.whole(), pattern, leading=True, trailing=True)
    if size(tree) > MOST_CHARACTERS:
        problem = f"The pattern is too large: its repeats, written out, are more than {MOST_CHARACTERS} characters."
        raise UnreadablePattern(pattern, 0, problem, "Use smaller counts, or + and * instead of them.")
    return tree


def size(node: Node) -> int:
    """How many characters the node has when its repeats are written out; at least one for each node."""
    match node:
        case Chars() | Edge() | Anchor():
            return 1
        case Sequence(items) | Either(items):
            return 1 + sum(map(size, items))
        case Repeat(item, least, most):
            return 1 + size(item) * (max(least, 1) if most is None else max(most, 1))


class _Parser:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0

    def refusal(self, problem: str, advice: str = "", offset: int | None = None) -> UnreadablePattern:
        """The exception that says what is wrong here."""
        return UnreadablePattern(self.pattern, self.at if offset is None else offset, problem, advice)

    def peek(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def take(self, text: str) -> bool:
        if not self.peek(text):
            return False
        self.at += len(text)
        return True

    def whole(self) -> Node:
        for offset, char in enumerate(self.pattern):
            if ord(char) in _SURROGATES:
                raise self.refusal(
                    "The pattern holds half a character (a lone surrogate).", "Write the character whole.", offset
                )
        node = self.either()
        if self.at < len(self.pattern):
            raise self.refusal("This ) closes nothing.", r"Remove it, or write \) for the sign itself.")
        return node

    def either(self) -> Node:
        options = [self.sequence()]
        while self.take("|"):
            options.append(self.sequence())
        return options[0] if len(options) == 1 else Either(tuple(options))

    def sequence(self) -> Node:
        items: list[Node] = []
        while self.at < len(self.pattern) and not self.peek("|") and not self.peek(")"):
            items.append(self.repeated())
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def repeated(self) -> Node:
        offset = self.at
        item = self.atom()
        bounds = self.bounds()
        if bounds is None:
            return item
        if isinstance(item, Anchor | Edge):
            raise self.refusal("A place in the text cannot be repeated.", "Remove the repeat.", offset)
        self.take("?")  # a lazy repeat matches the same texts
        if self.peek("+"):
            raise self.refusal("Possessive repeats (a++) are not in the subset.", "Write a plain repeat.")
        again = self.at
        if self.bounds() is not None:
            raise self.refusal("A repeat is repeated.", "Put the first in a group: (?:a*)* .", again)
        return Repeat(item, *bounds)

    def bounds(self) -> tuple[int, int | None] | None:
        """The least and the most of a repeat that stands here."""
        if self.take("*"):
            return 0, None
        if self.take("+"):
            return 1, None
        if self.take("?"):
            return 0, 1
        if not self.peek("{"):
            return None
        start = self.at
        close = self.pattern.find("}", start)
        least, comma, most = self.pattern[start + 1 : close].partition(",") if close > 0 else ("", "", "")
        if not _is_count(least) or not (most == "" or _is_count(most)):
            raise self.refusal("This { opens no repeat.", r"Write {2}, {2,} or {2,5}, or \{ for the sign itself.")
        low = int(least)
        high = low if not comma else int(most) if most else None
        if low > MOST_REPEATS or (high or 0) > MOST_REPEATS:
            raise self.refusal(
                f"More than {MOST_REPEATS} repeats.", f"Write at most {{{MOST_REPEATS}}}, or + for no end."
            )
        if high is not None and high < low:
            raise self.refusal(f"{{{low},{high}}} ends before it begins.", f"Did you mean {{{high},{low}}}?")
        self.at = close + 1
        return low, high

    def atom(self) -> Node:
        char = self.pattern[self.at]
        match char:
            case "(":
                return self.group()
            case "[":
                return Chars(self.char_class())
            case "\\":
                return self.escape()
            case ".":
                self.at += 1
                return Chars(opposite(((0x0A, 0x0A),)))
            case "^" | "$":
                self.at += 1
                return Anchor(char == "^", self.at - 1)
            case "*" | "+" | "?":
                raise self.refusal(f"There is nothing before {char} to repeat.", rf"Write \{char} for the sign itself.")
            case "{":
                raise self.refusal("There is nothing before { to repeat.", r"Write \{ for the sign itself.")
            case _:
                self.at += 1
                return _one(ord(char))

    def group(self) -> Node:
        start = self.at
        self.at += 1
        if self.take("?"):
            self.group_kind(start)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.refusal("The groups are nested too deep.", f"At most {_DEEPEST} may stand in each other.", start)
        node = self.either()
        self.depth -= 1
        if not self.take(")"):
            raise self.refusal("This ( is never closed.", r"Add the ), or write \( for the sign itself.", start)
        return node

    def group_kind(self, start: int) -> None:
        """What stands behind `(?`: names are read and forgotten."""
        if self.take(":"):
            return
        for look in ("=", "!", "<=", "<!"):
            if self.peek(look):
                raise self.refusal(
                    "Look-ahead and look-behind are not in the subset.",
                    "Split it into two rules, or write the alternatives out.",
                    start,
                )
        if self.take("P<") or self.take("<"):
            close = self.pattern.find(">", self.at)
            if close < 0 or not self.pattern[self.at : close].isidentifier():
                raise self.refusal("The group's name is not complete.", "Write (?:…): names are not used here.", start)
            self.at = close + 1
            return
        if self.peek("P=") or self.peek("P>"):
            raise self.refusal("Back references are not in the subset.", "Write the text out.", start)
        if self.peek(">"):
            raise self.refusal("Atomic groups are not in the subset.", "Write (?:…).", start)
        raise self.refusal(
            "Flags such as (?i) are not in the subset.", "Write both cases, [Aa]; `contains` ignores case.", start
        )

    def escape(self) -> Node:
        start = self.at
        ranges = self.escaped_class()
        if ranges is not None:
            return Chars(ranges)
        if self.take(r"\b"):
            return Edge()
        if self.take(r"\A") or self.take(r"\z"):
            return Anchor(self.pattern[self.at - 1] == "A", start)
        return _one(self.escaped_char())

    def escaped_class(self) -> Ranges | None:
        r"""The class of `\d`, `\W` and the like, if one stands here."""
        name = self.pattern[self.at + 1 : self.at + 2]
        ranges = _CLASSES.get(name.lower())
        if ranges is None:
            return None
        self.at += 2
        return ranges if name.islower() else opposite(ranges)

    def escaped_char(self) -> int:
        """The code point behind a backslash."""
        start = self.at
        name = self.pattern[start + 1 : start + 2]
        self.at += 2
        if name == "":
            raise self.refusal("The pattern ends in a backslash.", r"Write \\ for the sign itself.", start)
        if name in _CONTROLS:
            return ord(_CONTROLS[name])
        if name == "x":
            return self.hexadecimal(start)
        if name.isascii() and not name.isalnum():
            return ord(name)
        match name:
            case "p" | "P":
                advice = "Write the letters out as a class, such as [A-Za-zÀ-ÿ]."
                raise self.refusal(rf"\{name} hangs on each engine's edition of Unicode.", advice, start)
            case "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "k" | "g":
                raise self.refusal("Back references are not in the subset.", "Write the text out.", start)
            case "Z":
                raise self.refusal(r"\Z is not in the subset.", "Write $.", start)
            case "B":
                raise self.refusal(r"\B is not in the subset.", "Name the characters that must stand there.", start)
            case "u" | "U" | "N" | "0":
                raise self.refusal(rf"\{name} is not in the subset.", r"Write \x{e9} for the character é.", start)
            case _:
                raise self.refusal(f"\\{name} means nothing here.", f"Write {name} for the character itself.", start)

    def hexadecimal(self, start: int) -> int:
        r"""The code point of `\x41` or `\x{1f600}`, behind the x."""
        if self.take("{"):
            close = self.pattern.find("}", self.at)
            digits = self.pattern[self.at : close] if close > 0 else ""
            self.at = close + 1
        else:
            digits = self.pattern[self.at : self.at + 2]
            digits = digits if len(digits) == 2 else ""  # noqa: PLR2004 - \x takes two
            self.at += 2
        if not 0 < len(digits) <= 6 or any(c not in "0123456789abcdefABCDEF" for c in digits):  # noqa: PLR2004
            raise self.refusal(r"\x needs a code point.", r"Write \x41 or \x{1f600}.", start)
        code = int(digits, 16)
        if code > LAST or code in _SURROGATES:
            raise self.refusal(f"There is no character {digits}.", r"Write a code point up to 10FFFF.", start)
        return code

    def char_class(self) -> Ranges:
        """The ranges of a class in square brackets."""
        start = self.at
        self.at += 1
        negated = self.take("^")
        ranges: list[tuple[int, int]] = []
        first = True
        while first or not self.peek("]"):
            if self.at >= len(self.pattern):
                raise self.refusal("This [ is never closed.", r"Add the ], or write \[ for the sign itself.", start)
            first = False
            offset = self.at
            several = self.named_class()
            if several is not None:
                ranges += several
                continue
            low = self.class_char()
            high = low
            if self.peek("-") and not self.peek("-]"):
                self.at += 1
                if self.named_class() is not None:
                    raise self.refusal("A range cannot end in a class.", r"Write \- for the sign itself.", offset)
                high = self.class_char()
            if high < low:
                raise self.refusal("The range ends before it begins.", "Turn it round.", offset)
            ranges.append((low, high))
        self.at += 1
        found = joined(ranges)
        found = opposite(found) if negated else found
        if not found:
            raise self.refusal("No character is in this class.", "Name one.", start)
        return found

    def named_class(self) -> Ranges | None:
        r"""The ranges of `[:alpha:]` or `\d` within a class, if one stands here."""
        if self.peek("\\"):
            return self.escaped_class()
        if not self.peek("[:"):
            return None
        close = self.pattern.find(":]", self.at)
        name = self.pattern[self.at + 2 : close] if close > 0 else ""
        ranges = _POSIX.get(name.removeprefix("^"))
        if ranges is None:
            raise self.refusal("There is no such class.", f"Known are {', '.join(_POSIX)}.")
        self.at = close + 2
        return opposite(ranges) if name.startswith("^") else ranges

    def class_char(self) -> int:
        """One character within a class."""
        if self.at >= len(self.pattern):
            raise self.refusal("A [ is never closed.", r"Add the ], or write \[ for the sign itself.")
        if self.peek("\\"):
            if self.peek(r"\b"):
                raise self.refusal(r"\b has no meaning in a class.", r"Write \x08 for backspace.")
            return self.escaped_char()
        self.at += 1
        return ord(self.pattern[self.at - 1])


def _one(code: int) -> Chars:
    """One certain character."""
    return Chars(((code, code),))


def _is_count(text: str) -> bool:
    """Whether a text is a plain number of ASCII digits, short enough to be one."""
    return 0 < len(text) <= 6 and text.isascii() and text.isdigit()  # noqa: PLR2004


def _unanchored(node: Node, pattern: str, *, leading: bool, trailing: bool) -> Node:
    """The tree without anchors: at its ends they say nothing, as the whole text is matched; elsewhere none can hold."""
    match node:
        case Anchor(is_start, offset):
            if leading if is_start else trailing:
                return EMPTY
            sign = "^" if is_start else "$"
            raise UnreadablePattern(
                pattern,
                offset,
                f"{sign} stands within the pattern, where no text can match it.",
                rf"A pattern covers the whole value by itself; write \{sign} for the sign.",
            )
        case Sequence(items):
            taken = [_takes_text(item) for item in items]
            return Sequence(
                tuple(
                    _unanchored(
                        item,
                        pattern,
                        leading=leading and not any(taken[:i]),
                        trailing=trailing and not any(taken[i + 1 :]),
                    )
                    for i, item in enumerate(items)
                )
            )
        case Either(options):
            return Either(tuple(_unanchored(o, pattern, leading=leading, trailing=trailing) for o in options))
        case Repeat(item, least, most):
            once = most is not None and most <= 1
            kept = _unanchored(item, pattern, leading=leading and once, trailing=trailing and once)
            return Repeat(kept, least, most)
        case Chars() | Edge():
            return node


def _takes_text(node: Node) -> bool:
    """Whether the node can match any text but the empty one."""
    match node:
        case Chars():
            return True
        case Edge() | Anchor():
            return False
        case Sequence(items) | Either(items):
            return any(map(_takes_text, items))
        case Repeat(item, _, most):
            return most != 0 and _takes_text(item)
