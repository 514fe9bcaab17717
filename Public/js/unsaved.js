// Asks before a page is left on which something was typed that is not saved.

for (const form of document.querySelectorAll("[data-unsaved]")) {
  let changed = form.hasAttribute("data-changed");
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
