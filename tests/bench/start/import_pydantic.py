"""What `import ola` is held to: pydantic, which loads its parts when they are first used and builds no model here."""

import pydantic  # noqa: F401 - loading it is all that is measured
