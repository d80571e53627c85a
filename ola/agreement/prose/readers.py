"""Who reads a unit, in order: the first that understands it has the word."""

from __future__ import annotations

from ola.agreement.prose.reading import Reader

READERS: tuple[Reader, ...] = ()
