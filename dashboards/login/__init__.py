"""Who a reader is: OpenID Connect, sessions, roles, and the log of what readers did.

Not here: what a role may see of a table; the snapshot's three files decide that.
"""
