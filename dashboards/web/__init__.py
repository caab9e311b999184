"""The application: what a request needs, the current snapshot, the one page cache, how pages are sent.

Not here: what any one page says (`pages`).
"""
