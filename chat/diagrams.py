"""The page of the state diagrams, made from the tables in `states.py`. Pure."""

from chat.states import MOVES, TRANSFER_MOVES, State, TransferState, diagram

PAGE = """# The states of a chat

Made from the tables in `chat/states.py` by `manage.py chat_states --write`. A test compares; do not edit.

## A conversation

```mermaid
{conversation}
```

## An offer to a colleague

```mermaid
{transfer}
```
"""


def page() -> str:
    """The whole page, as it stands in docs/chat-states.md."""
    return PAGE.format(
        conversation=diagram(MOVES, State.WAITING), transfer=diagram(TRANSFER_MOVES, TransferState.OFFERED)
    )
