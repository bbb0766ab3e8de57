"""What the project knows, without any framework: the standard library only."""
