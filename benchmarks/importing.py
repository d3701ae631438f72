"""How fast an import is and how much memory it takes, on a source made from a seed.

    python -m benchmarks.importing [--posts 50000] [--seed 7] [--json FILE]

Makes topics as forumscraper writes them for XenForo 2, with quotes, links, lists, code,
smileys, reactions, edits and signatures, imports them into a fresh SQLite database, and
prints posts a second after the first thousand, and the peak memory of all processes.
"""

import argparse
import json
import os
import random
import shutil
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

WORDS = (
    "the of and a to in is you that it he was for on are as with his they I at be this "
    "have from or one had by word but not what all were we when your can said there use "
    "an each which she do how their if will up other about out many then them these so "
    "some her would make like him into time has look two more write go see number no way "
    "could people my than first water been call who oil its now find long down day did "
    "harbour council border minister report source article agency ceasefire election"
).split()


def make_source(folder: Path, posts: int, seed: int) -> None:
    """Write a source of so many posts; the same seed makes the same files."""
    dice = random.Random(seed)
    members = [f"{dice.choice(WORDS)}{number}" for number in range(posts // 25 + 20)]
    written, number = 0, 0
    while written < posts:
        number += 1
        size = min(posts - written, dice.choice((1, 3, 8, 15, 20, 40, 60)))
        topic = _topic(dice, number, written, size, members)
        (folder / f"{number}.json").write_text(json.dumps(topic), "utf-8")
        written += size


def _topic(
    dice: random.Random, number: int, first: int, size: int, members: list[str]
) -> dict[str, object]:
    title = _sentence(dice, 7)
    posts: list[dict[str, object]] = []
    for place in range(size):
        posts.append(_post(dice, first + place + 1, place, members, posts))
    return {
        "format_version": "xenforo-2-thread",
        "url": f"https://forum.example/threads/{number}/",
        "id": number,
        "title": title,
        "path": ["Forums", "News", f"Section {number % 12}"],
        "tags": dice.sample(WORDS, number % 4),
        "poll": {"title": "", "answers": []},
        "posts": posts,
    }


def _post(
    dice: random.Random,
    key: int,
    place: int,
    members: list[str],
    earlier: list[dict[str, object]],
) -> dict[str, object]:
    author = dice.randrange(len(members))
    quote = _quote(dice, earlier) if earlier and dice.random() < 0.45 else ""
    paragraphs = [_paragraph(dice) for _ in range(dice.choice((1, 2, 2, 3, 5)))]
    text = quote + "<br />\n<br />\n".join(paragraphs)
    return {
        "user": members[author],
        "user_link": f"https://forum.example/members/{members[author]}.{author + 1}/",
        "user_id": author + 1,
        "user_title": "Active member",
        "user_extras": {"pairs": []},
        "id": key,
        "date": f"20{10 + key % 14:02}-0{1 + key % 9}-1{place % 10}T1{key % 10}:00:00+0000",
        "text": text,
        "plain": paragraphs[0],
        "attachments": [],
        "signature": f"<b>{members[author]}</b> was here" if author % 3 == 0 else "",
        "reactions": [
            {"user_id": who + 1, "user": members[who], "reaction": "Like"}
            for who in dice.sample(range(len(members)), dice.choice((0, 0, 0, 1, 3)))
        ],
    }


def _quote(dice: random.Random, earlier: list[dict[str, object]]) -> str:
    post = dice.choice(earlier)
    return (
        f'<blockquote data-quote="{post["user"]}" data-source="post: {post["id"]}" '
        'class="bbCodeBlock bbCodeBlock--expandable bbCodeBlock--quote">'
        '<div class="bbCodeBlock-title"><a class="bbCodeBlock-sourceJump" '
        f'href="/goto/post?id={post["id"]}">{post["user"]} said:</a></div>'
        '<div class="bbCodeBlock-content"><div class="bbCodeBlock-expandContent">'
        f"{post['plain']}</div></div></blockquote>"
    )


def _paragraph(dice: random.Random) -> str:
    text = " ".join(_sentence(dice, dice.randrange(6, 20)) for _ in range(3))
    match dice.randrange(8):
        case 0:
            return f"<b>{_sentence(dice, 3)}</b> {text}"
        case 1:
            address = f"https://news.example/{dice.choice(WORDS)}/{dice.randrange(999)}"
            return (
                f'{text} <a href="{address}" class="link link--external">{address}</a>'
            )
        case 2:
            items = "".join(f"<li>{_sentence(dice, 6)}</li>" for _ in range(3))
            return f"{text}<ul>{items}</ul>"
        case 3:
            return f'{text} <img src="/s.png" class="smilie" alt=":)" /> &amp; so on'
        case _:
            return text


def _sentence(dice: random.Random, length: int) -> str:
    return " ".join(dice.choices(WORDS, k=length)).capitalize() + "."


class _Memory:
    """Watches the memory of this process and its children, in bytes (Linux)."""

    def __init__(self) -> None:
        self.peak = 0
        self._stopped = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(0.05):
            self.peak = max(self.peak, sum(map(_resident, _family(os.getpid()))))


def _family(process: int) -> list[int]:
    found = [process]
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            for child in path.read_text().split():
                found += _family(int(child))
        except OSError:
            continue
    return found


def _resident(process: int) -> int:
    """Memory that is this process's own and its part of what it shares (PSS)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return (
        next((int(line.split()[1]) for line in lines if line[:4] == "Pss:"), 0) * 1024
    )


def measure(posts: int, seed: int) -> dict[str, float]:
    """Make a source, import it into a fresh database, and tell what it took."""
    place = Path(tempfile.mkdtemp(prefix="rostra-import-"))
    try:
        (place / "source").mkdir()
        make_source(place / "source", posts, seed)
        _start(place / "data")
        return _measure(place / "source")
    finally:
        shutil.rmtree(place)


def _start(data: Path) -> None:
    data.mkdir()
    os.environ["ROSTRA_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "rostra.site.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _measure(folder: Path) -> dict[str, float]:
    from rostra.transfer.importing import run_import

    marks: list[tuple[float, int]] = []
    started = time.perf_counter()
    used = os.times()
    before = used.user + used.system + used.children_user + used.children_system
    with _Memory() as memory:
        report = run_import(
            "forumscraper",
            folder,
            progress=lambda _, posts: marks.append((time.perf_counter(), posts)),
        )
    seconds = time.perf_counter() - started
    used = os.times()
    cpu = used.user + used.system + used.children_user + used.children_system - before
    first = next(mark for mark in marks if mark[1] >= min(1000, marks[-1][1]))
    last = marks[-1]
    return {
        "posts": report.written["posts"],
        "quotes": report.written["quotes"],
        "exact_quotes": report.quotes["exact"],
        "seconds": round(seconds, 2),
        "posts_a_second": round((last[1] - first[1]) / max(last[0] - first[0], 1e-9)),
        "cpu_ms_a_post": round(cpu / max(report.written["posts"], 1) * 1000, 2),
        "peak_memory_mb": round(memory.peak / 1024 / 1024),
        "cores": os.cpu_count() or 1,
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found = measure(asked.posts, asked.seed)
    for name, value in found.items():
        print(f"{name:16} {value:>10,}")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
