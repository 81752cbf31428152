"""Screens of the studio: own courses, outline, lesson, settings."""

SCREENS = {
    "instructor": {
        "studio-outline": "/teach/learn-anything-and-keep-it/build",
        "studio-lesson": "/teach/learn-anything-and-keep-it/build/24",
        "studio-settings": "/teach/learn-anything-and-keep-it/settings",
    },
}
