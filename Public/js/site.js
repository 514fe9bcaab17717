// What a browser with scripts gets on top. Every page works without.

// After a refusal: to what went wrong (WCAG 2.2, 3.3.1).
document.querySelector("[data-focus]")?.focus();

// Shows a password that is hard to type unseen.
for (const box of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(box.dataset.reveal);
  box.checked = false;
  box.parentElement.hidden = false;
  box.addEventListener("change", () => { input.type = box.checked ? "text" : "password"; });
  // A browser remembers what is typed into text inputs, but never passwords.
  input.form.addEventListener("submit", () => { input.type = "password"; });
}

const release = (form) => {
  delete form.dataset.sent;
  form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
};

// A second press on a slow line sends nothing, for as long as nobody can have stopped the first and given up. The
// server would not mind; people see that the first counted.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "true";
    const button = event.submitter ?? form.querySelector("button:not([type=button])");
    button?.setAttribute("aria-disabled", "true");
    setTimeout(release, 10_000, form);
  });
}

// Back from the next page, the form can be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-once]").forEach(release);
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
