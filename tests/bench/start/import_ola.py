"""`import ola`, which loads its parts when they are first used."""

import ola  # noqa: F401 - loading it is all that is measured
