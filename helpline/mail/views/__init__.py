"""The screens of the post: thin. Load, ask whether it may be, call one action, answer."""
