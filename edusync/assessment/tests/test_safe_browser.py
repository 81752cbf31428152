"""Safe Exam Browser: settings, their Config Key, and the header that proves them."""

import datetime as dt
import hashlib
import plistlib

import pytest

from edusync.assessment.exam_gate import accepted_keys
from edusync.assessment.safe_browser import (
    HEADER,
    config_key,
    is_proved,
    request_hash,
    settings_for,
    settings_json,
    write_settings,
)
from edusync.assessment.sheets import sheet_of
from edusync.assessment.tests.exam_rows import make_exam

ADDRESS = "https://school.example/api/v1/quizzes/7/attempts"


def test_settings_are_hashed_as_sorted_text_without_spaces_escapes_and_the_version():
    settings = {
        "originatorVersion": "EduSync",
        "startURL": "https://school.example/a?b=1&c=2",
        "allowWlan": False,
        "browserViewMode": 1,
        "rules": [{"regex": False, "expression": r"school\.example/*", "action": 1, "nothing": {}}],
        "Empty": {},
        "when": dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC),
        "salt": b"\x01\x02",
    }
    text = settings_json(settings)
    assert text == (
        '{"allowWlan":false,"browserViewMode":1,'
        r'"rules":[{"action":1,"expression":"school\.example/*","regex":false}],'
        '"salt":"AQI=","startURL":"https://school.example/a?b=1&c=2","when":"2026-03-02T12:00:00Z"}'
    )
    # Computed by hand: SHA-256 of the text above.
    assert config_key(settings) == hashlib.sha256(text.encode()).hexdigest()
    assert config_key({**settings, "originatorVersion": "Another"}) == config_key(settings)


def test_the_example_of_the_algorithm_keeps_its_value():
    assert config_key({"startURL": "https://school.example", "sendBrowserExamKey": True}) == (
        "af4ff5f9831e942d1ec83c92f5a859101dd3b5bb2a1b06f903470ecc524811ee"
    )


def test_the_file_is_a_property_list_that_reads_back():
    settings = settings_for(start_url="https://school.example/learn/a?b&c", title="Algebra <1>")
    assert plistlib.loads(write_settings(settings)) == settings
    odd = {"bytes": b"\x00\xff", "half": 0.5, "list": [1, "two"], "empty": {}}
    assert plistlib.loads(write_settings(odd)) == odd


def test_a_header_proves_one_address_and_one_key():
    key = config_key(settings_for(start_url="https://school.example", title="Exam"))
    given = request_hash(ADDRESS, key)
    assert given == hashlib.sha256(f"{ADDRESS}{key}".encode()).hexdigest()
    assert is_proved(address=f"{ADDRESS}#part", given=given.upper(), keys=["0" * 64, key])
    assert not is_proved(address=f"{ADDRESS}?x=1", given=given, keys=[key])
    assert not is_proved(address=ADDRESS, given=given, keys=["0" * 64])
    assert not is_proved(address=ADDRESS, given="", keys=[key])


@pytest.mark.django_db
def test_starting_and_answering_want_the_settings_of_the_exam(api, quiz, enrollment, learner):
    exam = make_exam(
        quiz, is_safe_browser_needed=True, config_keys=[{"config_key": "A" * 64, "label": "Room 4"}]
    )
    client = api(learner)

    def send(method, path, body=None, key=None):
        proof = {} if key is None else {HEADER: request_hash(f"http://testserver{path}", key)}
        return getattr(client, method)(path, body, headers=proof)

    place = f"/api/v1/quizzes/{quiz.pk}"
    own, entered = accepted_keys(exam)
    told = client.get(f"{place}/exam").json()
    assert told["is_safe_browser_proved"] is False
    consent = {"device": "0" * 32, "consent_digest": told["consent_digest"]}
    assert client.post(f"{place}/exam/session", consent).status_code == 201
    client.problem(send("post", f"{place}/attempts"), 403, "exam-safe-browser-needed")
    client.problem(send("post", f"{place}/attempts", key="b" * 64), 403, "exam-safe-browser-needed")
    started = send("post", f"{place}/attempts", key=entered)
    assert started.status_code == 201
    attempt = f"/api/v1/attempts/{started.json()['uuid']}"
    slot = sheet_of(quiz.edition).slots[0]
    response = {"options": [slot.choices[0].id]}
    answers = {"client_id": "1" * 32, "answers": [{"sequence": 1, "slot_id": slot.id, "response": response}]}
    for method, path, body in (
        ("get", attempt, None),
        ("post", f"{attempt}/answers", answers),
        ("put", f"{attempt}/answers/{slot.id}", {"response": response}),
    ):
        client.problem(client.send(method.upper(), path, body), 403, "exam-safe-browser-needed")
    assert send("post", f"{attempt}/answers", answers, key=own).status_code == 200


@pytest.mark.django_db
def test_the_settings_file_carries_the_key_that_the_exam_takes(api, quiz, enrollment, learner):
    exam = make_exam(quiz, is_safe_browser_needed=True)
    response = api(learner).get(f"/api/v1/quizzes/{quiz.pk}/exam/browser-file")
    settings = plistlib.loads(response.content)
    assert settings["startURL"].endswith(f"/learn/{quiz.lesson.course.slug}/{quiz.lesson_id}")
    assert config_key(settings) in accepted_keys(exam)
