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
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "true";
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  button?.setAttribute("aria-disabled", "true");
  setTimeout(release, 10_000, form);
});

// Back from the next page, the form can be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-once]").forEach(release);
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// How long a chosen time is kept. The clock of the page counts, not the device's, which may be wrong. A browser has one
// time kept for it: a tab that shows another one says so to the others.
for (const panel of document.querySelectorAll("[data-kept]")) {
  const timer = panel.querySelector("[role=timer]");
  const soon = document.querySelector("[data-kept-soon]");
  const over = document.querySelector("[data-kept-over]");
  const choices = new BroadcastChannel("kept-time");
  const end = performance.now() + panel.dataset.kept * 1000;
  const finish = () => {
    clearInterval(tick);
    panel.hidden = true;
    soon.textContent = "";
    over.hidden = false;
  };
  choices.addEventListener("message", ({ data }) => {
    if (data !== panel.dataset.offer) finish();
  });
  choices.postMessage(panel.dataset.offer);
  const tick = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    timer.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left <= 60 && !soon.textContent) soon.textContent = soon.dataset.keptSoon;
    if (left === 0) finish();
  }, 1000);
}
