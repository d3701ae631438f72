// @ts-check
/**
 * Buttons above the box to write in, and their keys. The arrow keys go from button to
 * button (ARIA Authoring Practices, toolbar). Writing-help.js brings them, so that without
 * script there is none that does nothing.
 *
 * <compose-tools data-table="| A | B |/|---|---|"><writing-box><textarea></textarea>
 *   </writing-box></compose-tools>
 * filled with: <div role="toolbar"><button type="button" data-tool="bold" data-keys="B">…
 *   </button>…</div>
 */
{
  const AROUND = /** @type {Record<string, string>} */ ({ bold: "**", italic: "*", spoiler: "||" });
  const BEFORE = ["heading", "quote", "list", "numbers"];
  const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

  class ComposeTools extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", this);
      this.addEventListener("keydown", this);
      this.box = this.querySelector("textarea");
      this.writing = /** @type {any} */ (this.querySelector("writing-box"));
    }

    /** @param {DocumentFragment} made */
    fill(made) {
      this.buttons = [...made.querySelectorAll("button")];
      for (const [at, button] of this.buttons.entries()) this.prepare(button, at);
      this.prepend(made);
    }

    disconnectedCallback() {
      this.removeEventListener("click", this);
      this.removeEventListener("keydown", this);
    }

    /** @param {HTMLButtonElement} button @param {number} at */
    prepare(button, at) {
      button.tabIndex = at ? -1 : 0;
      const keys = button.dataset.keys;
      if (keys) button.setAttribute("aria-keyshortcuts", `${IS_MAC ? "Meta" : "Control"}+${keys}`);
      button.title = `${button.textContent?.trim()}${keys ? ` (${IS_MAC ? "⌘" : "Ctrl+"}${keys})` : ""}`;
    }

    /** @param {Event} event */
    handleEvent(event) {
      const button = event.target instanceof Element ? event.target.closest("[data-tool]") : null;
      if (event instanceof KeyboardEvent) {
        if (button instanceof HTMLButtonElement) this.walk(event, button);
        else if (event.target === (this.writing.rich?.dom ?? this.box)) this.press(event);
      } else if (button instanceof HTMLButtonElement) {
        this.settle(button);
        this.use(button.dataset.tool ?? "");
      }
    }

    /** @param {KeyboardEvent} event @param {HTMLButtonElement} from */
    walk(event, from) {
      const buttons = this.buttons ?? [];
      const forth = getComputedStyle(this).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      const by = event.key === forth ? 1 : /^Arrow(Left|Right)$/.test(event.key) ? -1 : 0;
      const steps = /** @type {Record<string, number>} */ ({ Home: 0, End: -1 });
      const at = by ? (buttons.indexOf(from) + by) % buttons.length : steps[event.key];
      const next = at === undefined ? null : buttons.at(at);
      if (!next) return;
      event.preventDefault();
      this.settle(next);
      next.focus();
    }

    /** @param {HTMLButtonElement} here the one button that the Tab key leads to */
    settle(here) {
      for (const button of this.buttons ?? []) button.tabIndex = button === here ? 0 : -1;
    }

    /** @param {KeyboardEvent} event */
    press(event) {
      if (!(IS_MAC ? event.metaKey : event.ctrlKey) || event.altKey || event.isComposing) return;
      const key = event.code.startsWith("Digit") ? event.code.slice(5) : event.key.toUpperCase();
      const pressed = `${event.shiftKey ? "Shift+" : ""}${key}`;
      const button = this.buttons?.find((one) => one.dataset.keys === pressed);
      if (!button) return;
      event.preventDefault();
      this.use(button.dataset.tool ?? "");
    }

    /** @param {string} tool */
    use(tool) {
      const words = this.writing.selected;
      if (this.writing.rich && tool === "link") this.writing.querySelector("rich-mode").ask();
      else if (this.writing.rich?.use(tool)) return;
      else if (BEFORE.includes(tool)) this.writing.begin(tool);
      else if (tool in AROUND) this.writing.surround(AROUND[tool]);
      else if (tool === "code" && words.includes("\n")) this.writing.block(`\`\`\`\n${words.trim()}\n\`\`\``);
      else if (tool === "code") this.writing.surround(words.includes("`") ? "``" : "`");
      else if (tool === "table") this.writing.block((this.dataset.table ?? "").replaceAll("/", "\n"));
      else if (tool === "link") this.link(words);
      else this.dispatchEvent(new CustomEvent("tool", { detail: tool, bubbles: true }));
    }

    /** @param {string} words */
    link(words) {
      const from = this.box?.selectionStart ?? 0;
      if (/^https?:\/\/\S+$/.test(words)) this.writing.put(`[](${words})`, from + 1);
      else if (!words) this.writing.put("[](https://)", from + 1);
      else this.writing.put(`[${words}](https://)`, from + words.length + 3, from + words.length + 11);
    }
  }
  customElements.define("compose-tools", ComposeTools);
}
