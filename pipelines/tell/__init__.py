"""Tells people, by mail and webhook, what a night left to look at; never a row of data."""
