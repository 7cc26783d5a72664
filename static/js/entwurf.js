// Saves the draft while somebody writes, and shows what a text will look like.
// Without this script the buttons below the form do the same. "Gespeichert" stands there only after the server said so.
const form = document.querySelector("[data-entwurf]");
const stand = form.querySelector("[data-stand]");
const PAUSE = 1200; // milliseconds without a key before a save
const streit = Boolean(document.getElementById("streit")); // two texts to decide between: only by button
let wartet, laeuft = false, angehalten = streit, dateiGewaehlt = false;
let getippt = form.dataset.ungespeichert === undefined ? 0 : 1, gesichert = 0; // counts of changes: typed, and acknowledged
const offen = () => getippt > gesichert;

const sagen = (kurz, mehr = "", art = "") => {
  stand.dataset.stand = art;
  stand.replaceChildren(Object.assign(document.createElement("strong"), { textContent: kurz }), Object.assign(document.createElement("span"), { textContent: mehr }));
};

const eingaben = () => {
  const daten = new FormData(form);
  for (const feld of form.querySelectorAll("input[type=file]")) daten.delete(feld.name); // files go with the button
  daten.set("taste", "selbst");
  return daten;
};

// A login in another tab gives the page a new token; ours is old then.
const neuesZeichen = async () => {
  const seite = await (await fetch(location.href)).text();
  const feld = new DOMParser().parseFromString(seite, "text/html").querySelector("[data-entwurf] [name=csrfmiddlewaretoken]");
  if (feld) form.elements.csrfmiddlewaretoken.value = feld.value;
  return Boolean(feld);
};

const senden = () => fetch(form.action, { method: "POST", body: eingaben(), redirect: "manual", keepalive: true });

const speichern = async () => {
  if (laeuft || angehalten || !offen()) return;
  laeuft = true;
  const bis = getippt;
  sagen("Wird gespeichert …");
  try {
    let antwort = await senden();
    if (antwort.status === 403 && !await neuesZeichen()) anmeldungAbgelaufen();
    else {
      if (antwort.status === 403) antwort = await senden();
      await auswerten(antwort, bis);
    }
  } catch {
    sagen("Nicht gespeichert: keine Verbindung.", "Ihr Text steht noch hier. Wir versuchen es weiter.", "fehler");
    planen(5000);
  }
  laeuft = false;
  if (getippt > bis) planen(PAUSE);
};

const anmeldungAbgelaufen = () => {
  angehalten = true;
  sagen("Ihre Anmeldung ist abgelaufen.", "Drücken Sie „Entwurf speichern“: Sie melden sich neu an, Ihr Text kommt mit.", "fehler");
};

const fehlerAufheben = () => {
  document.getElementById("fehler")?.remove();
  for (const feld of form.querySelectorAll("[aria-invalid]")) feld.removeAttribute("aria-invalid");
  for (const satz of form.querySelectorAll(".kern-error")) satz.hidden = true;
};

const auswerten = async (antwort, bis) => {
  if (antwort.type === "opaqueredirect") {
    anmeldungAbgelaufen();
  } else if (antwort.status === 422) {
    const { fehler } = await antwort.json();
    sagen("Noch nicht gespeichert.", fehler.join(" "), "fehler");
  } else if (antwort.status === 409) {
    angehalten = true;
    sagen("Jemand anderes hat hier gleichzeitig geschrieben.", "Drücken Sie „Entwurf speichern“, dann sehen Sie beide Texte.", "fehler");
  } else if (antwort.ok) {
    const { gespeichert, neu_laden } = await antwort.json();
    gesichert = bis;
    fehlerAufheben();
    if (offen()) return;
    const mehr = neu_laden ? "Jemand hat andere Felder geändert. Laden Sie die Seite neu, dann sehen Sie die Änderungen." : "noch nicht veröffentlicht";
    sagen(`Entwurf gespeichert um ${gespeichert} Uhr`, dateiGewaehlt ? "Die Datei lädt erst „Entwurf speichern“ hoch." : mehr);
  } else {
    throw new Error(antwort.status);
  }
};

const planen = (pause) => {
  clearTimeout(wartet);
  wartet = setTimeout(speichern, pause);
};

form.addEventListener("input", (event) => {
  if (event.target.type === "file") {
    dateiGewaehlt = true;
    sagen("Datei noch nicht hochgeladen.", "Drücken Sie „Entwurf speichern“.");
    return;
  }
  getippt += 1;
  if (!angehalten) planen(PAUSE);
  if (event.target.matches("[data-vorschau]")) vorschauPlanen(event.target);
});
form.addEventListener("submit", (event) => {
  if (!navigator.onLine) { // the browser's own error page would take the place of the text
    event.preventDefault();
    sagen("Keine Verbindung.", "Ihr Text steht noch hier. Bitte drücken Sie noch einmal, wenn Sie wieder online sind.", "fehler");
    return;
  }
  gesichert = getippt;
  dateiGewaehlt = false;
  angehalten = true;
  clearTimeout(wartet);
  if (event.submitter?.value === "speichern") sessionStorage.setItem("hoehe", scrollY);
});
addEventListener("online", speichern);
addEventListener("pageshow", () => { angehalten = streit; });
document.addEventListener("visibilitychange", () => { if (document.hidden) speichern(); });
addEventListener("beforeunload", (event) => { if (offen() || dateiGewaehlt) event.preventDefault(); });

const hoehe = sessionStorage.getItem("hoehe");
if (hoehe) { // after saving one stays where one was
  sessionStorage.removeItem("hoehe");
  if (!document.getElementById("fehler") && !streit) scrollTo({ top: Number(hoehe), behavior: "instant" });
}
document.querySelector("#fehler, #streit")?.focus();
if (offen() && !angehalten && !document.getElementById("fehler")) planen(PAUSE); // text that came back through the login

// ---------- What a text will look like ----------
const uhren = new WeakMap();

const vorschau = async (feld) => {
  const daten = new FormData();
  daten.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  daten.set("text", feld.value);
  const antwort = await fetch(form.dataset.textvorschau, { method: "POST", body: daten, redirect: "manual" }).catch(() => null);
  if (!antwort?.ok) return;
  const bild = feld.parentElement.querySelector(".textvorschau") ?? feld.insertAdjacentElement("afterend", Object.assign(document.createElement("div"), { className: "textvorschau text" }));
  bild.innerHTML = await antwort.text(); // cleaned by the server, like on the page itself
  bild.hidden = !feld.value.trim();
};

const vorschauPlanen = (feld) => {
  clearTimeout(uhren.get(feld));
  uhren.set(feld, setTimeout(vorschau, 400, feld));
};

for (const feld of form.querySelectorAll("[data-vorschau]")) if (feld.value.trim()) vorschau(feld);
