"""Signing in and what one signs in with."""

SCREENS = {
    "visitor": {"not me": "/not-me/abc"},
    "learner": {"security": "/account/security"},
    "admin": {"rules of sign-in": "/manage/sign-in"},
}
