// The display of a waiting room brings itself up to date, politely: only what has changed is said. Where the clinic can't be
// reached, what was shown last stays, and the next look may find it again.
const shown = document.querySelector("[data-display]");

setInterval(async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    // The link is good no longer: say so as the server does.
    if (answer.status === 404) return location.reload();
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-display]");
    if (fresh && fresh.innerHTML !== shown.innerHTML) shown.replaceChildren(...fresh.childNodes);
  } catch {
    // Offline: the next look is in five seconds.
  }
}, 5000);
