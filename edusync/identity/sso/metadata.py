"""Reads a SAML provider's metadata: who it is, where it asks people to sign in, and the key it signs with."""

import base64
import binascii
from typing import Any

from cryptography import x509
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from edusync.identity.sso.problems import AnswerRefused

MD = "{urn:oasis:names:tc:SAML:2.0:metadata}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


def read_metadata(text: bytes) -> dict[str, Any]:
    """`entity_id`, `sso_url`, `certificate` (base64) and `certificate_until`. Raises AnswerRefused."""
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise AnswerRefused("not-xml") from error
    entity = root if root.tag == MD + "EntityDescriptor" else root.find(MD + "EntityDescriptor")
    role = entity.find(MD + "IDPSSODescriptor") if entity is not None else None
    if entity is None or role is None:
        raise AnswerRefused("no-identity-provider")
    services = [
        service.get("Location", "")
        for service in role.findall(MD + "SingleSignOnService")
        if service.get("Binding") == REDIRECT
    ]
    if not services:
        raise AnswerRefused("no-redirect-binding")
    certificate, until = _signing_certificate(role)
    return {
        "entity_id": entity.get("entityID", ""),
        "sso_url": services[0],
        "certificate": certificate,
        "certificate_until": until,
    }


def _signing_certificate(role: Any) -> tuple[str, str]:
    for descriptor in role.findall(MD + "KeyDescriptor"):
        found = descriptor.find(f".//{DS}X509Certificate")
        if descriptor.get("use", "signing") != "signing" or found is None or not found.text:
            continue
        text = "".join(found.text.split())
        try:
            read = x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
        except (ValueError, binascii.Error) as error:
            raise AnswerRefused("certificate") from error
        return text, read.not_valid_after_utc.isoformat()
    raise AnswerRefused("no-certificate")
