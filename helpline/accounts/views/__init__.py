"""The pages of this room. Each loads, calls one action, says what went wrong in words, and leads on."""
