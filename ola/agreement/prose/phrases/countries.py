"""Countries by any of their names: `the US`, `Germany`, `U.K.`."""

from __future__ import annotations

from functools import lru_cache

from ola.fieldtypes.countries import countries


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Give every name of every country in small letters, its two letters among them, with these two letters."""
    return {name.lower(): code for code, names in countries().items() for name in (code, *names)}


def country_code(name: str) -> str | None:
    """Give the two letters of a country by any of its names, nothing for what is none."""
    bare = name.strip().lower()
    return country_names().get(bare) or country_names().get(bare.removeprefix("the "))
