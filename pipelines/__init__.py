"""How it runs: from what was delivered to a published snapshot, and the command line over it.

Not here: what is made (`assets`), what must hold of it (`expectations`), what people see (`dashboards`).
"""
