"""What an agreement makes of data: of one lead, of frames of leads, of the events of handoffs, of periods."""
