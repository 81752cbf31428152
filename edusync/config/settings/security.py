"""Headers that tell browsers what to refuse. Cookies are in `accounts`."""

from csp.constants import NONE as _NONE
from csp.constants import SELF as _SELF

from edusync.config.settings.apps import ENV
from edusync.courses.embeds import frame_sources, parse_hosts

_IS_HTTPS = ENV.site_url.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _IS_HTTPS
if ENV.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Only with a proxy that says how the visitor came: without its word every request would be sent around for ever.
    SECURE_SSL_REDIRECT = _IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# Being in the browsers' list can hardly be taken back, and it binds all subdomains: the owner's decision, not ours.
# W019: pages of this site may frame each other, foreign sites may not.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W021"]
# What no page here needs, no script gets: also not one of an embedded package.
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(self), camera=(), display-capture=(), encrypted-media=(self), fullscreen=(self),"
    " geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(),"
    " picture-in-picture=(self), publickey-credentials-create=(self), publickey-credentials-get=(self),"
    " serial=(), usb=(), xr-spatial-tracking=()"
)
# Candidates of exams show themselves; who hands in or marks may speak. What a page frames says with its own answer that
# it gets neither.
PAGE_PERMISSIONS_POLICY = PERMISSIONS_POLICY.replace("camera=()", "camera=(self)").replace(
    "microphone=()", "microphone=(self)"
)
X_FRAME_OPTIONS = "SAMEORIGIN"

VIDEO_EMBEDS_ON = ENV.video_embeds
# Other hosts whose pages lessons may show in a frame, behind a card.
EMBED_HOSTS = parse_hosts(ENV.embed_hosts)
_FRAMES = [_SELF, *frame_sources(are_films_on=VIDEO_EMBEDS_ON, hosts=EMBED_HOSTS)]
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": [_SELF],
        "script-src": [_SELF],
        "style-src": [_SELF],
        # The video controls write <style> into their shadow trees; attributes that style are refused everywhere.
        "style-src-elem": [_SELF, "'unsafe-inline'"],
        "style-src-attr": [_NONE],
        "require-trusted-types-for": ["'script'"],
        # Vue's own, and ours (web/src/core/trustedMarkup.ts), which lets no active markup through.
        "trusted-types": ["vue", "default"],
        "img-src": [_SELF, "data:", "blob:"],
        "media-src": [_SELF, "blob:"],
        "font-src": [_SELF],
        "connect-src": [_SELF],
        "worker-src": [_SELF, "blob:"],
        "frame-src": _FRAMES,
        "object-src": [_NONE],
        "base-uri": [_SELF],
        "form-action": [_SELF],
        "frame-ancestors": [_SELF],
    },
}
# The admin's look (unfold) computes expressions in the page and marks up its own inline scripts.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [_SELF, "'unsafe-inline'", "'unsafe-eval'"],
    "style-src-elem": [_SELF, "'unsafe-inline'"],
    "style-src-attr": ["'unsafe-inline'"],
    "require-trusted-types-for": None,
    "trusted-types": None,
}

# Names of servers inside the own network that the site may ask (identity providers, web hooks).
OUTGOING_ALLOWED_HOSTS = frozenset(
    host.strip().lower() for host in ENV.outgoing_allowed_hosts.split(",") if host.strip()
)
METRICS_TOKEN = ENV.metrics_token
