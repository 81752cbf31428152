"""Screens of organizations and what they are made of."""

ADMIN = {
    "organization": "/manage/organization",
    "organization-look": "/manage/organization?section=look",
    "organization-domains": "/manage/organization?section=domains",
    "organization-rules": "/manage/organization?section=rules",
    "organization-storage": "/manage/organization?section=storage",
    "organizations": "/manage/organizations",
    "units": "/manage/units",
    "terms": "/manage/terms",
    "groups": "/manage/groups",
    "group": "/manage/groups/1",
    "rule-group": "/manage/groups/2",
}
SCREENS = {"admin": ADMIN}
