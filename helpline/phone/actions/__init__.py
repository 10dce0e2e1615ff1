"""What can be done with calls: one module per part of their life, every function one transaction."""
