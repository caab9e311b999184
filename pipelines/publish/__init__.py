"""Makes one snapshot out of the working store: its tables, register of figures, and feed states.

Not here: reading or proving a snapshot (`snapshot`), or computing figures (`figures`).
"""
