"""A shape of sentences: the patterns it is known by, and what is made of what stands in their gaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ola.agreement.prose.reading import Checked, Form, Outcome, Put
from ola.agreement.prose.sentences.pattern import Found, Pattern, pattern
from ola.agreement.prose.sentences.sentence import Sentence

Outcomes = Outcome | tuple[Outcome, ...] | None
Reads = Callable[[Found, Sentence], Outcomes]


@dataclass(frozen=True)
class Shape:
    """A shape by its name: `example` is a sentence of it that is read; `reads` gives nothing where a gap does not fit.

    A shape that does not stand alone takes a part of its meaning from the sentence before it, its heading or its list.
    """

    name: str
    patterns: tuple[str, ...]
    reads: Reads
    example: str
    stands_alone: bool = True

    @cached_property
    def made(self) -> tuple[Pattern, ...]:
        """The patterns, ready to be held against sentences."""
        return tuple(pattern(text) for text in self.patterns)

    @cached_property
    def gate(self) -> frozenset[str]:
        """Words of which a sentence of this shape holds one; none where that cannot be said."""
        rarest = [each.needed[0] for each in self.made if each.needed]
        return frozenset().union(*rarest) if len(rarest) == len(self.made) else frozenset()

    def read(self, sentence: Sentence) -> tuple[Outcome, ...]:
        """Read a sentence of this shape; nothing for another."""
        if self.gate and self.gate.isdisjoint(sentence.words):
            return ()
        for each in self.made:
            found = each.match(sentence.tokens, sentence.words, sentence.setting)
            if found is None:
                continue
            outcomes = self.reads(found, sentence)
            if outcomes is not None:
                return outcomes if isinstance(outcomes, tuple) else (outcomes,)
        return ()


def checked(
    form: Form,
    says: str,
    puts: tuple[Put, ...],
    sentence: Sentence,
    figures: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
) -> Checked:
    """Give what is understood in full of a sentence."""
    return Checked(form, says, puts, tuple(dict.fromkeys(figures)), sentence.place, tuple(dict.fromkeys(needs)))
