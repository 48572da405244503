"""What the server refuses, in the words of the real one.

A refusal is a *violation* when the bot could have known better (a documented limit, a wrong parameter); it is
none when the world changed under the bot (blocked, removed, a message deleted meanwhile).
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A call that is answered with `ok: false`."""

    def __init__(
        self, code: int, description: str, *, violation: bool = False, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.violation = violation
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def wrong(text: str) -> ApiError:
    """400 for a call that breaks a documented rule."""
    return ApiError(400, f"Bad Request: {text}", violation=True)


def unlucky(text: str, **parameters: Any) -> ApiError:
    """400 for a call that was fine until the world changed."""
    return ApiError(400, f"Bad Request: {text}", parameters=parameters or None)


def forbidden(text: str) -> ApiError:
    """403: blocked, removed, or never invited."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """409 between getUpdates and another getUpdates or a webhook."""
    return ApiError(409, f"Conflict: {text}", violation=True)


def too_many(retry_after: int) -> ApiError:
    """429 with the seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", parameters={"retry_after": retry_after})
