"""The application: its routes' set-up, security headers, kept pages and shared files.

Not here: what any one page says (`pages`).
"""
