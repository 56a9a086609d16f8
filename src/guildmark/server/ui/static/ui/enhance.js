// Comforts on top of pages that work without any of this: copy buttons, word counters,
// focus on the error summary, a warning before unsaved work is left, saving while one
// writes, and keys for marking. No framework, no inline handlers (strict CSP).
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("scripted");

  // The error summary takes the focus, so that it is read first.
  document.querySelector("[data-focus]")?.focus();

  // Copy buttons.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    const words = button.querySelector("span");
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      document.execCommand("copy");
    }
    const before = words.textContent;
    words.textContent = button.dataset.done;
    setTimeout(() => (words.textContent = before), 2500);
  });

  // Menus close on Escape and on a click elsewhere.
  const menus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Filters start folded on a narrow screen.
  if (matchMedia("(max-width: 56rem)").matches) {
    for (const part of document.querySelectorAll("details.filters")) {
      if (!location.search) part.open = false;
    }
  }

  // Word counters.
  for (const counter of document.querySelectorAll("[data-counter]")) {
    const area = document.getElementById(counter.dataset.counter);
    const most = Number(area?.dataset.maxWords);
    if (!area || !most) continue;
    const show = () => {
      const words = area.value.trim() ? area.value.trim().split(/\s+/u).length : 0;
      const left = most - words;
      const text = left < 0 ? counter.dataset.over : counter.dataset.left;
      counter.textContent = text.replace("{n}", Math.abs(left).toLocaleString(root.lang));
      counter.classList.toggle("over", left < 0);
    };
    area.addEventListener("input", show);
    show();
  }

  // Unsaved work: <form data-guard>. Saving while one writes: <form data-autosave="URL">
  // with <output data-saved> inside; the server answers 2xx when it has stored the draft.
  for (const form of document.querySelectorAll("form[data-guard], form[data-autosave]")) {
    let dirty = false;
    let timer = 0;
    const output = form.querySelector("[data-saved]");
    const say = (key) => {
      if (output) output.textContent = output.dataset[key] ?? "";
    };
    const save = async () => {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      say("saving");
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          body,
          headers: { "X-Requested-With": "XMLHttpRequest" },
        });
        if (!answer.ok) throw new Error(String(answer.status));
        dirty = false;
        say("done");
        // The server may answer with a line on where things stand: <… data-standing>.
        const standing = form.querySelector("[data-standing]");
        if (standing && answer.headers.get("Content-Type")?.startsWith("text/plain")) {
          standing.textContent = await answer.text();
        }
      } catch {
        say("failed");
        timer = setTimeout(save, 8000);
      }
    };
    form.addEventListener("input", () => {
      dirty = true;
      if (!form.dataset.autosave) return;
      clearTimeout(timer);
      timer = setTimeout(save, 1200);
    });
    form.addEventListener("submit", () => {
      dirty = false;
      clearTimeout(timer);
    });
    addEventListener("beforeunload", (event) => {
      if (dirty) event.preventDefault();
    });
  }

  // Marking by keys, inside <form data-marking>: a digit chooses that level of the criterion
  // that has the focus (or of the first without one); "n" and "p" go to the next and previous.
  const marking = document.querySelector("form[data-marking]");
  if (marking) {
    const groups = [...marking.querySelectorAll("fieldset.level-choice")];
    const here = () => {
      const focused = groups.findIndex((group) => group.contains(document.activeElement));
      if (focused >= 0) return focused;
      const open = groups.findIndex((group) => !group.querySelector(":checked"));
      return open >= 0 ? open : 0;
    };
    const go = (index) => {
      const group = groups[Math.min(groups.length - 1, Math.max(0, index))];
      (group?.querySelector(":checked") ?? group?.querySelector("input"))?.focus();
    };
    document.addEventListener("keydown", (event) => {
      const typing = event.target.matches("textarea, select, input:not([type=radio])");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "n") go(here() + 1);
      else if (event.key === "p") go(here() - 1);
      else if (/^[0-9]$/.test(event.key)) {
        const group = groups[here()];
        for (const row of group?.querySelectorAll(".level") ?? []) {
          if (row.querySelector(".level-number").textContent.trim() !== event.key) continue;
          const input = row.querySelector("input");
          input.checked = true;
          input.focus();
          input.dispatchEvent(new Event("input", { bubbles: true }));
          input.dispatchEvent(new Event("change", { bubbles: true }));
        }
      } else return;
      event.preventDefault();
    });
  }
})();
