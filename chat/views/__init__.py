"""The visitor's pages of the chat: the door, the conversation, and what comes after."""
