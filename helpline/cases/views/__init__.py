"""The screens of this room: thin. Load, ask whether this person may, call one action, answer."""
