// Keys: g and a letter goes to a page, / to the search. A page that lost its connection for good is loaded again.
(() => {
  window.pipelineConsole = { live: () => document.documentElement.setAttribute("data-live", "") };
  let waits = 0;
  const isWriting = element => element?.closest?.("input, textarea, select, [contenteditable], .mud-dialog");
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (event.key === "/") {
      event.preventDefault();
      const search = document.querySelector("input[type=search]");
      if (search) search.focus(); else document.querySelector('.menu a[data-key="r"]')?.click();
    } else if (event.key === "g") {
      waits = Date.now();
    } else if (Date.now() - waits < 1500) {
      waits = 0;
      document.querySelector(`.menu a[data-key="${CSS.escape(event.key)}"]`)?.click();
    }
  });
  // A link to a part of the page is taken over by the pages' own navigation, which scrolls there and leaves the focus where it was.
  document.addEventListener("click", event => {
    if (!event.target.closest?.(".skip")) return;
    event.preventDefault();
    document.getElementById("main").focus();
  }, true);
  const modal = document.getElementById("components-reconnect-modal");
  new MutationObserver(async () => {
    if (!/failed|rejected/.test(modal.className)) return;
    for (;;) {
      try {
        if ((await fetch("../health/live", { cache: "no-store" })).ok) { location.reload(); return; }
      } catch { /* The process is still away. */ }
      await new Promise(resolve => setTimeout(resolve, 1000));
    }
  }).observe(modal, { attributes: true, attributeFilter: ["class"] });
})();
