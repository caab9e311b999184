"""A supplier's scorecard: what arrived, what was refused and why, in the supplier's terms.

Not here: the checks themselves.
"""
