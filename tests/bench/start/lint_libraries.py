"""What `ola lint` of the example is held to: its four libraries, and the two calendars of holidays it names, opened."""

import lark  # noqa: F401 - loading it is all that is measured
import typer  # noqa: F401 - as above
import yaml  # noqa: F401 - as above
from holidays import country_holidays
from pydantic import BaseModel  # noqa: F401 - as above

country_holidays("US")
country_holidays("DE", subdiv="BE")
