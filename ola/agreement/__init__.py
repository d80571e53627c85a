"""The agreement as written: its structure, its clauses, and how they are lowered to a plan."""
