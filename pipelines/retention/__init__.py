"""Keeps, erases, backs up, restores and upgrades what a site holds.

Not here: deciding what a night builds (`nightly`).
"""
