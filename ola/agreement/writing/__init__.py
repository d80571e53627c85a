"""An agreement as a document that people sign, and that reads back to the same agreement."""
