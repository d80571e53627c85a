"""A value and its place: what YAML and Markdown are read into, before anyone asks what it means."""
