/* What every page has: the menu on a small screen, one sending of a form, questions before what cannot be undone, focus on errors. */
"use strict";

// A form goes once: a second press waits. Coming back by the browser's history makes the buttons live again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || form.dataset.manyTimes !== undefined) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

// <button data-confirm="Czy na pewno …?">; without this script the server shows its own page of confirmation or does it.
document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-confirm]");
  if (asked && !window.confirm(asked.dataset.confirm)) event.preventDefault();
});

// The menu folds on a small screen; without this script it stands open.
const folding = window.matchMedia("(max-width: 47.99rem)");
for (const button of document.querySelectorAll("[data-menu]")) {
  const menu = document.getElementById(button.dataset.menu);
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.hidden = folding.matches && !open;
  };
  button.hidden = false;
  show(false);
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  folding.addEventListener("change", () => show(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && folding.matches && !menu.hidden) {
      show(false);
      button.focus();
    }
  });
}

// After a refused form the reader starts at what went wrong.
const first = document.querySelector("[data-focus]");
if (first) first.focus();
