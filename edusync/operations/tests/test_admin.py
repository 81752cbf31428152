"""The Django admin: every page opens, for those who may."""

import datetime as dt

import pytest
from django.contrib import admin as django_admin
from django.urls import reverse

from edusync.kernel import clock
from edusync.kernel.models import OutboxEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(admin):
    admin.is_staff = admin.is_superuser = True
    admin.save()
    return admin


@pytest.mark.parametrize("model", sorted(django_admin.site._registry, key=lambda model: model._meta.label))
def test_every_list_and_form_opens(client, superuser, model):
    client.force_login(superuser)
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{base}_changelist"), {"q": "a"}).status_code == 200
    assert client.get(reverse(f"{base}_add")).status_code in {200, 403}


def test_the_first_page_opens(client, superuser):
    client.force_login(superuser)
    assert client.get("/admin/").status_code == 200


def test_what_was_given_up_can_be_revived(client, superuser):
    now = clock.now() - dt.timedelta(hours=1)
    dead = OutboxEvent.objects.create(
        event_type="kitchen.tea_forgotten", created_at=now, available_at=now, failed_at=now, attempts=10
    )
    client.force_login(superuser)
    response = client.post(
        reverse("admin:kernel_outboxevent_changelist"),
        {"action": "deliver_again", "_selected_action": [dead.pk]},
    )
    assert response.status_code == 302
    dead.refresh_from_db()
    assert (dead.failed_at, dead.attempts) == (None, 0)


def test_nothing_is_made_or_edited_by_hand(client, superuser):
    client.force_login(superuser)
    assert client.get(reverse("admin:kernel_scheduledjob_add")).status_code == 403
