"""A first draft of an agreement's fields, from what a system says of itself or from a sample of its leads.

Reading, deciding and writing are apart: `recognise` finds out what a file is, a catalogue's file or `sample` reads
it to fields, `naming`, `pricing` and `personal` complete them, `writing` makes the YAML. Whatever the file does not say
is a guess, written beside the field and listed.
"""

from __future__ import annotations

from ola.drafting.drafted import Draft, DraftField, Guess
from ola.drafting.drafting import draft

__all__ = ["Draft", "DraftField", "Guess", "draft"]
