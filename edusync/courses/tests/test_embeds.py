"""Pages of other sites inside lessons: who may be embedded."""

from typing import Any

import pytest

from edusync.courses.blocks import clean_document
from edusync.courses.embeds import find_embed, frame_sources, parse_hosts
from edusync.kernel.problems import ValidationProblem


@pytest.mark.parametrize(
    ("address", "provider", "film"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=5", "youtube", "dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", "youtube", "dQw4w9WgXcQ"),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("http://m.youtube.com/live/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", "vimeo", "76979871"),
        ("https://player.vimeo.com/video/76979871?h=1", "vimeo", "76979871"),
    ],
)
def test_films_are_known_by_their_addresses(address: str, provider: str, film: str) -> None:
    found = find_embed(address)
    assert found is not None
    assert (found.provider, found.id) == (provider, film)
    assert film in found.embed_url
    assert film in found.page_url


@pytest.mark.parametrize(
    "address",
    [
        "",
        "text",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=../../x",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/?https://youtu.be/dQw4w9WgXcQ",
        "javascript:alert(1)//youtu.be/dQw4w9WgXcQ",
        "https://vimeo.com/about",
        "https://[::1",
        "https://example.org:99999999/",
        "https://www.geogebra.org/m/x y",
    ],
)
def test_other_addresses_are_no_embeds(address: str, settings: Any) -> None:
    settings.EMBED_HOSTS = ("www.geogebra.org",)
    assert find_embed(address) is None


def test_hosts_of_the_setting_may_be_embedded(settings: Any) -> None:
    settings.EMBED_HOSTS = parse_hosts("www.geogebra.org, *.phet.example")
    assert find_embed("https://www.geogebra.org/m/abc").provider == "web"  # type: ignore[union-attr]
    assert find_embed("https://sims.phet.example/a") is not None
    for refused in (
        "http://www.geogebra.org/m/abc",
        "https://geogebra.org/m/abc",
        "https://phet.example/",
        "https://www.geogebra.org:8443/",
        "https://user@www.geogebra.org/",
        "https://evilphet.example/",
    ):
        assert find_embed(refused) is None, refused


def test_a_block_embeds_only_what_the_site_allows(settings: Any) -> None:
    settings.EMBED_HOSTS = ("www.geogebra.org",)
    block = {"type": "embed", "provider": "web", "url": "https://www.geogebra.org/m/abc", "title": "Circle"}
    assert clean_document({"blocks": [block]})["blocks"][0]["url"] == block["url"]
    for url in ("https://evil.example/", "", "http://www.geogebra.org/", "https://youtu.be/dQw4w9WgXcQ"):
        with pytest.raises(ValidationProblem) as caught:
            clean_document({"blocks": [{**block, "url": url}]})
        assert [error.pointer for error in caught.value.errors] == ["/blocks/0/url"]


@pytest.mark.parametrize(
    "text", ["https://x.example", "localhost", "*", "*.", "a b.example", "x.example;", "x.example 'unsafe'"]
)
def test_the_setting_takes_host_names_only(text: str) -> None:
    with pytest.raises(ValueError, match="is not a host name"):
        parse_hosts(text)


def test_the_content_policy_names_exactly_these_sites() -> None:
    assert frame_sources(are_films_on=False, hosts=("*.x.example",)) == ["https://*.x.example"]
    assert "https://player.vimeo.com" in frame_sources(are_films_on=True, hosts=())
