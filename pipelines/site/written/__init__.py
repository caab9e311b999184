"""What people write beside the figures: commentary, actions, answers, and who may change them.

Not here: the pages on which they write (`dashboards`).
"""
