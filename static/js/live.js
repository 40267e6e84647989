/* A meeting that goes on: what others write down appears without reloading. Replaces the parts named in [data-live]. */
"use strict";

const LIVE_EVERY = 10000;

async function refreshLive() {
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (answer.status === 403 || answer.status === 404) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
      // Whoever stands in it with the keyboard is not thrown out.
      if (other && other.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) {
        part.replaceChildren(...other.childNodes);
      }
    }
  } catch {
    /* The next round asks again. */
  }
  window.setTimeout(refreshLive, LIVE_EVERY);
}

window.setTimeout(refreshLive, LIVE_EVERY);
