"""Ways in and out: each turns its own protocol into the intake's, and back."""
