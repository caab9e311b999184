"""Reads a paper's sentences and asks which published figure each claim stands on.

Not here: writing or changing a sentence.
"""
