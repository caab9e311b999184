"""What each page shows, gathered from the snapshot, and the routes to it.

Not here: charts (`charts`), or anything a paper needs too.
"""
