"""Screens of API keys and provisioning."""

SCREENS = {
    "admin": {"api-keys": "/manage/api-keys", "provisioning": "/manage/provisioning"},
    "learner": {"my-api-keys": "/account/api-keys"},
}
