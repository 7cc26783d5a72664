// Arrow keys move through all Kreise of the map, in the direction pressed; the name stands below the map.
// Without this script the lit Kreise are links all the same, and the list beside the map says what it shows.
const karte = document.querySelector("[data-karte]");
const wo = document.querySelector("[data-karte-wo]");
const kreise = [...karte.querySelectorAll("[data-kreis]")];
const richtungen = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The name stays until another one takes its place, so that one can point at it.
const zeigen = (kreis) => { if (kreis) wo.textContent = kreis.getAttribute("aria-label"); };

// A focused Kreis is painted again above its neighbours, or they would cover its outline.
const rand = document.createElementNS("http://www.w3.org/2000/svg", "path");
rand.setAttribute("class", "kreis-rand");
rand.setAttribute("aria-hidden", "true");
const umranden = (kreis) => {
  rand.setAttribute("d", kreis?.querySelector("path").getAttribute("d") ?? "");
  karte.append(rand);
};

// The nearest one ahead: distance counts, and what lies off the direction counts double.
const naechster = (von, [rx, ry]) => {
  let bester, kleinster = Infinity;
  for (const kreis of kreise) {
    const dx = kreis.dataset.x - von.dataset.x, dy = kreis.dataset.y - von.dataset.y;
    const voraus = dx * rx + dy * ry, daneben = Math.abs(dx * ry) + Math.abs(dy * rx);
    if (kreis === von || voraus <= 0 || daneben > 2 * voraus) continue;
    if (voraus + 2 * daneben < kleinster) [bester, kleinster] = [kreis, voraus + 2 * daneben];
  }
  return bester;
};

const figur = karte.closest("figure"); // a svg that listens for focus becomes a stop of Tab itself
figur.addEventListener("keydown", (event) => {
  const von = event.target.closest("[data-kreis]");
  const ziel = von && richtungen[event.key] && naechster(von, richtungen[event.key]);
  if (!ziel) return;
  event.preventDefault();
  ziel.focus();
});
figur.addEventListener("focusin", (event) => {
  const kreis = event.target.closest("[data-kreis]");
  zeigen(kreis);
  umranden(kreis?.matches(":focus-visible") ? kreis : null);
});
figur.addEventListener("focusout", () => umranden(null));
figur.addEventListener("pointerover", (event) => zeigen(event.target.closest("[data-kreis]")));
