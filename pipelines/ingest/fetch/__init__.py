"""Fetches what publishers put on the web: asks, resumes, proves and lands it.

Not here: reading what was fetched (`intake`).
"""
