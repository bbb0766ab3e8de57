"""Seals what points at a person while it waits: a chat id is only needed until it is answered."""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class Seal:
    """Encrypts and decrypts JSON with a key made of the installation's secret (HKDF, RFC 5869).

    Args:
        secret: the installation's secret.
        purpose: what the key is for; another purpose gives another key.
    """

    def __init__(self, secret: bytes, purpose: str) -> None:
        derive = HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(derive.derive(secret)))

    def close(self, content: Any) -> bytes:
        """The content, so that only this installation reads it."""
        return self._fernet.encrypt(json.dumps(content).encode())

    def open(self, sealed: bytes) -> Any:
        """What was sealed.

        Raises:
            cryptography.fernet.InvalidToken: it was sealed with another secret, or is damaged.
        """
        return json.loads(self._fernet.decrypt(sealed))
