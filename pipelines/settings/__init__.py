"""One dialect for all that people set down in TOML or YAML, refused by file, line and name.

Not here: what any one table may say; that stands where it is used.
"""
