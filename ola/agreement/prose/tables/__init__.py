"""Tables of a document, told apart by what their columns hold: one file a kind."""
