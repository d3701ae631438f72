"""Files that members bring: drawn anew before anybody gets to see them."""
