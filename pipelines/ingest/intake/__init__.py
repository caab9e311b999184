"""Takes one delivery in against its contract, by the fast or the slow path, and accounts for it.

Not here: publishers' odd files (`readers`), or which delivery counts (`editions`, `ledger`).
"""
