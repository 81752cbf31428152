"""Screens of features that can be switched: the list, one of them, one that there is not."""

SCREENS = {
    "admin": {
        "flags": "/manage/flags",
        "flag": "/manage/flags/search",
        "flag-unknown": "/manage/flags/not-there",
    }
}
