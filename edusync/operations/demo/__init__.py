"""The demo school: people, courses and progress, written by this project and made by `manage.py seed_demo`."""
