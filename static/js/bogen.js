// Saves every choice at once and goes on trying until the server has said so; on a phone shows one Kriterium at a time.
// Without this script the buttons do the same. What is not acknowledged yet survives a reload of this tab (sessionStorage).
const form = document.querySelector("[data-bogen]");
const fortschritt = document.querySelector("[data-fortschritt]");
const karten = [...form.querySelectorAll("[data-karte]")];
const fach = `bogen-${form.dataset.bogen}`;
const quelle = crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
const offen = new Map(); // code -> count of the change that is still to be acknowledged
let nummer = 0, laeuft = false, wartet, angehalten = false, abgeschickt = false;

const karte = (code) => form.querySelector(`[data-code="${code}"]`);
const felder = (code) => [...karte(code).querySelectorAll("[name]")].filter((f) => f.name.startsWith(`${code}-`));
const wert = (code, name) => new FormData(form).get(`${code}-${name}`) ?? "";

const sagen = (text, art = "") => {
  const stand = fortschritt.querySelector("[data-stand]");
  stand.dataset.stand = art;
  stand.textContent = text;
};

// ---------- what waits ----------
const merken = () => {
  const inhalt = [...offen.keys()].map((code) => [code, ["wert", "beleg", "beleg_frei", "anfang"].map((name) => wert(code, name))]);
  try {
    if (inhalt.length) sessionStorage.setItem(fach, JSON.stringify(inhalt));
    else sessionStorage.removeItem(fach);
  } catch { /* a browser that keeps nothing: the page itself still does */ }
};

const holen = () => {
  let inhalt = [];
  try { inhalt = JSON.parse(sessionStorage.getItem(fach)) ?? []; } catch { /* nothing was kept */ }
  for (const [code, [gewaehlt, beleg, frei, anfang]] of inhalt) {
    if (!karte(code)) continue;
    for (const feld of felder(code)) {
      if (feld.type === "radio") feld.checked = feld.value === gewaehlt;
      else if (feld.type === "checkbox") feld.checked = Boolean(frei);
      else if (feld.name.endsWith("-anfang")) feld.value = anfang;
      else feld.value = beleg;
    }
    offen.set(code, ++nummer);
  }
};

// a choice made before this script was there
const schonGewaehlt = () => {
  for (const { dataset: { code } } of karten.filter((k) => k.dataset.code))
    if (felder(code).some((f) => (f.type === "radio" || f.type === "checkbox" ? f.checked !== f.defaultChecked : f.type !== "hidden" && f.value !== f.defaultValue)))
      offen.set(code, ++nummer);
};

// ---------- saving ----------
const eingaben = (code) => {
  const daten = new FormData();
  daten.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, inhalt] of new FormData(form)) if (name.startsWith(`${code}-`)) daten.set(name, inhalt);
  daten.set(`${code}-quelle`, quelle);
  daten.set(`${code}-nummer`, offen.get(code));
  daten.set("taste", "selbst");
  return daten;
};

const neuesZeichen = async () => {
  const seite = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const feld = seite.querySelector("[data-bogen] [name=csrfmiddlewaretoken]");
  if (feld) form.elements.csrfmiddlewaretoken.value = feld.value;
  return Boolean(feld);
};

const senden = (code) => fetch(form.action, { method: "POST", body: eingaben(code), redirect: "manual", keepalive: true, signal: AbortSignal.timeout(20000) });

const fehlerZeigen = (code, text) => {
  const platz = karte(code).querySelector("[data-fehler]");
  platz.textContent = text;
  platz.hidden = !text;
};

const speichern = async () => {
  if (laeuft || angehalten || !offen.size) return;
  laeuft = true;
  const [code, zaehler] = offen.entries().next().value;
  const langsam = setTimeout(() => sagen("Wird gespeichert …"), 1000); // what is quick is not announced
  try {
    let antwort = await senden(code);
    if (antwort.status === 403 && await neuesZeichen()) antwort = await senden(code);
    await auswerten(code, zaehler, antwort);
  } catch {
    sagen("Nicht gespeichert: keine Verbindung. Wir versuchen es weiter.", "fehler");
    spaeter(4000);
  }
  clearTimeout(langsam);
  laeuft = false;
  merken();
  if (offen.size && !wartet) speichern();
};

const auswerten = async (code, zaehler, antwort) => {
  if (antwort.ok) {
    const { anfang, ringe: neu, stand } = await antwort.json();
    form.elements[`${code}-anfang`].value = anfang[code];
    fehlerZeigen(code, "");
    if (offen.get(code) === zaehler) offen.delete(code);
    fortschritt.querySelector("[data-ringe]").innerHTML = neu;
    sagen(stand);
  } else if ([409, 410, 422].includes(antwort.status)) {
    const { meldung, inzwischen } = await antwort.json();
    offen.delete(code);
    fehlerZeigen(code, inzwischen && Object.keys(inzwischen).length ? `${meldung} Laden Sie die Seite neu, um den anderen Stand zu sehen.` : meldung);
    sagen("Nicht gespeichert.", "fehler");
    if (antwort.status === 410) { angehalten = true; offen.clear(); }
  } else if (antwort.status === 404 || antwort.status === 403 || antwort.type === "opaqueredirect") {
    angehalten = true;
    sagen("Nicht gespeichert: Bitte öffnen Sie Ihren Link aus der E-Mail noch einmal, in diesem Browser. Was hier steht, bleibt.", "fehler");
  } else {
    sagen("Nicht gespeichert. Wir versuchen es weiter.", "fehler");
    spaeter(4000);
  }
};

const spaeter = (pause) => {
  clearTimeout(wartet);
  wartet = setTimeout(() => { wartet = undefined; speichern(); }, pause);
};

const geaendert = (feld, pause) => {
  const code = feld.closest("[data-code]")?.dataset.code;
  if (!code || !feld.name) return;
  offen.set(code, ++nummer);
  merken();
  if (pause) spaeter(pause);
  else { clearTimeout(wartet); wartet = undefined; speichern(); }
};

form.addEventListener("change", (e) => geaendert(e.target, 0));
form.addEventListener("input", (e) => { if (e.target.tagName === "TEXTAREA") geaendert(e.target, 1200); });
addEventListener("online", () => { clearTimeout(wartet); wartet = undefined; speichern(); });
addEventListener("beforeunload", (e) => { if (offen.size && !abgeschickt) e.preventDefault(); });
form.addEventListener("submit", () => {
  abgeschickt = true;
  for (const { dataset: { code } } of karten.filter((k) => k.dataset.code)) // so that a save still on its way comes too late
    for (const [name, value] of [["quelle", quelle], ["nummer", ++nummer]])
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: `${code}-${name}`, value }));
});

// ---------- one card at a time ----------
const offene = () => karten.filter((k) => k.dataset.code && !wert(k.dataset.code, "wert"));

const offenesNennen = () => {
  const liste = document.querySelector("[data-offen]");
  liste.replaceChildren(...offene().map((k) => {
    const weg = Object.assign(document.createElement("a"), { href: `#${k.id}`, textContent: k.querySelector("legend").textContent.trim().replace(/\s+/g, " ") });
    weg.addEventListener("click", (e) => { e.preventDefault(); blaettern(karten.at(-1), karten.indexOf(k) - karten.length + 1); });
    const punkt = document.createElement("li");
    punkt.append("Noch offen: ", weg);
    return punkt;
  }));
};

const zeigen = (ziel, fokus) => {
  const neu = karten.find((k) => k.id === ziel) ?? offene()[0] ?? karten.at(-1);
  if (neu === karten.at(-1)) offenesNennen();
  for (const k of karten) k.classList.toggle("karte--jetzt", k === neu);
  if (fokus) {
    neu.focus({ preventScroll: true });
    if (getComputedStyle(form).getPropertyValue("--karten").trim()) scrollTo({ top: fortschritt.offsetTop - 12 });
  }
};

const blaettern = (von, weit) => {
  const ziel = karten[karten.indexOf(von) + weit];
  if (!ziel) return;
  history.replaceState(null, "", `#${von.id}`); // so that "back" finds the way back
  history.pushState(null, "", `#${ziel.id}`);
  zeigen(ziel.id, true);
};

form.classList.add("bogen--karten");
for (const k of karten) {
  const zurueck = k.querySelector("[data-zurueck]"), weiter = k.querySelector("[data-weiter]");
  if (zurueck && k !== karten[0]) { zurueck.hidden = false; zurueck.addEventListener("click", () => blaettern(k, -1)); }
  if (weiter) {
    weiter.type = "button";
    weiter.querySelector(".kern-label").textContent = "Weiter";
    weiter.addEventListener("click", () => blaettern(k, 1));
  }
}
addEventListener("popstate", () => zeigen(location.hash.slice(1), true));
holen();
schonGewaehlt();
merken();
zeigen(form.dataset.jetzt || location.hash.slice(1), Boolean(form.dataset.jetzt));
speichern();
