"""App configuration."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """Registers the app with Django, and its answers with the progress app."""

    name = "edusync.credentials"
    label = "credentials"
    verbose_name = "Credentials"

    def ready(self) -> None:
        """Let progress ask about certificates."""
        from edusync.credentials.queries import CertificateAnswers
        from edusync.progress.credential_facts import register_certificates

        register_certificates(CertificateAnswers())
