"""What the words of a programming language look like, for colouring them.

Every pattern is written so that it takes a time that grows with the text and no faster,
whatever the text: what opens and is not closed is taken up to the end of its line or
of the text, and no part is ever given back (possessive quantifiers).
"""

import re
from functools import cache

_LINE = r"(?:[^\n]*+)"
_SLASHES = rf"//{_LINE}|/\*[\s\S]*?(?:\*/|\Z)"
_HASH = rf"(?<![\w$])\#{_LINE}"
_DASHES = rf"--{_LINE}"
_DOUBLE = r'"(?:[^"\\\n]++|\\[\s\S]?)*+"?'
_SINGLE = r"'(?:[^'\\\n]++|\\[\s\S]?)*+'?"
_BACKTICKS = r"`(?:[^`\\]++|\\[\s\S]?)*+`?"
_TRIPLE = r'"""[\s\S]*?(?:"""|\Z)|' + r"'''[\s\S]*?(?:'''|\Z)"
_CHARACTER = r"'(?:\\[^\n]|[^'\\\n])'"
_KEY = r"^[ \t]*+(?:-[ ]++)?[\w.\"'/-]++(?=[ \t]*+[:=])"
_NUMBER = r"(?<![\w.])(?:0[xob][\da-f_]++|\d[\d_]*+(?:\.\d++)?(?:e[+-]?\d++)?)"

_C = (
    "auto break case char const continue default do double else enum extern float for "
    "goto if inline int long register return short signed sizeof static struct switch "
    "typedef union unsigned void volatile while bool true false NULL"
)
_OBJECTS = (
    "abstract as async await break case catch class const continue default do else enum "
    "extends false finally for if implements import in instanceof interface is new null "
    "package private protected public return static super switch this throw throws true "
    "try typeof var void while yield"
)
_JS = f"{_OBJECTS} debugger delete export from function get let of set undefined with"
_KOTLIN = f"{_OBJECTS} companion data fun internal object open override sealed val when"

KINDS: dict[str, tuple[str, str, str, str]] = {
    # Of each: comments, strings, what else has a colour, and the words it knows.
    "c": (_SLASHES, f"{_DOUBLE}|{_SINGLE}", r"^[ \t]*+\#[ \t]*+\w++", _C),
    "cpp": (
        _SLASHES,
        f"{_DOUBLE}|{_SINGLE}",
        r"^[ \t]*+\#[ \t]*+\w++",
        (
            f"{_C} class constexpr delete explicit friend mutable namespace new noexcept "
            "nullptr operator override private protected public template this throw try "
            "catch typename using virtual"
        ),
    ),
    "csharp": (
        _SLASHES,
        f"{_DOUBLE}|{_SINGLE}",
        "",
        (
            f"{_OBJECTS} bool byte char decimal double float foreach int internal long "
            "namespace object out override readonly record ref sealed string struct using "
            "virtual"
        ),
    ),
    "css": (
        r"/\*[\s\S]*?(?:\*/|\Z)",
        f"{_DOUBLE}|{_SINGLE}",
        r"@[\w-]++|(?<![\w-])[\w-]++(?=[ ]*+:)|\#[\w-]++",
        "important",
    ),
    "dart": (_SLASHES, f"{_TRIPLE}|{_DOUBLE}|{_SINGLE}", r"@\w++", _KOTLIN),
    "diff": (r"^(?:@@|diff |index |---|\+\+\+)[^\n]*+", "", "", ""),
    "docker": (
        _HASH,
        f"{_DOUBLE}|{_SINGLE}",
        r"^[a-z]{2,20}(?=[ ])",
        "",
    ),
    "elixir": (
        _HASH,
        f"{_TRIPLE}|{_DOUBLE}",
        r"(?<!:):[a-z_]\w*+|@\w++",
        (
            "after and case catch cond def defmodule defp do else end false fn for if "
            "import in nil not or quote raise receive require rescue true try unless use "
            "when with"
        ),
    ),
    "go": (
        _SLASHES,
        f"{_DOUBLE}|{_BACKTICKS}|{_CHARACTER}",
        "",
        (
            "bool break byte case chan const continue default defer else error fallthrough "
            "false float32 float64 for func go goto if import int int64 interface map nil "
            "package range return rune select string struct switch true type uint var"
        ),
    ),
    "haskell": (
        rf"{_DASHES}|\{{-[\s\S]*?(?:-\}}|\Z)",
        f"{_DOUBLE}|{_CHARACTER}",
        r"\b(?-i:[A-Z])\w*+",
        (
            "case class data deriving do else if import in infix instance let module "
            "newtype of then type where"
        ),
    ),
    "html": (
        r"<!--[\s\S]*?(?:-->|\Z)",
        r'(?<==)"[^"]*+"?|(?<==)' + r"'[^']*+'?",
        r"</?[a-z][\w:.-]*+|/?>|<[!?][a-z]++",
        "",
    ),
    "ini": (
        rf"^[ \t]*+[;\#]{_LINE}",
        _DOUBLE,
        rf"{_KEY}|^\[[^\]\n]*+\]?",
        "true false",
    ),
    "java": (
        _SLASHES,
        f"{_TRIPLE}|{_DOUBLE}|{_SINGLE}",
        r"@\w++",
        (
            f"{_OBJECTS} assert boolean byte char double final float int long native record "
            "short synchronized transient volatile"
        ),
    ),
    "javascript": (_SLASHES, f"{_DOUBLE}|{_SINGLE}|{_BACKTICKS}", r"@\w++", _JS),
    "json": (_SLASHES, _DOUBLE, "", "true false null"),
    "kotlin": (_SLASHES, f"{_TRIPLE}|{_DOUBLE}|{_SINGLE}", r"@\w++", _KOTLIN),
    "lua": (
        rf"--\[\[[\s\S]*?(?:\]\]|\Z)|{_DASHES}",
        rf"{_DOUBLE}|{_SINGLE}|\[\[[\s\S]*?(?:\]\]|\Z)",
        "",
        (
            "and break do else elseif end false for function goto if in local nil not or "
            "repeat return then true until while"
        ),
    ),
    "makefile": (
        _HASH,
        "",
        r"^[\w.%/-]++(?=[ \t]*+:)|\$[({]\w++[)}]?",
        "include ifeq endif else",
    ),
    "nginx": (
        _HASH,
        f"{_DOUBLE}|{_SINGLE}",
        r"\$\w++|^[ \t]*+[a-z_]++(?=[ \t{;])",
        "on off",
    ),
    "perl": (
        _HASH,
        f"{_DOUBLE}|{_SINGLE}",
        r"[$@%]\w++",
        (
            "and else elsif eq for foreach if last local my ne next not or our package "
            "print return sub unless until use while"
        ),
    ),
    "php": (
        rf"{_SLASHES}|{_HASH}",
        f"{_DOUBLE}|{_SINGLE}",
        r"\$\w++|<\?(?:php)?|\?>",
        (
            f"{_OBJECTS} and array echo elseif endif fn foreach function global match "
            "namespace or readonly trait use"
        ),
    ),
    "powershell": (
        rf"<\#[\s\S]*?(?:\#>|\Z)|{_HASH}",
        f"{_DOUBLE}|{_SINGLE}",
        r"\$[\w:]++|(?<![\w-])-[a-z]++",
        (
            "begin break catch class continue do else elseif end exit filter finally for "
            "foreach function if in param return switch throw trap try until while"
        ),
    ),
    "python": (
        _HASH,
        rf"{_TRIPLE}|{_DOUBLE}|{_SINGLE}",
        r"^[ \t]*+@[\w.]++",
        (
            "and as assert async await break case class continue def del elif else except "
            "False finally for from global if import in is lambda match None nonlocal not "
            "or pass raise return self True try while with yield"
        ),
    ),
    "r": (
        _HASH,
        f"{_DOUBLE}|{_SINGLE}",
        "",
        "break else FALSE for function if in library NA next NULL repeat return TRUE while",
    ),
    "ruby": (
        _HASH,
        f"{_DOUBLE}|{_SINGLE}",
        r"(?<!:):[a-z_]\w*+|@{1,2}\w++",
        (
            "alias and begin break case class def do else elsif end ensure false for if in "
            "module next nil not or redo require rescue retry return self super then true "
            "unless until when while yield"
        ),
    ),
    "rust": (
        _SLASHES,
        f"{_DOUBLE}|{_CHARACTER}",
        r"\#!?\[[^\]\n]*+\]?|\b\w++!(?=[(\[{])|'[a-z]\w*+",
        (
            "as async await bool break char const continue crate dyn else enum extern false "
            "fn for i32 i64 if impl in let loop match mod move mut pub ref return self Self "
            "static str struct super trait true type u8 u32 u64 unsafe use usize where while"
        ),
    ),
    "shell": (
        _HASH,
        r'"(?:[^"\\]++|\\[\s\S]?)*+"?|' + r"'[^']*+'?",
        r"\$(?:\w++|\{[^}\n]*+\}?)|(?<![\w-])--?[a-zA-Z][\w-]*+|^[ ]*+[$%](?=[ ])",
        (
            "case cd do done echo elif else esac exit export fi for function if in local "
            "read return set sudo then until while"
        ),
    ),
    "sql": (
        rf"{_DASHES}|/\*[\s\S]*?(?:\*/|\Z)",
        r"'[^']*+'?",
        r'"[^"\n]*+"?',
        (
            "add all alter and any as asc begin between by case cast check commit constraint "
            "create cross default delete desc distinct drop else end exists explain false "
            "foreign from full group having if in index inner insert into is join key left "
            "like limit not null offset on or order outer over partition primary references "
            "returning right rollback select set table then true union unique update using "
            "values view when where with"
        ),
    ),
    "swift": (
        _SLASHES,
        f"{_TRIPLE}|{_DOUBLE}",
        r"@\w++",
        (
            f"{_OBJECTS} deinit extension func guard init let nil protocol self Self struct "
            "where"
        ),
    ),
    "tex": (rf"(?<!\\)%{_LINE}", "", r"\\(?:[a-zA-Z]++|[^\n])", ""),
    "toml": (
        _HASH,
        f"{_TRIPLE}|{_DOUBLE}|{_SINGLE}",
        rf"{_KEY}|^\[[^\n]*+",
        "true false",
    ),
    "typescript": (
        _SLASHES,
        f"{_DOUBLE}|{_SINGLE}|{_BACKTICKS}",
        r"@\w++",
        (
            f"{_JS} any boolean declare keyof namespace never number readonly string type "
            "unknown"
        ),
    ),
    "yaml": (_HASH, f"{_DOUBLE}|{_SINGLE}", rf"{_KEY}|^---", "true false null yes no"),
}
_OTHER_NAMES = {
    "bash": "shell", "c++": "cpp", "cc": "cpp", "cjs": "javascript", "console": "shell",
    "cs": "csharp", "c#": "csharp", "dockerfile": "docker", "ex": "elixir",
    "golang": "go", "h": "c", "hpp": "cpp", "hs": "haskell", "htm": "html",
    "js": "javascript", "jsonc": "json", "jsx": "javascript", "kt": "kotlin",
    "latex": "tex", "less": "css", "make": "makefile", "mjs": "javascript",
    "patch": "diff", "pl": "perl", "ps1": "powershell", "py": "python",
    "python3": "python", "rb": "ruby", "rs": "rust", "scala": "kotlin", "scss": "css",
    "sh": "shell", "svg": "html", "ts": "typescript", "tsx": "typescript",
    "vue": "html", "xhtml": "html", "xml": "html", "yml": "yaml", "zsh": "shell",
}  # fmt: skip
_ANY_CASE = frozenset(["sql", "html", "docker", "powershell"])


class Language:
    """How to find what is to be coloured in texts of one language."""

    def __init__(self, name: str) -> None:
        comment, string, own, keywords = KINDS[name]
        added = r"^\+[^\n]*+" if name == "diff" else ""
        removed = r"^-[^\n]*+" if name == "diff" else ""
        parts = {
            "comment": comment,
            "string": string,
            "name": own,
            "added": added,
            "removed": removed,
            "number": "" if name in ("diff", "html", "tex") else _NUMBER,
        }
        pattern = "|".join(
            f"(?P<{kind}>{part})" for kind, part in parts.items() if part
        )
        self.pattern = re.compile(
            rf"{pattern}|(?P<word>[^\W\d]\w*+)", re.MULTILINE | re.IGNORECASE
        )
        self._folds = name in _ANY_CASE
        self._keywords = frozenset(keywords.split())

    def knows(self, word: str) -> bool:
        """Whether a word has a meaning of its own in this language."""
        return (word.lower() if self._folds else word) in self._keywords


def language_named(name: str) -> "Language | None":
    """The language that is called so after a fence, in lower case; None if unknown."""
    name = _OTHER_NAMES.get(name, name)
    return _language(name) if name in KINDS else None


@cache
def _language(name: str) -> Language:
    # Compiled when somebody first writes it: a few KB each.
    return Language(name)
