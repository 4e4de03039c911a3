"""The headers of every answer: what a browser may load and run, and that pages with data are not kept."""

from flask import Flask, Response, request

TEMPLATE_LINE = "sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw="
"""Hash of the one inline line of the GOV.UK page template, which marks the page when scripts run."""

POLICY = "; ".join(
    [
        "default-src 'self'",
        f"script-src 'self' '{TEMPLATE_LINE}'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Two years, as browsers ask of addresses on their built-in list.
TRANSPORT = "max-age=63072000; includeSubDomains"


def set_up_headers(app: Flask) -> None:
    """Put the headers on every answer; a view that may be kept sets `Cache-Control` itself."""

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.extend({name: value for name, value in ALWAYS.items() if name not in response.headers})
        # Nearly every page shows something of somebody's; a shared computer or a proxy must not keep it.
        response.headers.setdefault("Cache-Control", "no-store")
        # Where the public address has https, whatever the proxy says of this one request.
        if request.is_secure or app.config["SESSION_COOKIE_SECURE"]:
            response.headers.setdefault("Strict-Transport-Security", TRANSPORT)
        return response
