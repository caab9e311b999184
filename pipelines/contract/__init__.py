"""What a feed promises: layouts, columns and rules, and the words in which a supplier reads them.

Not here: reading a delivery against its contract (`ingest`). Knows no other room.
"""
