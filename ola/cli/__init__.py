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
    from ola.cli.speaking import UNWRITABLE, exit_code, say
    from ola.cli.stopping import Stopped, stoppable
    from ola.errors import InvalidAgreement, OlaError

    try:
        with stoppable():
            try:
                app()
            finally:
                sys.stdout.flush()  # a full disk is said while words can still be said
    except InvalidAgreement as fault:
        from ola.cli.speaking import show_invalid

        show_invalid(fault)
        sys.exit(exit_code(fault))
    except OlaError as fault:
        say(f"ola: {fault}")
        sys.exit(exit_code(fault))
    except BrokenPipeError:
        # The reader of our output has left, as `head` does; Python would complain at exit.
        _forget_output()
        sys.exit(0)
    except OSError as error:
        # Files say themselves what is wrong with them, and name it; this is standard output.
        _forget_output()
        say(f"ola: the result could not be written to standard output: {error.strerror or error}. Make room there.")
        sys.exit(UNWRITABLE)
    except Stopped as stopped:
        from ola.rows.left_behind import take_back

        take_back()
        say("ola: stopped. Nothing was written, and what stood under the names of the outputs still stands there.")
        sys.exit(stopped.exit_code)


def _forget_output() -> None:
    """Let go of what could not be written, which Python would try once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
