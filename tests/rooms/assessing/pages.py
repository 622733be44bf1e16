"""Asking for pages as a browser does."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assay.campus.assessing.models import Attempt
from assay.campus.people.models import Person


def sign_in(client: Client, person: Person) -> None:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")


def page_of(attempt: Attempt, name: str = "submission") -> str:
    return reverse(f"assessing:{name}", args=[attempt.submission.public_id])


def review_of(attempt: Attempt, name: str = "review") -> str:
    return reverse(f"assessing:{name}", args=["northgate-university", attempt.public_id])


def body(response: Any) -> str:
    return str(response.content.decode())


def upload(data: bytes, name: str, media_type: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=media_type)
