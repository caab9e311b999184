"""The keys of the audit log: kept outside it, for its owner alone, and never in a commit.

They lie in `state/keys/audit.json`, or in the file that PCPLAN_AUDIT_KEYS names, which may be on
another volume or be handed in as a secret. The last key of the file is the one in force.
"""

import datetime as dt
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from pipelines import effects
from pipelines.errors import AuditError
from pipelines.site.site import Site

ELSEWHERE = "PCPLAN_AUDIT_KEYS"
_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """What the file of keys holds; `is_used` once an entry was written under them."""

    secrets: dict[str, bytes]
    is_used: bool = False

    @property
    def last(self) -> str:
        """Name the newest key."""
        return next(reversed(self.secrets))


@dataclass(frozen=True)
class Keyring:
    """The file of keys."""

    path: Path

    @classmethod
    def of(cls, site: Site) -> "Keyring":
        """Find a site's keys: its own file, or the one that PCPLAN_AUDIT_KEYS names."""
        return cls(Path(os.environ.get(ELSEWHERE) or site.state / "keys" / "audit.json"))

    def read(self) -> Keys | None:
        """Read the keys; None where there are none yet."""
        try:
            said = json.loads(self.path.read_text(encoding="utf-8"))
            found = {one["id"]: bytes.fromhex(one["secret"]) for one in said["keys"]}
            is_used = bool(said.get("is_used", False))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise AuditError(
                f"{self.path}: the key of the audit log cannot be read ({error.strerror}). "
                "Give the account that runs pcplan the right to read it."
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AuditError(self._not_keys()) from error
        if not found or any(id_of(secret) != name for name, secret in found.items()):
            raise AuditError(self._not_keys())
        return Keys(found, is_used)

    def add(self) -> Keys:
        """Make one more key: the first, or the one that takes the place of the last."""
        before = self.read() or Keys({})
        secret = secrets.token_bytes(_BYTES)
        after = Keys({**before.secrets, id_of(secret): secret}, before.is_used)
        self._write(after)
        return after

    def mark_used(self, keys: Keys) -> Keys:
        """Remember that there is a log, so that one which is gone as a whole is missed."""
        used = Keys(keys.secrets, is_used=True)
        self._write(used)
        return used

    def _write(self, keys: Keys) -> None:
        said = {
            "keys": [{"id": name, "secret": secret.hex()} for name, secret in keys.secrets.items()],
            "is_used": keys.is_used,
            "written": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        }
        effects.make_folder(self.path.parent)
        beside = self.path.with_name(self.path.name + effects.PARTIAL)
        # Made for its owner alone before a byte of a key is in it.
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        beside.chmod(0o600)
        with effects.opened(beside, "w") as file:
            file.write(json.dumps(said, indent=1) + "\n")
        effects.replace(beside, self.path)

    def _not_keys(self) -> str:
        return (
            f"{self.path}: is not a file of audit keys, or was changed. Put back the copy that was "
            "kept of it; nothing can be entered in the audit log without it."
        )


def id_of(secret: bytes) -> str:
    """Name a key by its fingerprint."""
    return hashlib.sha256(b"pcplan audit key\n" + secret).hexdigest()[:12]
