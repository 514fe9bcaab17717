// Keeps today's list as it is at the clinic, and leaves whoever reads, types or presses where they are.

const live = document.querySelector("[data-live]");
const said = live.querySelector("[data-live-said]");
const parts = (page) => new Map([...page.querySelectorAll("[data-live-part]")].map((part) => [part.dataset.livePart, part]));
let isFetching = false;

// What has the focus, so that it is found again in the new list: a form's button by where the form goes, a link by its own.
const mark = (element) => element?.form?.getAttribute("action") ?? element?.getAttribute?.("href");
const marked = (part, name) => [...part.querySelectorAll("a[href], button")].find((element) => mark(element) === name);

const refresh = async () => {
  // A form that is under way brings its own page.
  if (isFetching || live.querySelector("form[data-sent]")) return;
  isFetching = true;
  try {
    // Nobody is at the keyboard: this does not make the session longer.
    const answer = await fetch(document.body.dataset.here, { headers: { "X-Unattended": "1" } });
    // Signed out meanwhile, the answer leads elsewhere.
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = parts(page);
    if (live.querySelector("form[data-sent]")) return;
    for (const [name, part] of parts(live)) {
      const fresh = next.get(name);
      if (!fresh || fresh.innerHTML === part.innerHTML) continue;
      const focus = part.contains(document.activeElement) ? mark(document.activeElement) : null;
      part.replaceChildren(...fresh.childNodes);
      if (focus === null) continue;
      // Where what had the focus is gone, the list itself has it: the next Tab goes on from there.
      part.tabIndex = -1;
      (marked(part, focus) ?? part).focus({ preventScroll: true });
    }
    live.dataset.version = page.querySelector("[data-live]")?.dataset.version ?? "";
    said.textContent = "";
    setTimeout(() => { said.textContent = said.dataset.liveSaid; }, 100);
  } catch { /* Without a connection there is another try with the next event. */ } finally {
    isFetching = false;
  }
};

if (live.dataset.version) {
  const events = new EventSource(live.dataset.live);
  events.addEventListener("message", (event) => { if (event.data !== live.dataset.version) refresh(); });
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
