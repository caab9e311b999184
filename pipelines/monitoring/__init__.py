"""Tells people how the installation stands: doctor, status, heartbeat, notifications.

Not here: mending anything; it looks and says.
"""
