"""`email`: a mail address as a mail server takes it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from ola.fieldtypes.formed_text import FormedText
from ola.fieldtypes.grammar import Grammar, any_case, grammar

if TYPE_CHECKING:
    import polars as pl

    from ola.fieldtypes.spec import Spec, TypeName

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+"
_QUOTED = r'"(?:[ !#-\[\]-~]|\\[ -~])*"'
_LOCAL = rf"(?:{_ATOM}(?:\.{_ATOM})*|{_QUOTED})"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
_DOMAIN = rf"{_LABEL}(?:\.{_LABEL})*"
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_GROUP = "[0-9A-Fa-f]{1,4}"


def _ipv6() -> str:
    """An IPv6 address as RFC 5321 writes it: `::` stands for two groups at least."""

    def shortened(most: int, tail: str) -> list[str]:
        """`::` with at most so many groups beside it."""
        bodies: list[str] = []
        for before in range(most + 1):
            left = f"{_GROUP}(?::{_GROUP}){{{before - 1}}}" if before else ""
            after = most - before
            right = f"(?:{_GROUP}(?::{_GROUP}){{0,{after - 1}}}{':' + tail if tail else ''})" if after else ""
            bodies.append(f"{left}::{right or tail}" + ("?" if right and not tail else ""))
            if tail and after:
                bodies.append(f"{left}::{tail}")
        return bodies

    full = [rf"{_GROUP}(?::{_GROUP}){{7}}", rf"{_GROUP}(?::{_GROUP}){{5}}:{_IPV4}"]
    return "(?:" + "|".join([*full, *shortened(6, ""), *shortened(4, _IPV4)]) + ")"


_MOST_LOCAL = 64
_WORDS = "[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*"
_USUAL = rf"^[A-Za-z0-9_+\-]+(?:\.[A-Za-z0-9_+\-]+)*@{_WORDS}(?:\.{_WORDS})+$"
_LITERAL = rf"\[(?:{_IPV4}|{any_case('ipv6')}:{_ipv6()})\]"


class Email(FormedText):
    """A mail address; it keeps its spelling, and comparisons ignore capitals.

    The form is `Mailbox` of RFC 5321, what can stand in an SMTP envelope. Beside ordinary addresses these are quoted
    names ("john smith"@acme.com), a domain of one label (test@io) and numeric hosts (test@[192.0.2.1]): rare, but mail
    reaches them. Comments, folded white space and what RFC 5322 calls obsolete belong to message headers and cannot be
    sent to, nor can what is longer than the limits; they are malformed. So are letters beyond ASCII: most are slips,
    and mail systems beside a CRM refuse them. A foreign domain is written in its xn-- form.

    By the categories of the isemail suite (164 addresses): VALID, DNSWARN and RFC5321 are read; CFWS, RFC5322, DEPREC
    and ERR are not, each as a whole. White space and line breaks around an address are taken off before it is read,
    which mends 16 of the 66 of ERR. Whether the domain exists is not asked: that changes from day to day.
    """

    name: ClassVar[TypeName] = "email"
    says: ClassVar[str] = "a mail address such as ana@acme.com"
    example: ClassVar[str] = "ana.diaz@acme.com"
    # So short that none of the limits is reached; nothing is tried twice.
    ordinary: ClassVar[tuple[str, int | None] | None] = (
        r"[A-Za-z0-9_+\-]++(?:\.[A-Za-z0-9_+\-]++)*+@[A-Za-z0-9]++(?:[.\-][A-Za-z0-9]++)*+",
        64,
    )

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """Addresses of plain letters, so short that no part of them is too long: one pattern instead of three."""
        import polars as pl

        return pl.when((raw.str.len_bytes() <= _MOST_LOCAL) & raw.str.contains(_USUAL)).then(raw)

    @cached_property
    def grammar(self) -> Grammar:
        """RFC 5321's Mailbox; at most 254 characters, at most 64 of them before the @ (RFC 3696, erratum 1690)."""
        return grammar(f"{_LOCAL}@(?:{_DOMAIN}|{_LITERAL})", f"[ -~]{{1,{_MOST_LOCAL}}}@[^@]{{1,255}}", "[ -~]{3,254}")
