// @ts-check
/**
 * Sends the form inside it once, however often its button is pressed. (The server
 * makes one post of two sendings too; this spares the reader the wait.)
 *
 * <once-only><form method="post">…<button>Post reply</button></form></once-only>
 */
{
  const AGAIN = 10000;

  class OnceOnly extends HTMLElement {
    sentAt = 0;

    connectedCallback() {
      this.addEventListener("submit", this);
      addEventListener("pageshow", this);
    }

    disconnectedCallback() {
      this.removeEventListener("submit", this);
      removeEventListener("pageshow", this);
    }

    /** @param {Event} event */
    handleEvent(event) {
      if (event.type === "pageshow") {
        // Back from the page that the form led to: it may be sent again.
        this.sentAt = 0;
      } else if (event.defaultPrevented) {
        return;
      } else if (event.timeStamp - this.sentAt < AGAIN && this.sentAt) {
        event.preventDefault();
      } else {
        this.sentAt = event.timeStamp;
      }
    }
  }
  customElements.define("once-only", OnceOnly);
}
