"""The working DuckDB file: opening it, its own book-keeping tables, and the threads beside it.

Not here: which tables there are (`catalogue`), or how one is built (`build`).
"""
