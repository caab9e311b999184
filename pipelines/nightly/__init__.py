"""One night and the nights that were missed; Dagster's instance, schedule and service files.

Not here: building tables (`build`), publishing (`publish`), or forgetting (`retention`).
"""
