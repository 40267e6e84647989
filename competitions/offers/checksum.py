"""The checksum of an offer: SHA-256 over its canonical content, its attachments and what it is for; pure."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any


def _normal(value: Any) -> Any:
    """Text in Unicode form NFC everywhere, so that the same letters give the same sum on every machine."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {_normal(key): _normal(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_normal(item) for item in value]
    return value


# The canonical form of new versions. 1: the content, or [content, files]; 2 also says what the offer is for.
FORM = 2


def canonical(
    content: Mapping[str, Any], attachments: Sequence[tuple[str, str]] = (), scope: Mapping[str, Any] | None = None
) -> bytes:
    """The content as it is summed: canonical JSON (UTF-8, sorted keys, no spaces; amounts are strings in it already).

    Without `scope` in form 1: the content alone or, with `attachments`, the name and SHA-256 of each file in any order, the list
    of the content and the sorted files. With it in form 2: {"attachments", "canonical": 2, "content", "scope"}, the scope being
    the number of the sub-task (or null) and the codes of the counties. A sum is checked in the form that it was made in.
    """
    if scope is not None:
        whole: Any = {"canonical": FORM, "content": content, "attachments": sorted(attachments), "scope": scope}
    else:
        whole = [content, sorted(attachments)] if attachments else content
    return json.dumps(_normal(whole), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def of(
    content: Mapping[str, Any], attachments: Sequence[tuple[str, str]] = (), scope: Mapping[str, Any] | None = None
) -> str:
    """64 hexadecimal digits: SHA-256 of the canonical content with its attachments and its scope."""
    return hashlib.sha256(canonical(content, attachments, scope)).hexdigest()


def spoken(checksum: str) -> str:
    """The whole sum in groups of four, as it is printed and compared: "3f2a 90bc …"."""
    return " ".join(checksum[start : start + 4] for start in range(0, len(checksum), 4))
