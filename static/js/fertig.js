// A sheet that is handed in or over leaves nothing of what was typed in this browser (bogen.js keeps it until it is saved).
try {
  sessionStorage.removeItem(`bogen-${document.querySelector("[data-fertig]").dataset.fertig}`);
} catch { /* a browser that keeps nothing */ }
