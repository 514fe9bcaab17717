// How strong a new password is, by the server's estimate, while it is typed. When that can't be had, there is no hint.

const STRENGTHS = ["weak", "fair", "good", "strong"];
// What else is guessed at: what the same form says of the person.
const OWN = ["given", "family", "birthDay", "birthMonth", "birthYear", "email", "username", "link"];

for (const hint of document.querySelectorAll("[data-strength]")) {
  const [meter, word] = hint.children;
  const input = document.getElementById(hint.dataset.strength);
  const names = ["csrf", input.name, ...OWN];
  let pause, request;

  const show = (strength) => {
    meter.value = STRENGTHS.indexOf(strength) + 1;
    meter.hidden = meter.value === 0;
    const text = meter.hidden ? "" : hint.dataset[strength];
    // Said once, not with every letter.
    if (word.textContent !== text) word.textContent = text;
  };

  const ask = async () => {
    const typed = new FormData(input.form);
    const body = new URLSearchParams(names.filter((name) => typed.has(name)).map((name) => [name, typed.get(name)]));
    request = new AbortController();
    try {
      const answer = await fetch("/password/strength", { method: "POST", body, signal: request.signal });
      show(answer.ok ? await answer.text() : "");
    } catch (error) {
      if (error.name !== "AbortError") show("");
    }
  };

  input.form.addEventListener("input", (event) => {
    if (!names.includes(event.target.name)) return;
    clearTimeout(pause);
    request?.abort();
    if (input.value) pause = setTimeout(ask, 300);
    else show("");
  });
}
