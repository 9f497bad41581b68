"""Security headers on every answer, also on errors and sockets: set where the headers are about to leave."""

from __future__ import annotations

from aiohttp import web

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAMED_POLICY = PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
"""For pages that our own demo page shows in a frame."""
FRAMING_POLICY = PAGE_POLICY + "; frame-src 'self'"
"""For the demo page itself."""
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""For what people uploaded: even opened by itself it can do nothing."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_YEAR = 365 * 24 * 3600


def secure(app: web.Application, *, https: bool) -> None:
    """Gives every answer of `app` the headers it lacks; handlers may set stricter or framed ones themselves."""

    async def add(_request: web.Request, response: web.StreamResponse) -> None:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        if https:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}; includeSubDomains")

    app.on_response_prepare.append(add)
