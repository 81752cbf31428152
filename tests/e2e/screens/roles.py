"""Screens of roles."""

SCREENS = {
    "admin": {
        "roles": "/manage/roles",
        "roles-table": "/manage/roles/table",
        "role-shipped": "/manage/roles/1",
        "role-people": "/manage/roles/1?tab=people",
    },
    "tomas": {"roles-reader": "/manage/roles"},
}
