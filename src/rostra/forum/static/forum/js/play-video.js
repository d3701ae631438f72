// @ts-check
/**
 * A button that puts a video's player in its own place. Before it is pressed nothing is
 * asked of the other site; without script there is the link above.
 *
 * <play-video data-player="https://…" data-words="Play here: …"></play-video>
 */
{
  class PlayVideo extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", this);
      if (this.firstChild) return;
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button small", textContent: this.dataset.words });
      this.append(button);
    }

    disconnectedCallback() {
      this.removeEventListener("click", this);
    }

    handleEvent() {
      if (this.querySelector("iframe")) return;
      const frame = document.createElement("iframe");
      frame.allow = "fullscreen; picture-in-picture; encrypted-media; autoplay";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      frame.title = this.closest(".link-card")?.querySelector(".link-title")?.textContent ?? "";
      // A player needs its own scripts and its own store; it must not lead this page elsewhere.
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
      frame.src = this.dataset.player ?? "";
      this.replaceChildren(frame);
      frame.focus();
    }
  }
  customElements.define("play-video", PlayVideo);
}
