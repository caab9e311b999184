"""The audit log: a chain of who did what, its keys, and the proof that nothing was taken out.

Not here: what the pipeline remembers of its own nights (`store`), or Dagster's record of runs.
"""
