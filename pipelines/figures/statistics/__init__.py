"""Pure statistics: intervals, process control, seasons, development of late counts.

Not here: tables, measures or files; everything is plain values in and out.
"""
