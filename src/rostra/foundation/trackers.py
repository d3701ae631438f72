"""Parts of an address that only say how somebody came by it: the page is the same without."""

import re

_NAMES = re.compile(
    r"utm_\w+|(?:fb|g|d|y|tw)clid|msclkid|mc_[ce]id|igshid|ref_src|_g[al]|"
    # Newsrooms' own: the BBC, the Guardian, the New York Times, Le Monde, the Mail, MSN,
    # Al Jazeera, Reuters, and Webtrends.
    r"at_(?:medium|campaign\w*|custom\d|format|link_\w+|ptr_\w+|bbc_\w+)|ns_\w+|cmp|smid|emc|"
    r"xtor|ito|ocid|traffic_source|feed(?:type|name)|wt[._]mc\w*",
    re.IGNORECASE,
)


def is_tracker(name: str, value: str) -> bool:
    """Whether a parameter of an address, as `name=value`, leads nowhere else. Feeds say of
    themselves in many ways that they are one, so `=rss` does not either."""
    return bool(_NAMES.fullmatch(name)) or value.lower() == "rss"
