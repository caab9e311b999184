"""From a file that was delivered to accepted rows: landing, recognition, the ledger and editions.

Not here: tables made of those rows (`build`), or what a feed promises (`contract`).
"""
