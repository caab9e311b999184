"""One office's own things: site.toml, plan and registers, the lock, what people sign.

Not here: anything computed from deliveries.
"""
