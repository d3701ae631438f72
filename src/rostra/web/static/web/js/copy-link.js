// @ts-check
/**
 * Copies the address of the post it stands in, or of the page. Without script the
 * button stays hidden, and the link before it does; with `data-instead` it takes the
 * place of that link.
 *
 * <article data-post-id="55">
 *   <copy-link><button type="button" hidden>Copy link</button></copy-link>
 * </article>
 */
{
  const SHOWN = 2000;

  class CopyLink extends HTMLElement {
    connectedCallback() {
      this.button = this.querySelector("button");
      if (!this.button || !navigator.clipboard) return;
      this.button.hidden = false;
      const plain = this.previousElementSibling;
      if (this.hasAttribute("data-instead") && plain instanceof HTMLElement) plain.hidden = true;
      this.button.addEventListener("click", this);
    }

    disconnectedCallback() {
      this.button?.removeEventListener("click", this);
      clearTimeout(this.timer);
    }

    async handleEvent() {
      await navigator.clipboard.writeText(this.address);
      this.button?.setAttribute("data-done", "");
      this.timer = setTimeout(() => this.button?.removeAttribute("data-done"), SHOWN);
    }

    get address() {
      const post = this.closest("[data-post-id]");
      if (!(post instanceof HTMLElement)) return location.href;
      return new URL(`/post/${post.dataset.postId}/`, location.origin).href;
    }
  }
  customElements.define("copy-link", CopyLink);
}
