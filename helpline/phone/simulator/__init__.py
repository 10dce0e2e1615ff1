"""An offline stand-in for the phone provider: it interprets our TwiML, holds queues, signs requests, and can misbehave.

`engine` is the provider, `people` are those who call; `clock` lets a day pass in a second or in a day. Nothing in here
is imported by a running house that has a real provider.
"""
