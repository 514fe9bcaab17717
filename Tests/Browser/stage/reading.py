"""What is on a page in some language: which way it runs, whether all of it is seen, and in whose words."""

import functools
import re

from .database import ROOT

LANGUAGES = ["en", "fr", "es", "ar"]

# What sticks out of the screen, or out of an element that hides what sticks out of it. An ellipsis says that it was cut.
_FAULTS = """() => {
  const faults = [];
  const root = document.documentElement;
  const scrolls = element => element !== document.body
    && (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  if (root.scrollWidth > root.clientWidth) faults.push(`${root.scrollWidth - root.clientWidth} px wider than the screen`);
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    if (element.closest('.hidden, .skip, [hidden], svg, option, input') || style.display === 'none' || style.clipPath !== 'none') continue;
    const cuts = style.overflowX !== 'visible' && style.overflowX !== 'auto' && style.overflowX !== 'scroll';
    if (cuts && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1)
      faults.push(`cut: <${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent.trim().slice(0, 60)}`);
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const box = element.getBoundingClientRect();
    if (own && box.width && (box.left < -1 || box.right > root.clientWidth + 1) && !scrolls(element))
      faults.push(`off the screen: <${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent.trim().slice(0, 60)}`);
  }
  return faults;
}"""


# What a clinic has written in another language, such as a consent, says so.
_SAID = """() => [...document.querySelectorAll('body [lang]')].reduce(
  (said, other) => said.replace(other.innerText, ''), document.body.innerText)"""


@functools.cache
def catalogue(language: str) -> dict[str, str]:
    """The texts by key, without those for particular numbers."""
    lines = (ROOT / f"Templates/messages/{language}.txt").read_text().splitlines()
    pairs = (line.partition(" = ") for line in lines if line and not line.startswith("#"))
    return {key: text for key, _, text in pairs if "[" not in key}


# What the demo's clinics have written themselves and reads like a text of ours: a service, and what doctors write.
_OF_THE_CLINICS = {"Blood pressure", "Prescription", "Complaint and history", "For the patient", "For the patient, in plain words"}


@functools.cache
def _words_left(language: str) -> re.Pattern:
    """English texts that this language says otherwise; short ones stand within other words."""
    other = catalogue(language)
    texts = {text for key, text in catalogue("en").items() if len(text) > 11 and "{" not in text and other[key] != text}
    texts -= _OF_THE_CLINICS
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(texts - set(other.values()), key=len, reverse=True)))


def faults_of(page, language: str) -> list[str]:
    """As it stands on the screen now."""
    faults = page.evaluate(_FAULTS)
    root = page.locator("html")
    direction = "rtl" if language == "ar" else "ltr"
    if (root.get_attribute("lang"), root.get_attribute("dir")) != (language, direction):
        faults.append("in another language, or the other way")
    said = page.evaluate(_SAID)
    faults += [f"a placeholder: {found}" for found in re.findall(r"\{\w+\}", said)]
    keys = catalogue("en").keys()
    faults += [f"a key: {word}" for word in re.findall(r"[a-z][\w-]*(?:\.[\w-]+)+", said) if word in keys]
    if language != "en":
        faults += [f"in English: {found}" for found in set(_words_left(language).findall(said))]
    return faults
