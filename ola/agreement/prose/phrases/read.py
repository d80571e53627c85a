"""A condition that was read, and how several become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

NeedType = Literal["boolean", "number", "text", "money", "stage", "country", "email"]
Joint = Literal["atom", "all", "any", "none", "counted", "unsaid", "own"]


@dataclass(frozen=True, slots=True)
class Need:
    """A field that a condition asks for, and what it holds; most are declared nowhere in the document."""

    name: str
    type: NeedType
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A condition that was read: in ola's language, the fields it needs, the figures in it.

    `unsaid` is true where a list does not say whether all or any of it is meant; `parts` are then its items.
    `vague` holds words such as "about" that leave open how much is meant.
    """

    text: str
    needs: tuple[Need, ...] = ()
    figures: tuple[str, ...] = ()
    joint: Joint = "atom"
    parts: tuple[Read, ...] = ()
    unsaid: bool = False
    vague: tuple[str, ...] = ()

    def inner(self) -> str:
        """The condition as part of a longer one."""
        return f"({self.text})" if self.joint in {"all", "any", "unsaid", "own"} else self.text


def unsaid(parts: list[Read]) -> Read:
    """Give a list that does not say whether all or any of it is meant; its text reads as all."""
    joined = joined_if_all("all", list(parts), formal=True)
    assert joined is not None  # noqa: S101 (no part is missing)
    return replace(joined, joint="unsaid", unsaid=True, parts=tuple(parts))


def joined(joint: Literal["all", "any"], parts: Iterable[Read]) -> Read:
    """Give conditions of which all or any must hold."""
    found = joined_if_all(joint, list(parts), formal=True)
    assert found is not None  # noqa: S101 (no part is missing)
    return found


def counted(number: int, parts: Iterable[Read]) -> Read | None:
    """Give conditions of which so many must hold; nothing where there are fewer."""
    every = tuple(parts)
    if not 1 <= number <= len(every):
        return None
    text = f"at least {number} of ({', '.join(part.text for part in every)})"
    needs, figures, _, _ = _gathered(every)
    return Read(text, needs, figures, "counted", every)


def joined_if_all(joint: Literal["all", "any"], parts: Iterable[Read | None], *, formal: bool) -> Read | None:
    """Give conditions of which all or any must hold; nothing where one was not read, or nobody can tell how to join."""
    every = tuple(parts)
    if any(part is None for part in every):
        return None
    if len(every) == 1:
        return every[0]
    found: list[Read] = []
    for part in every:
        if part is None:
            continue
        if part.joint == joint:
            found += part.parts
        elif part.joint in {"all", "any"} and not formal:
            return None  # "a and b or c" in plain words: nobody can tell what is meant
        else:
            found.append(part)
    word = " and " if joint == "all" else " or "
    needs, figures, is_unsaid, vague = _gathered(tuple(found))
    text = word.join(part.inner() for part in found)
    return Read(text, needs, figures, joint, tuple(found), is_unsaid, vague)


def _gathered(parts: tuple[Read, ...]) -> tuple[tuple[Need, ...], tuple[str, ...], bool, tuple[str, ...]]:
    """Gather what parts need, their figures, whether one leaves all or any unsaid, and their vague words."""
    needs = tuple(dict.fromkeys(need for part in parts for need in part.needs))
    figures = tuple(figure for part in parts for figure in part.figures)
    return needs, figures, any(part.unsaid for part in parts), tuple(word for part in parts for word in part.vague)


def negated(inner: Read) -> Read:
    """Give a condition turned round."""
    if inner.joint == "none":
        return inner.parts[0]
    text = (
        f"none of ({', '.join(part.text for part in inner.parts)})" if inner.joint == "any" else f"not {inner.inner()}"
    )
    return Read(text, inner.needs, inner.figures, "none", (inner,), inner.unsaid, inner.vague)
