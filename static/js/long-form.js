/* A long form: where one is in its table of contents, and how much time is left. */
"use strict";

// The part of the form nearest to the top is marked in the table of contents.
const tocLinks = [...document.querySelectorAll("[data-toc] a")];
if (tocLinks.length) {
  const parts = [...new Set(tocLinks.map((link) => link.hash.slice(1)))].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    const seen = parts.filter((part) => part.getBoundingClientRect().top < window.innerHeight / 3);
    const current = seen.at(-1) || parts[0];
    for (const link of tocLinks) {
      if (link.hash.slice(1) === current.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  window.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
}

// <… data-deadline="2027-03-22T22:59:59Z" data-now="…">: the time left, by the server's clock; without this script the date stands there.
function timeLeft(milliseconds) {
  if (milliseconds < 0) return "termin minął";
  const minutes = Math.floor(milliseconds / 60000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  if (days) return `${days} ${days === 1 ? "dzień" : "dni"} ${hours} godz.`;
  if (hours) return `${hours} godz. ${minutes % 60} min`;
  return `${minutes} min ${Math.floor(milliseconds / 1000) % 60} s`;
}

for (const clock of document.querySelectorAll("[data-deadline]")) {
  const ahead = Date.parse(clock.dataset.now) - Date.now();
  const deadline = Date.parse(clock.dataset.deadline);
  const tick = () => {
    const left = deadline - Date.now() - ahead;
    clock.textContent = timeLeft(left);
    clock.closest("[data-near]").dataset.near = left < 0 ? "past" : left < 24 * 3600000 ? "soon" : "";
    if (left >= 0) window.setTimeout(tick, left < 3600000 ? 1000 : 20000);
  };
  tick();
}

// <li data-missing="III.3">: a field that was empty when the page came; once something stands in it, the sentence goes.
const missing = [...document.querySelectorAll("[data-completeness] [data-missing]")];
if (missing.length) {
  const form = document.querySelector("form.long-form");
  const count = document.querySelector("[data-missing-count]");
  const others = Number(count.textContent) - missing.length;
  const filled = (code) => {
    const rows = form.querySelector(`[data-rows="${CSS.escape(code)}"]`);
    const controls = rows ? rows.querySelectorAll(".rows-list > [data-row]:not([hidden]) :is(input:not([type=hidden]), textarea, select)") : form.querySelectorAll(`[name="${CSS.escape(code)}"]`);
    return [...controls].some((each) => (each.type === "checkbox" || each.type === "radio" ? each.checked && !each.name.endsWith("-DELETE") : each.value.trim()));
  };
  const settle = () => {
    for (const each of missing) each.hidden = filled(each.dataset.missing);
    count.textContent = String(others + missing.filter((each) => !each.hidden).length);
  };
  form.addEventListener("input", settle);
}
