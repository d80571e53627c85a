"""What files hold, read row by row: leads, logs and histories, which rows count, and what was left out."""
