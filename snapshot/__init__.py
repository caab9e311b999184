"""What writer and readers of a published snapshot agree on: its tables and who may see which row of
them, finding, proving, opening and exporting it, and the stamp on what is synthetic.

Not here: how a snapshot is made (`pipelines/publish`), or how it looks (`dashboards`).
"""
