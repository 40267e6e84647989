/* Progress of a job: asks the server for the fragment named in [data-progress] until the job is over. */
"use strict";

const PROGRESS_EVERY = 1500;
const PROGRESS_SLOWEST = 15000;

function follow(box, wait) {
  window.setTimeout(async () => {
    let next = wait;
    try {
      const answer = await fetch(box.dataset.progress, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (answer.status === 403 || answer.status === 404) return;
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".job");
      if (!fresh) return;
      // The live region stays the same element and changes only when its words do, so it is read out once per change.
      const text = box.querySelector("[data-progress-text]");
      const words = fresh.querySelector("[data-progress-text]");
      if (text.textContent !== words.textContent) text.replaceChildren(...words.childNodes);
      box.querySelector("[data-progress-rest]").replaceChildren(...fresh.querySelector("[data-progress-rest]").childNodes);
      box.className = fresh.className;
      if (!fresh.dataset.progress) return;
      next = PROGRESS_EVERY;
    } catch {
      next = Math.min(wait * 2, PROGRESS_SLOWEST);
    }
    follow(box, next);
  }, wait);
}

for (const box of document.querySelectorAll("[data-progress]")) follow(box, PROGRESS_EVERY);
