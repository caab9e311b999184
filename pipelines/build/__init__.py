"""Builds and checks one table in one transaction, from the deliveries or tables to its left.

Not here: how a delivery is read (`ingest`), or what a figure means (`figures`).
"""
