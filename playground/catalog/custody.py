"""Keys at rest: encrypted, and bound to the one endpoint and origin that they were entered for.

A sealed key reads `v1:<key id>:<nonce>:<ciphertext>`. The endpoint's id, scheme, host and port are authenticated with
it (AES-GCM's associated data) but not stored in it, so a changed address cannot decrypt the key, whoever changed it
and by whatever way.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from playground import keyfile

from .address import Address
from .errors import WrongMasterKey, WrongOrigin
from .secret import Secret

VERSION = "v1"
NONCE_BYTES = 12


def seal(secret: Secret, endpoint_id: int, address: Address) -> str:
    """Encrypts a key for this endpoint at this address."""
    master = _master()
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_derive(master, b"key", 32)).encrypt(nonce, secret.reveal().encode(), _bond(endpoint_id, address))
    return ":".join([VERSION, _key_id(master), _text(nonce), _text(sealed)])


def unseal(sealed: str, endpoint_id: int, address: Address) -> Secret:
    """The key.

    Raises:
        WrongMasterKey: it was sealed with another master key.
        WrongOrigin: it was sealed for another endpoint or address, or was tampered with.
    """
    version, key_id, nonce, ciphertext = sealed.split(":")
    master = next((key for key in _masters() if (version, key_id) == (VERSION, _key_id(key))), None)
    if master is None:
        raise WrongMasterKey
    cipher = AESGCM(_derive(master, b"key", 32))
    try:
        plain = cipher.decrypt(urlsafe_b64decode(nonce), urlsafe_b64decode(ciphertext), _bond(endpoint_id, address))
    except InvalidTag:
        raise WrongOrigin from None
    return Secret(plain.decode())


def _bond(endpoint_id: int, address: Address) -> bytes:
    return f"{VERSION}|{endpoint_id}|{address.origin}".encode()


def _master() -> bytes:
    return keyfile.read_or_create(settings.MASTER_KEY_FILE).encode()


def _masters() -> Iterator[bytes]:
    """The master key, and during a rotation the one before it."""
    yield _master()
    if old_file().exists():
        yield keyfile.read_or_create(old_file()).encode()


def old_file() -> Path:
    """Where a rotation keeps the master key that it replaces, until nothing needs it."""
    return settings.MASTER_KEY_FILE.with_suffix(".key.old")


def is_current(sealed: str) -> bool:
    """Whether it was sealed with the master key of today."""
    return sealed.split(":")[1] == _key_id(_master())


def _key_id(master: bytes) -> str:
    return _derive(master, b"id", 4).hex()


def _derive(master: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=b"parley credentials " + purpose).derive(master)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()
