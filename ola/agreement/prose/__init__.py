"""An agreement written as a document: every sentence and row, and what is understood of it."""
