"""The phrasing that ola reads which is nearest to a sentence it does not."""

from __future__ import annotations

from functools import lru_cache

from ola.agreement.prose.sentences.commitments import EXAMPLES
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Shape

# Words that say nothing of what a sentence is about.
_COMMON = frozenset(
    "a an the is are be of to in on at by for and or not it its this that with as from we they their our has have may can must".split()
)
_LEAST = 2


def nearest(sentence: Sentence, shapes: tuple[Shape, ...]) -> str | None:
    """Give the example of the shape that shares most words with a sentence; nothing where none shares two."""
    words = sentence.words - _COMMON
    best, most = None, _LEAST - 1
    for example, own in _examples(shapes):
        shared = len(words & own)
        if shared > most:
            best, most = example, shared
    return best


@lru_cache(maxsize=4)
def _examples(shapes: tuple[Shape, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    found: list[tuple[str, frozenset[str]]] = [
        (example, frozenset(word.strip('.,:;`"').lower() for word in example.split()) - _COMMON) for example in EXAMPLES
    ]
    for shape in shapes:
        if not shape.stands_alone:
            continue
        words = {word.strip('.,:;`"').lower() for word in shape.example.split()}
        for each in shape.made:
            words |= {word for one in each.needed for word in one}
        found.append((shape.example, frozenset(words - _COMMON)))
    return tuple(found)
