// In place of what markdown-it brings along and the rich mode has no use for: finding
// addresses without marks (the server does), names of hosts in other scripts, and a table
// of 2,000 entities that browsers know themselves.
export class LinkifyIt {}

/** @param {string} typed such as `&eacute;` @returns {string} */
export function decodeHTMLStrict(typed) {
  if (typeof DOMParser === "undefined") return typed;
  return new DOMParser().parseFromString(typed, "text/html").body.textContent || typed;
}

export default { toASCII: String, toUnicode: String };
