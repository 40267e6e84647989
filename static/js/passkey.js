// Says in the page's own words that a passkey could not be used; allauth's scripts announce it as an event.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const note = document.querySelector("[data-passkey-error]");
  note.hidden = false;
  const form = document.querySelector("main form");
  form.before(note);
});
