"""What can be done in a chat: one module per part of its life, every function one transaction."""
