"""What keeps a page from running or loading anything that is not ours."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Only names of this very machine are answered: a page elsewhere that points its own name here
# (DNS rebinding) gets nothing.
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1", "[::1]")


class OpenHostError(Exception):
    """Someone asked to serve beyond this machine, where there is no login yet."""


def refuse_open_host(host: str) -> None:
    """Refuse any host that other machines can reach."""
    if host not in LOOPBACK_HOSTS:
        raise OpenHostError(
            f"--host {host}: refused, because there is no login yet and others could read "
            f"everything. Use 127.0.0.1, and reach it from elsewhere through an SSH tunnel."
        )
