"""Where a programme's advice module answers."""

from helpline.programmes.models import Programme


def address_of(programme: Programme) -> str:
    """The address of its door. Pages know it without knowing the walk."""
    return f"{programme.url}advice/"
