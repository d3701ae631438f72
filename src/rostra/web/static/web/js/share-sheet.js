// @ts-check
/**
 * Opens the device's own sheet for sharing. Where there is none the button stays hidden.
 *
 * <article data-post-id="55">
 *   <share-sheet><button type="button" hidden>Share to…</button></share-sheet>
 * </article>
 */
{
  class ShareSheet extends HTMLElement {
    connectedCallback() {
      this.button = this.querySelector("button");
      if (!this.button || !navigator.share) return;
      this.button.hidden = false;
      this.button.addEventListener("click", this);
    }

    disconnectedCallback() {
      this.button?.removeEventListener("click", this);
    }

    async handleEvent() {
      const post = this.closest("[data-post-id]");
      const path = post instanceof HTMLElement ? `/post/${post.dataset.postId}/` : location.pathname;
      const url = new URL(path, location.origin).href;
      try {
        await navigator.share({ title: document.title, url });
      } catch (error) {
        // Closing the sheet again is no mistake.
        if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
      }
    }
  }
  customElements.define("share-sheet", ShareSheet);
}
