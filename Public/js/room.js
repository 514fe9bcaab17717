// Says who has come in, without anybody having to look again.

const seeWho = async () => {
  try {
    // Whoever waits is there, though nobody types: the session goes on.
    const answer = await fetch(location.pathname);
    // The room is closed: its page says why.
    if (answer.redirected) return location.assign(answer.url);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [shown, fresh] = [document, page].map((one) => one.querySelector("[data-room]"));
    if (!fresh) return location.reload();
    if (fresh.innerHTML !== shown.innerHTML) shown.replaceChildren(...fresh.childNodes);
  } catch { /* Without a connection there is another try. */ }
};

setInterval(seeWho, 5_000);
