"""What is in leads that the agreement does not expect: gathered in one pass over them, then told kind by kind."""
