"""The bridge to a real mailbox: IMAP in, SMTP out. Only `imap.py` knows the one protocol, only `smtp.py` the other."""
