"""What an import read, wrote and could not carry over, for people and for programs."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rostra.transfer.working import Worked

NAMED = 2000
"""Losses and files named one by one; beyond, they are only counted."""

_KINDS = (
    "files",
    "lists",
    "topics",
    "posts",
    "profiles",
    "members",
    "categories",
    "quotes",
    "reactions",
    "edits",
    "signatures",
    "tags",
    "polls",
    "attachments",
)


@dataclass(slots=True)
class Report:
    """The account of one import."""

    source: str
    folder: str
    is_dry_run: bool = False
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    read: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    already: Counter[str] = field(default_factory=Counter)
    """What an earlier run of the same import had brought in."""
    quotes: Counter[str] = field(default_factory=Counter)
    """`linked` (of them `exact` and `altered`) and `attributed`."""
    losses: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: list[dict[str, Any]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    left_out_files: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    failed_count: int = 0

    def lose(self, file: str, what: str, why: str, count: int = 1) -> None:
        """Note that something in a file could not be carried over."""
        self.losses[what, _general(why)] += max(count, 1)
        if len(self.named) < NAMED:
            self.named.append(
                {"file": file, "what": what, "why": why, "count": max(count, 1)}
            )

    def leave_out(self, file: str, why: str) -> None:
        """Note a file that is not for us."""
        self.left_out[why] += 1
        if len(self.left_out_files) < NAMED:
            self.left_out_files.append((file, why))

    def fail(self, file: str, why: str) -> None:
        """Note a file that should be for us and cannot be read."""
        self.failed_count += 1
        if len(self.failed) < NAMED:
            self.failed.append((file, why))

    def count_reading(self, worked: "Worked") -> None:
        """Note what a file held."""
        self.read["profiles"] += len(worked.reading.members)
        self.read["lists"] += worked.reading.kind == "list"
        for prepared in worked.topics:
            topic = prepared.topic
            self.read["topics"] += 1
            self.read["posts"] += prepared.read
            self.read["tags"] += len(topic.tags)
            self.read["polls"] += topic.has_poll
            self.read["attachments"] += topic.attachments
            for post in (each.post for each in prepared.posts):
                self.read["quotes"] += len(post.quotes)
                self.read["reactions"] += len(post.reactions)
                self.read["edits"] += post.edit is not None

    def count_quotes(self, count: int, linked: int, states: Sequence[str]) -> None:
        """Note the quotes of one post that is written."""
        self.written["quotes"] += count
        self.quotes["linked"] += linked
        self.quotes["attributed"] += count - linked
        self.quotes.update(str(state) for state in states)

    def beginning(self) -> "Report":
        """An empty account, to be added to this one if what it tells of succeeds."""
        return Report(self.source, self.folder, self.is_dry_run)

    def add(self, other: "Report") -> None:
        """Take in what another account of the same import tells."""
        for name in ("read", "written", "already", "quotes", "losses", "left_out"):
            getattr(self, name).update(getattr(other, name))
        self.named += other.named[: max(NAMED - len(self.named), 0)]

    @property
    def files_done(self) -> int:
        return self.read["files"] + self.already["files"]

    @property
    def has_failures(self) -> bool:
        return self.failed_count > 0

    def as_json(self) -> dict[str, Any]:
        """Everything, as JSON can hold it."""
        return {
            "source": self.source,
            "folder": self.folder,
            "dry_run": self.is_dry_run,
            "started_at": self.started_at.isoformat(),
            "read": dict(self.read),
            "written": dict(self.written),
            "already_imported": dict(self.already),
            "quotes": dict(self.quotes),
            "not_carried_over": [
                {"what": what, "why": why, "count": count}
                for (what, why), count in self.losses.most_common()
            ],
            "not_carried_over_by_file": self.named,
            "left_out": dict(self.left_out),
            "left_out_files": [list(pair) for pair in self.left_out_files],
            "failed": [list(pair) for pair in self.failed],
            "failed_count": self.failed_count,
        }

    def as_text(self, *, names_files: bool = True) -> str:
        """The account as lines of text; without names of files it is a page long."""
        lines = [f"Import of {self.source} from {self.folder}"]
        if self.is_dry_run:
            lines.append("A dry run: nothing was written.")
        lines += ["", f"{'':12} {'read':>9} {'written':>9} {'earlier':>9}"]
        for kind in _KINDS:
            counts = (self.read[kind], self.written[kind], self.already[kind])
            if any(counts):
                shown = (f"{count:,}" if count else "-" for count in counts)
                lines.append(f"{kind:12} " + " ".join(f"{n:>9}" for n in shown))
        lines += self._quote_lines() + self._loss_lines(names_files)
        for title, pairs, count in (
            ("Left out", self.left_out_files, sum(self.left_out.values())),
            ("Could not be read", self.failed, self.failed_count),
        ):
            lines += _files(title, pairs, count, names_files)
        return "\n".join(lines) + "\n"

    def _quote_lines(self) -> list[str]:
        if not self.quotes:
            return []
        count = self.quotes
        return [
            "",
            f"Of the quotes, {count['linked']:,} lead to the post they quote.",
            f"Word for word: {count['exact']:,}; altered: {count['altered']:,}.",
            f"Text with a name, without a link: {count['attributed']:,}.",
        ]

    def _loss_lines(self, names_files: bool) -> list[str]:
        if not self.losses:
            return []
        lines = ["", "Not carried over as it was:"]
        for (what, why), count in self.losses.most_common():
            lines.append(f"  {count:>7,} × {what}: {why}")
        if names_files:
            lines += ["", "The same by file:"]
            lines += [
                f"  {loss['file']}: {loss['count']} × {loss['what']}: {loss['why']}"
                for loss in self.named
            ]
        return lines

    def save(self, folder: Path) -> Path:
        """Write the account as JSON and as text into a folder; returns the text's path."""
        folder.mkdir(parents=True, exist_ok=True)
        name = self.started_at.strftime("%Y-%m-%dT%H%M%S.%fZ")
        data = json.dumps(self.as_json(), ensure_ascii=False, indent=2)
        (folder / f"{name}.json").write_text(data + "\n", "utf-8")
        path = folder / f"{name}.txt"
        path.write_text(self.as_text(), "utf-8")
        return path


def _general(why: str) -> str:
    """A reason without the words of one case, so that like ones are counted together."""
    return why.partition(": '")[0].partition(': "')[0]


def _files(
    title: str, pairs: list[tuple[str, str]], count: int, names_files: bool
) -> list[str]:
    if not count:
        return []
    shown = pairs if names_files else pairs[:20]
    lines = ["", f"{title}: {count:,} files"]
    lines += [f"  {file}: {why}" for file, why in shown]
    if len(shown) < count:
        lines.append(f"  and {count - len(shown):,} more")
    return lines
