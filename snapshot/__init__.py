"""What writer and readers of a published snapshot agree on: finding, opening, proving, exporting.

Not here: how a snapshot is made (`pipelines/publish`), or how it looks (`dashboards`).
"""
