"""One file for each kind of clause: what may be written, how it is read, what it lowers to."""
