// Shows how far something is that goes on by itself, and the whole page when it is through.
const underWay = document.querySelector("[data-progress]");

const lookAgain = async () => {
  try {
    // Nobody is at the keyboard: this does not make the session longer.
    const answer = await fetch(location.pathname, { headers: { "X-Unattended": "1" }, cache: "no-store" });
    // Signed out meanwhile, the answer leads elsewhere.
    if (!answer.ok || answer.redirected) return;
    // A form that is under way brings its own page.
    if (underWay.querySelector("form[data-sent]")) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("progress")) return location.replace(location.pathname);
    for (const part of [".panel", ".tags"]) {
      const [old, fresh] = [underWay.querySelector(part), page.querySelector(`[data-progress] ${part}`)];
      if (old && fresh) old.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // Offline: the next look is in two seconds.
  }
  setTimeout(lookAgain, 2000);
};
setTimeout(lookAgain, 2000);
