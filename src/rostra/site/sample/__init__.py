"""The sample community: The Long Table, a forum in a country that does not exist.

Its people are in `people.toml`, its categories in `categories.toml`, and each file in
`topics/` is one topic; `topics/README.md` says how such a file is written. Everything
is told as "so long ago", so that the community looks alive whenever it is loaded.
"""

from rostra.site.sample.loading import SampleRefused, load_sample

__all__ = ["SampleRefused", "load_sample"]
