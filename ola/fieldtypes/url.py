"""`url`: a web address."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from ola.fieldtypes.formed_text import FormedText
from ola.fieldtypes.grammar import Grammar, any_case, grammar

if TYPE_CHECKING:
    from ola.fieldtypes.spec import TypeName

# Letters of any script: everything from U+00A1 that is neither white space nor a surrogate.
_BEYOND = (
    "\\u00a1-\\u167f\\u1681-\\u1fff\\u200c\\u200d\\u2010-\\u2027\\u2030-\\u205e"
    "\\u2070-\\u2fff\\u3001-\\ud7ff\ue000-\U0010ffff"
)
_EDGE = f"[A-Za-z0-9{_BEYOND}]"
_LABEL = rf"{_EDGE}(?:[A-Za-z0-9_\-{_BEYOND}]{{0,61}}{_EDGE})?"
# The last label is no number: 1.5 and 10.0.0.1 are no bare domains.
_TOP = rf"(?:[A-Za-z{_BEYOND}]{{2,63}}|[Xx][Nn]--[A-Za-z0-9\-]{{1,59}})"
_BARE = rf"(?:{_LABEL}\.)+{_TOP}\.?"
_HOST = rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]{{2,45}}\])"
_PORT = "(?::[0-9]{1,5})?"
_REST = rf"(?:[/?#][!#-;=?-~{_BEYOND}]*)?"


class Url(FormedText):
    """A web address as it is written; the text is kept, not rewritten.

    CRMs keep websites as people type them, so a bare domain (acme.com, www.acme.com/about) is read beside addresses
    with http:// or https://. Other schemes, and addresses that carry a name or password, are malformed.
    """

    name: ClassVar[TypeName] = "url"
    says: ClassVar[str] = "a web address such as https://acme.com/about or acme.com"
    example: ClassVar[str] = "https://www.acme.com/about"

    @cached_property
    def grammar(self) -> Grammar:
        """An address with http or https and any host, or a bare domain."""
        return grammar(f"(?:{any_case('http')}[Ss]?://{_HOST}|{_BARE}){_PORT}{_REST}")
