"""The body of a request: whoever sends it decides how long it is, and how slowly it comes."""

from __future__ import annotations

import asyncio

from aiohttp import web


async def body_of(request: web.Request, *, most: int, seconds: float) -> bytes:
    """The whole body. What is longer is not read to its end, and what is slower not waited for.

    Raises the answers to these: HTTPRequestEntityTooLarge, HTTPRequestTimeout, and HTTPBadRequest for a body that is
    not encoded as it says.
    """
    if (request.content_length or 0) > most:
        raise web.HTTPRequestEntityTooLarge(most)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > most:
                    raise web.HTTPRequestEntityTooLarge(most)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except web.RequestPayloadError:
        raise web.HTTPBadRequest from None
    return bytes(body)
