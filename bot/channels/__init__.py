"""Channels: each translates one platform into neutral messages and back. They do not know each other."""
