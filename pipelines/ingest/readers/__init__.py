"""Readers of what is no plain CSV: workbooks with headings, boundaries, outlines, grid references.

Not here: rules about values; a reader yields records and the contract judges them.
"""
