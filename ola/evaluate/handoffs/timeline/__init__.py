"""What happened to the leads, on one timeline, and what can be asked of a lead at an instant of it."""
