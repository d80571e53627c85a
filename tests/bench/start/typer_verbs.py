"""What `ola --help` is held to: the same verbs in typer, their bodies and their options empty."""

from __future__ import annotations

import typer

app = typer.Typer(
    help="Turn a written agreement between marketing and sales into checks, and hold leads and handoffs against it."
)


@app.command()
def init() -> None:
    """Write a starter agreement with comments, or draft one from a system's fields."""


@app.command()
def read() -> None:
    """Print a document beside its reading: what is checked, what is for people, what is ambiguous or not understood."""


@app.command()
def write() -> None:
    """Write the agreement as a document to sign; reading it with ola gives the agreement again."""


@app.command()
def lint() -> None:
    """Check an agreement: its structure, names, kinds and times, and what it forgets to say."""


@app.command()
def fmt() -> None:
    """Put an agreement in one order and style; its words and comments stay."""


@app.command()
def check() -> None:
    """Check leads: which keep the agreement, which do not, and why. Rows in = accepted + rejected, always."""


@app.command()
def profile() -> None:
    """See what the agreement does not expect: columns, values and names it does not know, blanks, odd dates."""


@app.command()
def measure() -> None:
    """Measure handoffs: who kept which clock, what is still open, and whether the targets are met."""


@app.command()
def export() -> None:
    """Write the agreement for another tool, and list what that tool cannot say of it."""


@app.command()
def explain() -> None:
    """Print what a finding means, why it matters, an example, and what to do instead."""


@app.command()
def demo() -> None:
    """Check and measure the leads that come with ola, and say in words what is found."""


if __name__ == "__main__":
    app()
