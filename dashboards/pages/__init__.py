"""A Blueprint for each kind of page: its addresses, and for each the view that gathers what it says.

Not here: charts (`charts`), or anything a paper needs too.
"""
