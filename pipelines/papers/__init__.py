"""Board papers of a site: what the office wrote and signed, handed to the writers of papers.

Not here: how a paper is set (`dashboards/papers`), or what people may write (`site/written`).
"""
