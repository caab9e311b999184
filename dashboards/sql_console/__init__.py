"""Questions in SQL on one audience's file, asked in a child process that can do nothing else.

Not here: the pages' own queries.
"""
