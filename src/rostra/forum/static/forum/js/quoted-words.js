// @ts-check
/**
 * Holds a part of a post, and says it in Markdown that shows just these words again.
 * Emphasis, links, code, lists and tables stay what they are; quotes of others inside
 * are left out, as `[…]`.
 *
 * document.createElement("quoted-words").of(prose, range);
 */
{
  class QuotedWords extends HTMLElement {
    /**
     * @param {Element} root
     * @param {Range | null} [range] a part of it, which grows to whole words
     * @returns {string}
     */
    of(root, range) {
      if (!range) this.replaceChildren(...root.cloneNode(true).childNodes);
      else {
        const whole = /** @type {any} */ (document.createElement("whole-words")).grow(range, root);
        let part = /** @type {Node} */ (whole.cloneContents());
        let at = whole.commonAncestorContainer;
        if (at instanceof Text) at = at.parentNode ?? root;
        for (; at !== root && at.parentNode; at = at.parentNode) {
          const around = at.cloneNode();
          around.appendChild(part);
          part = around;
        }
        this.replaceChildren(part);
      }
      const made = this.markdown;
      return /[^\s.…[\]\\]/.test(made) ? made : "";
    }

    get markdown() {
      const blocks = this.blocks(this);
      const isLeftOut = (/** @type {number} */ at) => blocks[at] === "[…]";
      return blocks.filter((_, at) => !isLeftOut(at) || (at && at < blocks.length - 1 && !isLeftOut(at - 1))).join("\n\n");
    }

    /** @param {Element} node @returns {string[]} */
    blocks(node) {
      const found = /** @type {string[]} */ ([]);
      let spans = /** @type {Node[]} */ ([]);
      for (const kid of [...node.childNodes, null]) {
        const made = kid instanceof Element || !kid ? this.block(kid) : null;
        if (!made && kid) {
          spans.push(kid);
          continue;
        }
        found.push(this.line(spans), ...(made ?? []));
        spans = [];
      }
      return found.filter(Boolean);
    }

    /** @param {Element | null} element @returns {string[] | null} null if it is no block */
    block(element) {
      if (!element) return [];
      const name = element.tagName;
      if (element.matches(".note-backs, .link-says")) return [];
      if (/^(P|DIV|TBODY|THEAD)$/.test(name)) return this.blocks(element);
      if (name === "FIGURE" || name === "DETAILS") return ["[…]"];
      if (name === "UL" || name === "OL") return [this.list([...element.children], name === "OL")];
      if (name === "LI") return [this.list([element], false)];
      if (name === "TABLE") return [this.table([...element.querySelectorAll("tr")])];
      if (name === "TR") return [this.table([element])];
      if (name === "PRE") return [this.fenced(element.textContent ?? "")];
      if (name === "HR") return [];
      if (name === "BLOCKQUOTE") return [this.blocks(element).join("\n\n").replace(/^/gm, "> ")];
      if (!/^H[1-6]$/.test(name)) return null;
      const words = this.line([...element.childNodes]).replaceAll("\n", " ");
      return [words && `### ${words.replace(/#+$/, "\\$&")}`];
    }

    /** @param {(Node | string)[]} spans @returns {string} */
    line(spans) {
      const line = /** @type {any} */ (document.createElement("quoted-line"));
      line.append(...spans);
      return line.markdown;
    }

    /** @param {Element[]} items @param {boolean} isNumbered @returns {string} */
    list(items, isNumbered) {
      const words = items.map((item) => this.blocks(item).join("\n\n")).filter(Boolean);
      return words
        .map((item, at) => {
          const mark = isNumbered ? `${at + 1}. ` : "- ";
          return mark + item.replaceAll("\n", `\n${" ".repeat(mark.length)}`);
        })
        .join("\n");
    }

    /** @param {Element[]} rows @returns {string} */
    table(rows) {
      const cells = rows.map((row) => [...row.children].map((cell) => this.line([cell.textContent ?? ""])));
      const width = Math.max(...cells.map((row) => row.length));
      const lines = cells.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
      lines.splice(1, 0, `|${"---|".repeat(width)}`);
      return lines.join("\n");
    }

    /** @param {string} words @returns {string} */
    fenced(words) {
      const runs = words.match(/`+/g) ?? [];
      const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
      return words.trim() && `${fence}\n${words.trimEnd()}\n${fence}`;
    }
  }
  customElements.define("quoted-words", QuotedWords);
}
