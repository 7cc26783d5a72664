// Saves the draft while somebody writes, and shows what a text will look like.
// Without this script the buttons below the form do the same. "Gespeichert" stands there only after the server said so.
const form = document.querySelector("[data-entwurf]");
const stand = form.querySelector("[data-stand]");
const PAUSE = 1200; // milliseconds without a key before a save
let wartet, laeuft = false, offen = false, angehalten = false;

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
  if (laeuft || angehalten || !offen) return;
  laeuft = true;
  offen = false;
  sagen("Wird gespeichert …");
  try {
    let antwort = await senden();
    if (antwort.status === 403 && await neuesZeichen()) antwort = await senden();
    await auswerten(antwort);
  } catch {
    offen = true;
    sagen("Nicht gespeichert: keine Verbindung.", "Ihr Text steht noch hier. Wir versuchen es weiter.", "fehler");
    planen(5000);
  }
  laeuft = false;
  if (offen) planen(PAUSE);
};

const auswerten = async (antwort) => {
  if (antwort.type === "opaqueredirect") {
    offen = true;
    angehalten = true;
    sagen("Ihre Anmeldung ist abgelaufen.", "Drücken Sie „Entwurf speichern“: Sie melden sich neu an, Ihr Text kommt mit.", "fehler");
  } else if (antwort.status === 422) {
    const { fehler } = await antwort.json();
    sagen("Noch nicht gespeichert.", fehler.join(" "), "fehler");
  } else if (antwort.status === 409) {
    offen = true;
    angehalten = true;
    sagen("Jemand anderes hat hier gleichzeitig geschrieben.", "Drücken Sie „Entwurf speichern“, dann sehen Sie beide Texte.", "fehler");
  } else if (antwort.ok) {
    const { gespeichert, neu_laden } = await antwort.json();
    if (!offen) sagen(`Entwurf gespeichert um ${gespeichert} Uhr`, neu_laden ? "Andere haben andere Felder geändert; neu laden zeigt sie." : "noch nicht veröffentlicht");
  } else {
    throw new Error(antwort.status);
  }
};

const planen = (pause) => {
  clearTimeout(wartet);
  wartet = setTimeout(speichern, pause);
};

form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  offen = true;
  if (!angehalten) planen(PAUSE);
  if (event.target.matches("[data-vorschau]")) vorschauPlanen(event.target);
});
form.addEventListener("submit", () => {
  offen = false;
  angehalten = true;
  clearTimeout(wartet);
});
addEventListener("online", speichern);
addEventListener("pageshow", () => { angehalten = false; });
document.addEventListener("visibilitychange", () => { if (document.hidden) speichern(); });
addEventListener("beforeunload", (event) => { if (offen) event.preventDefault(); });

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
