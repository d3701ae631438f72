// @ts-check
/**
 * Puts what needs script beside a post's link: a button that copies it, and one that opens
 * the device's sheet for sharing. They are the same under each post, so the page has their
 * words once.
 *
 * <disclosure-menu data-copy="Copy link" data-share="Share to…">…
 *   <a href="/post/55/"><svg>…</svg> Link to comment</a><post-links></post-links>
 */
{
  class PostLinks extends HTMLElement {
    connectedCallback() {
      const words = this.closest("[data-copy]");
      if (this.firstChild || !(words instanceof HTMLElement)) return;
      this.add("copy-link", "link", words.dataset.copy);
      this.add("share-sheet", "share", words.dataset.share);
    }

    /** @param {string} name of the element @param {string} icon @param {string} [words] */
    add(name, icon, words) {
      const made = document.createElement(name);
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "item", hidden: true });
      const drawing = this.previousElementSibling?.querySelector("svg")?.cloneNode(true);
      if (drawing instanceof SVGElement) {
        drawing.querySelector("use")?.setAttribute("href", `/icons.svg#${icon}`);
        button.append(drawing);
      }
      button.append(` ${words}`);
      made.append(button);
      this.append(made);
    }
  }
  customElements.define("post-links", PostLinks);
}
