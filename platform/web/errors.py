"""Every error is caught here, once, and answered with a page that says what happened and what to do."""

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from core.access import SignInRequiredError
from core.api_errors import api_error, is_for_api
from core.errors import DomainError
from core.logs import current_request_id, logger

HEADINGS = {
    400: "There is a problem with what was sent",
    401: "Sign in to see this page",
    403: "This page is not part of your role",
    404: "Page not found",
    405: "This address does not work that way",
    409: "Something has changed since you opened the page",
    413: "What you sent is too large",
    422: "There is a problem",
    429: "Too many attempts",
    500: "Throughline has a problem",
    503: "Throughline is not available at the moment",
}
SENTENCES = {
    400: "Go back, load the page again and repeat what you did.",
    404: "If you typed the address, check that it is right. If you followed a link, it may have moved.",
    405: "Go back and use the buttons of the page.",
    413: "The largest file that can be sent is 10 MB.",
    429: "Wait a few minutes, then try again.",
    500: "Nothing was stored. Try again; if it happens again, tell the support team the number below.",
    503: "Try again in a minute. Nothing was lost.",
}


def set_up_errors(app: Flask) -> None:
    """Answer each family of errors with its page; the text never shows a trace, a statement or a path."""
    app.register_error_handler(SignInRequiredError, _ask_to_sign_in)
    app.register_error_handler(DomainError, lambda error: _page(error.status, error.sentence))
    app.register_error_handler(CSRFError, lambda _error: _page(400, SENTENCES[400]))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(Exception, _unforeseen)


def _page(status: int, sentence: str) -> Response:
    reference = current_request_id() if status >= 500 else None  # noqa: PLR2004
    if is_for_api():
        return api_error(status, sentence, detail=None if reference is None else {"reference": reference})
    heading = HEADINGS.get(status, HEADINGS[500])
    body = render_template(
        "error.html",
        heading=heading,
        sentence=sentence,
        reference=reference,
    )
    return make_response(body, status)


def _ask_to_sign_in(error: SignInRequiredError) -> ResponseReturnValue:
    if request.method in {"GET", "HEAD"} and not is_for_api():
        return redirect(url_for("sign_in.ask", next=request.full_path.rstrip("?")))
    return _page(401, error.sentence)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004  (a redirect is no error)
        return error.get_response()
    response = _page(status, SENTENCES.get(status, SENTENCES[400]))
    # Allow, Retry-After and the like belong to the answer too.
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _database_away(_error: OperationalError) -> ResponseReturnValue:
    logger().error("database.away")
    return _page(503, SENTENCES[503])


def _unforeseen(_error: Exception) -> ResponseReturnValue:
    logger().exception("request.failed")
    return _page(500, SENTENCES[500])
