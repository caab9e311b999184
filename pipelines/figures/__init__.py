"""From base figures to what is said of them: roll-up, maturity, comparators, signals, disclosure.

Not here: the queries of measures (`assets/metrics`), or the snapshot they go into (`publish`).
"""
