"""Words in the pages of the OAuth server."""

from typing import Any

from django import template

from edusync.identity.oauth.texts import EN, words_for

register = template.Library()


@register.simple_tag
def say(text: str, **values: Any) -> str:
    """The text with its places filled; what is filled in is escaped by the template."""
    return text.format(**values)


@register.simple_tag(takes_context=True)
def oauth_words(context: Any) -> dict[str, Any]:
    """The texts, for a page of the library that does not bring them."""
    request = context.get("request")
    return words_for(request) if request is not None else EN
