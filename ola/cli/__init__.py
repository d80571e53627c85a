"""The `ola` command: one file a verb, each a few lines over `ola.api`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command; what is wrong with a call or a file ends in one line and an exit code, never a traceback."""
    from ola.cli.garbage import not_looked_for

    with not_looked_for():
        _run()


def _run() -> None:
    from ola.cli.app import app
    from ola.cli.speaking import exit_code, say
    from ola.errors import InvalidAgreement, OlaError

    try:
        app()
    except InvalidAgreement as fault:
        from ola.cli.speaking import show_invalid

        show_invalid(fault)
        sys.exit(exit_code(fault))
    except OlaError as fault:
        say(f"ola: {fault}")
        sys.exit(exit_code(fault))
    except BrokenPipeError:
        # The reader of our output has left, as `head` does; Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        say("ola: stopped; no half-written output is left.")
        sys.exit(130)
