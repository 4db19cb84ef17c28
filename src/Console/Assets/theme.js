// Puts the chosen theme on before the page is drawn, and lets it be chosen. Without a choice the system's counts.
(() => {
  const themes = ["auto", "light", "dark"];
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem("theme") ?? "auto"; } catch { return "auto"; } };
  const apply = theme => theme === "auto" ? root.removeAttribute("data-theme") : root.setAttribute("data-theme", theme);
  apply(read());
  document.addEventListener("click", event => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const theme = themes[(themes.indexOf(read()) + 1) % themes.length];
    try { localStorage.setItem("theme", theme); } catch { /* The choice lasts as long as the page. */ }
    apply(theme);
  });
})();
