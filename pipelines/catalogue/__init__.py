"""What an installation has: its tables, their lineage, and the headers of its measures.

Not here: what a feed promises (`contract`), or how any of it is built (`build`).
"""
