"""A paper's blocks as PDF, Word and HTML, byte for byte alike wherever they are made.

Not here: what a paper says.
"""
