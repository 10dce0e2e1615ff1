"""What is done with slots and appointments."""
