"""Screens of guardians."""

SCREENS = {
    "learner": {"family": "/account/family", "children": "/family"},
    "admin": {"guardians": "/manage/guardians"},
    "guardian": {"children-shared": "/family"},
}
