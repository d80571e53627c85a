"""How well ola reads written agreements: a careful reader's readings beside ola's own."""
