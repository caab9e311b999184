"""Joins site, plan, sign-off and snapshot to the paper writers, for the command line."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboards.papers.approval import Approval, Correction, Signature, content_hash
from dashboards.papers.blocks import PaperError
from dashboards.papers.checker.checker import check_paper
from dashboards.papers.checker.text import PaperFinding
from dashboards.papers.clean_text import CleanedSnapshot
from dashboards.papers.compose import EVERY, STATUTORY, compose
from dashboards.papers.texts import Texts, commentary_name
from dashboards.papers.write import kept_texts, software, write_paper
from pipelines.errors import ConfigurationError, SnapshotError
from pipelines.site import sign_off
from pipelines.site.plan import THEMES, read_plan
from pipelines.site.site import Site
from pipelines.site.written.published import standing
from pipelines.site.written.store import Store
from snapshot import snapshots

SUBJECTS = (*THEMES, EVERY, STATUTORY)


class Papers:
    """The papers of one board date, from one snapshot."""

    def __init__(
        self,
        site: Site,
        board_date: dt.date,
        snapshot_id: str | None = None,
        audience: str = "board",
        *,
        unfinished: Path | None = None,
    ) -> None:
        """`unfinished` is the folder of a snapshot still in the making."""
        self.site, self.board_date = site, board_date
        board = read_plan(site.root / "plan").board
        self.board = {name: str(value) for name, value in board.items()}
        if unfinished is None:
            snapshot_id = snapshots.find(site.published, snapshot_id).snapshot_id
        assert snapshot_id is not None
        folder = unfinished.name if unfinished else snapshot_id
        self.published = CleanedSnapshot(site.published, audience, folder)
        self.published.snapshot_id = snapshot_id

    def __enter__(self) -> "Papers":
        return self

    def __exit__(self, *_: object) -> None:
        self.published.close()

    def write(self, subject: str, folder: Path) -> list[Path]:
        """Write one paper in its three forms, marked with how it is signed off."""
        with sign_off.Register(self.site) as register:

            def judge(content: str) -> Approval:
                return approval_of(register, subject, self.board_date, content)

            try:
                entry = write_paper(
                    self.published, subject, self.board_date, self.board, folder,
                    self._texts(), judge, drawings(self.site),
                )  # fmt: skip
            except PaperError as error:
                raise ConfigurationError(str(error)) from error
        return [folder / name for name in entry["outputs"]]

    def check(self, subject: str) -> list[PaperFinding]:
        """List what a reader should not be given, by file and line."""
        return check_paper(self.published, subject, self.board_date, self.board, self._texts())

    def content(self, subject: str) -> str:
        """Fingerprint what the paper tells its reader now."""
        try:
            paper, _ = compose(self.published, subject, self.board_date, self.board, self._texts())
        except PaperError as error:
            raise ConfigurationError(str(error)) from error
        return content_hash(paper)

    def _texts(self) -> Texts:
        return texts_of(self.site)


def texts_of(site: Site, drafts: Mapping[str, str] | None = None) -> Texts:
    """Return the words for papers: drafts, then what is saved on the dashboards, then files."""
    with Store(site) as store:
        entries = standing(store.latest("commentary"))
    saved = {
        commentary_name(dt.date.fromisoformat(row["board_date"]), row["priority_id"]): row["text"]
        for row in entries
    }
    return Texts(site.root / "papers", saved={**saved, **(drafts or {})})


def drawings(site: Site) -> Path:
    """Where drawn charts are kept, by the fingerprint of what they show; safe to delete."""
    return site.state / "drawings"


def folder_of(site: Site, board_date: dt.date) -> Path:
    """Where a board date's papers go."""
    return site.root / "papers_out" / board_date.isoformat()


def approval_of(
    register: sign_off.Register, subject: str, board_date: dt.date, content: str
) -> Approval:
    """Say how a paper stands for what it now tells, in the terms of the paper's writers."""
    found = register.standing(subject, board_date, content)
    return Approval(
        tuple(Signature(s.step, s.name, s.at, s.snapshot_id) for s in found.signatures),
        tuple(Correction(c.name, c.at, c.text) for c in found.corrections),
        found.lapsed,
        found.access,
    )


def write_again(site: Site, manifest: Path, folder: Path) -> list[Path]:
    """Write the papers of a manifest again, and prove that the bytes are the same."""
    try:
        papers: dict[str, dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))[
            "papers"
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{manifest}: is not the manifest of a paper. Name the manifest.json beside one."
        ) from error
    written: list[Path] = []
    for subject, said in papers.items():
        made = _write_again(site, manifest, subject, said, folder)
        different = [n for n, wanted in said["outputs"].items() if made["outputs"].get(n) != wanted]
        if different:
            raise SnapshotError(
                f"{folder / different[0]}: differs from the paper in {manifest}. {_why(said, made)}"
            )
        written += [folder / name for name in said["outputs"]]
    return written


def _write_again(
    site: Site, manifest: Path, subject: str, said: dict[str, Any], folder: Path
) -> dict[str, Any]:
    snapshot = snapshots.find(site.published, said["snapshot_id"])
    published = CleanedSnapshot(site.published, said["audience"], snapshot.snapshot_id)
    approval = Approval.from_data(said["approval"])
    try:
        return write_paper(
            published,
            subject,
            dt.date.fromisoformat(said["board_date"]),
            said["board"],
            folder,
            kept_texts(manifest.parent, said["texts"]),
            lambda _content: approval,
            drawings(site),
        )
    except PaperError as error:
        raise ConfigurationError(str(error)) from error
    finally:
        published.close()


def _why(said: dict[str, Any], made: dict[str, Any]) -> str:
    """Name what differs between the paper's making and ours."""
    changed = [name for name, wanted in said["made_with"].items() if software().get(name) != wanted]
    if changed:
        return (
            f"These have changed since: {', '.join(sorted(changed))}. Use the pcplan that wrote it."
        )
    names = ("snapshot_sha256", "catalogue", "texts", "content")
    changed = [name for name in names if said[name] != made[name]]
    return (
        f"What differs is its {', '.join(changed) or 'software'}. Use the pcplan that wrote it, "
        "with the snapshot as it was published."
    )


def check_all(papers: Papers, subjects: Sequence[str]) -> list[PaperFinding]:
    """Check several papers; what two of them share is told once."""
    found = [finding for subject in subjects for finding in papers.check(subject)]
    return list(dict.fromkeys(found))
