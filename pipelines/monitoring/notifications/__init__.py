"""Messages about nights and the digest, by mail and to web addresses; each is told once.

Not here: what is true of a night (`status`); only the telling.
"""
