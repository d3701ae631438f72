// @ts-check
/**
 * Holds words and spans of a post, and says them in lines of Markdown. What Markdown would
 * read as marks is escaped, and emphasis is left out where its marks would not be read.
 *
 * const line = document.createElement("quoted-line");
 * line.append("2 * 3 is ", strong); line.markdown; // "2 \* 3 is **six**"
 */
{
  const MARKS = /** @type {Record<string, string>} */ ({ EM: "*", STRONG: "**", DEL: "~~" });
  const BETWEEN_LETTERS = /^[\p{L}\p{N}]([^]*[\p{L}\p{N}])?$/u;

  class QuotedLine extends HTMLElement {
    get markdown() {
      const lines = this.run(this.childNodes).split("\n");
      return lines.map((line) => this.begun(line.trim())).filter(Boolean).join("\n");
    }

    /** @param {string} line without what would make a block of it */
    begun(line) {
      return line.replace(/^[#>+\-=:]/, "\\$&").replace(/^(\d+)([.)])/, "$1\\$2");
    }

    /** @param {string} words @returns {string} words that show as they are */
    plain(words) {
      const marks = /[\\`*_~[\]|]|<(?=[a-z/!?])|&(?=#?\w+;)|@(?=")|:(?=[\w+-]{1,60}:)|!$/gi;
      return words.replace(/\s+/g, " ").replace(marks, "\\$&");
    }

    /** @param {Iterable<Node>} nodes @returns {string} */
    run(nodes) {
      let before = "";
      for (const node of nodes) {
        const words = this.span(node);
        // Marks that touch would be read as one.
        const touches = words && "*~|`".includes(words[0]) && before.endsWith(words[0]);
        before += touches ? this.plain(node.textContent ?? "") : words;
      }
      return before;
    }

    /** @param {Node} node @returns {string} */
    span(node) {
      const words = node.textContent ?? "";
      if (node instanceof Text) return this.plain(words);
      if (!(node instanceof HTMLElement)) return "";
      if (node.tagName === "BR") return "\n";
      if (node instanceof HTMLImageElement) return `![${this.plain(node.alt)}](${new URL(node.src).pathname})`;
      if (node.tagName === "CODE") return this.code(words);
      const inside = this.run(node.childNodes);
      if (node.tagName === "A") return this.link(node, words, inside);
      const mark = node.matches(".spoiler") ? "||" : MARKS[node.tagName];
      const core = inside.trim();
      if (!mark || !BETWEEN_LETTERS.test(core)) return inside;
      return inside.replace(core, () => mark + core + mark);
    }

    /** @param {HTMLElement} link @param {string} words @param {string} inside */
    link(link, words, inside) {
      const address = link.getAttribute("href") ?? "";
      if (link.matches(".shown, .claimed")) return inside;
      if (link.matches(".note-mark")) return `[^${link.dataset.label}]`;
      if (link.matches(".mention")) return /\s/.test(words) ? `@"${words.slice(1)}"` : inside;
      if (/^https?:\/\/[^\s<>]+$/.test(words)) return `<${words}>`;
      return inside.trim() && !/[\s<>\\]/.test(address) ? `[${inside}](<${address}>)` : inside;
    }

    /** @param {string} words */
    code(words) {
      const runs = (words.match(/`+/g) ?? []).map((run) => run.length);
      const ticks = "`".repeat(Math.max(0, ...runs) + 1);
      const space = /^`|`$|^ .* $/.test(words) ? " " : "";
      return words.trim() && ticks + space + words + space + ticks;
    }
  }
  customElements.define("quoted-line", QuotedLine);
}
