"""Where two plain values part, each place by its path; pure."""

from collections.abc import Iterator, Mapping
from typing import Any

ABSENT = "—"


def differences(published: Any, recomputed: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """(path, published value, recomputed value) of every leaf that differs, in order: "opinions[0].points", "87.51", "87.50"."""
    if isinstance(published, Mapping) and isinstance(recomputed, Mapping):
        for name in sorted(published.keys() | recomputed.keys(), key=str):
            below = f"{path}.{name}" if path else str(name)
            yield from differences(published.get(name, ABSENT), recomputed.get(name, ABSENT), below)
    elif isinstance(published, list) and isinstance(recomputed, list):
        for place in range(max(len(published), len(recomputed))):
            one, other = (rows[place] if place < len(rows) else ABSENT for rows in (published, recomputed))
            yield from differences(one, other, f"{path}[{place}]")
    elif type(published) is not type(recomputed) or published != recomputed:
        yield path, _said(published), _said(recomputed)


def _said(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)
