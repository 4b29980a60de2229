"use strict";
/* Makes the page live. Without it every form and link still works. What the server says is always the truth:
   this script only asks for what the page lacks, keeps unsent words, and shows a draft until the truth is there. */
(() => {
  const body = document.body, path = body.dataset.path;
  if (!path || !window.fetch || !window.ReadableStream) return;
  const one = (selector, within) => (within || document).querySelector(selector);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const lines = one("#lines"), scroll = one(".scroll"), off = one("#off"), box = one("#draft");
  const words = JSON.parse(body.dataset.words);
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const CONNECT = 4000, SILENCE = 8000, POST = 30000, HIDDEN = 60000, POLL = 4000;
  let version = body.dataset.version, last = body.dataset.last, seen = last, draft = "", sending = false;

  const uuid = () => {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    return Array.from(b, (x, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + (x + 256).toString(16).slice(1)).join("");
  };
  const later = (id, than) => {
    const [a, b] = [id, than].map((each) => each.split("-").map(Number));
    return a[0] !== b[0] ? a[0] > b[0] : a[1] > b[1];
  };
  const store = {
    get(name) { try { return JSON.parse(localStorage.getItem(path + name)); } catch (error) { return null; } },
    set(name, value) {
      try { value ? localStorage.setItem(path + name, JSON.stringify(value)) : localStorage.removeItem(path + name); }
      catch (error) { memory[name] = value; }
    },
  };
  const memory = {};
  const kept = (name) => memory[name] || store.get(name);
  const field = () => one("#text");

  /* --- what the page shows --- */
  const have = () => all("[data-region]").map((region) => region.dataset.digest).join();
  const count = () => +lines.dataset.count;

  function busyEditing(region) {
    const active = document.activeElement;
    return !!active && region.contains(active) && !!active.closest(".fix");
  }
  function replace(region, part) {
    const text = field(), typed = text && region.contains(text) ? text.value : null;
    const active = document.activeElement, held = active && region.contains(active);
    const mark = held ? [active.id, active.name, active.value] : null;
    const open = all("details[open]", region).map((each) => each.closest("[id]") && each.closest("[id]").id);
    region.innerHTML = part.html;
    region.dataset.digest = part.digest;
    open.forEach((id) => { const at = "#" + CSS.escape(id || ""), found = id && one(`details${at}, ${at} details`, region); if (found) found.open = true; });
    if (typed !== null && field()) { field().value = typed; grow(); }
    if (!mark) return;
    const again = mark[0] ? document.getElementById(mark[0])
      : all("button,input", region).find((each) => each.name === mark[1] && each.value === mark[2]);
    (again || scroll).focus({ preventScroll: true });
  }
  function apply(news) {
    if (news.language !== document.documentElement.lang || news.count < count()) return location.reload();
    const grew = news.from === count() && news.count > news.from, down = scroll.scrollTop > -80;
    if (grew) {
      lines.insertAdjacentHTML("beforeend", news.lines);
      lines.dataset.count = news.count;
      clearDraft();
    }
    for (const [name, part] of Object.entries(news.regions)) {
      const region = one(`[data-region=${name}]`);
      if (!region || busyEditing(region)) continue;
      replace(region, part);
      if (body.dataset.view === "talk" && region.closest(".board") && name !== "own") one(".dot").hidden = false;
    }
    version = news.version;
    if (later(news.last, seen)) seen = news.last;
    settle();
    if (grew && down) place();
  }
  /* What is longer than the view is read from its beginning, the rest with all that belongs to it. */
  function place() {
    const newest = one(".coach:last-child", lines);
    scroll.scrollTop = 0;
    if (newest && newest.offsetHeight > scroll.clientHeight - 60) newest.scrollIntoView({ block: "start" });
  }
  function settle() {
    const entry = kept("out"), there = entry && one(`[data-turn="${entry.turn}"]`, lines);
    if (there) { store.set("out", null); memory.out = null; }
    const waiting = one("#pending"), still = kept("out");
    if (still && still.text && !there) {
      waiting.hidden = false;
      one("p", waiting).textContent = still.text;
    } else waiting.hidden = true;
    body.classList.toggle("sent", !waiting.hidden);
  }
  function clearDraft() { draft = ""; box.hidden = true; }
  function hint(text) { off.hidden = !text; off.textContent = text || ""; }
  function grow() {
    const text = field();
    if (!text || (window.CSS && CSS.supports("field-sizing", "content"))) return;
    text.style.height = "auto";
    text.style.height = Math.min(text.scrollHeight + 4, 160) + "px";
  }

  /* --- asking for what is missing, one question at a time --- */
  let asking = null, askAgain = false;
  async function sync() {
    if (asking) { askAgain = true; return asking; }
    asking = (async () => {
      do {
        askAgain = false;
        const reply = await request(`${path}/live?count=${count()}&have=${have()}`, {}, CONNECT * 2);
        if (reply.status === 404) return location.reload();
        if (reply.ok) apply(await reply.json());
      } while (askAgain);
    })();
    try { await asking; } finally { asking = null; }
  }
  async function request(url, options, wait) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), wait);
    try {
      const reply = await fetch(url, Object.assign({ signal: stop.signal, credentials: "same-origin", cache: "no-store" }, options));
      const text = await reply.text();
      return { ok: reply.ok, status: reply.status, headers: reply.headers, text, json: () => JSON.parse(text) };
    } finally { clearTimeout(timer); }
  }

  /* --- sending: once, until it has arrived --- */
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (!form.action.startsWith(location.origin + path + "/")) return;
    if (form.matches(".fix")) { event.preventDefault(); return save(form, button); }
    if (!form.action.endsWith("/reply")) return;
    event.preventDefault();
    if (kept("out")) return;
    const data = new URLSearchParams(new FormData(form)), turn = uuid();
    if (button && button.name) data.set(button.name, button.value);
    const typed = (data.get("text") || "").trim();
    if (!typed && !(button && button.name)) return field().focus();
    data.set("turn", turn);
    const label = button && button.name ? (button.getAttribute("aria-label") || button.textContent).trim() : "";
    const out = { turn, action: form.action, body: data.toString(), text: typed || label, typed };
    memory.out = out; store.set("out", out);
    if (typed) { field().value = ""; store.set("typed", null); grow(); }
    scroll.scrollTop = 0;
    settle();
    send();
  });
  async function send() {
    if (sending || !kept("out")) return;
    sending = true;
    for (let wait = 500; kept("out"); wait = Math.min(wait * 2, 4000)) {
      const out = kept("out");
      try {
        const data = new URLSearchParams(out.body);
        data.set("count", count()); data.set("have", have());
        const reply = await request(out.action, { method: "POST", body: data, headers: { Accept: "application/json" } }, POST);
        if (reply.ok) {
          const news = reply.json();
          drop(out); hint("");
          if (news.count >= count()) apply(news);
          wait = 250;
          continue;
        }
        if (![409, 429, 502, 503, 504].includes(reply.status)) { refused(out, reply); continue; }
        hint(words.unsent);
        wait = Math.max(wait, 1000 * (+reply.headers.get("retry-after") || 0));
      } catch (error) { hint(words.unsent); }
      await Promise.race([pause(wait), online()]);
    }
    sending = false;
    if (asking === null) sync().catch(() => {});
  }
  /* Another reply may have been given since: the feed can be faster than the answer to the one before. */
  function drop(out) {
    if (kept("out") && kept("out").turn === out.turn) { memory.out = null; store.set("out", null); }
    settle();
  }
  function refused(out, reply) {
    drop(out);
    let told = words.offline;
    try { told = reply.json().problem || told; } catch (error) { told = words.offline; }
    hint(told);
    if (out.typed && field() && !field().value) { field().value = out.typed; grow(); }
  }
  const online = () => new Promise((done) => addEventListener("online", done, { once: true }));

  /* --- correcting a fact in place --- */
  async function edit(link) {
    const reply = await request(link.href, { headers: { "X-Part": "1" } }, POST);
    if (!reply.ok) return location.assign(link.href);
    all(".slot").forEach((each) => each.remove());
    const row = link.closest("dl > div"), slot = document.createElement(row ? "dd" : "div");
    slot.className = "slot";
    slot.innerHTML = reply.text;
    if (row) row.append(slot); else link.closest(".more").after(slot);
    const first = one("input:not([type=hidden]),textarea,select", slot);
    if (first) first.focus();
  }
  async function save(form, button) {
    const data = new URLSearchParams(new FormData(form));
    if (button && button.name) data.set(button.name, button.value);
    data.set("count", count()); data.set("have", have());
    try {
      const reply = await request(form.action, { method: "POST", body: data, headers: { Accept: "application/json", "X-Part": "1" } }, POST);
      if (reply.status === 422) { form.parentNode.innerHTML = reply.text; return one("input:not([type=hidden]),textarea", one(".slot")).focus(); }
      if (!reply.ok) return hint(reply.json().problem);
      const back = form.action.split("/").pop();
      form.closest(".slot").remove();
      apply(reply.json());
      const again = one(`[data-edit="${CSS.escape(back)}"]`);
      if (again) again.focus();
    } catch (error) { hint(words.unsent); }
  }

  document.addEventListener("coach:news", (event) => apply(event.detail));

  /* --- tabs, links, keys --- */
  document.addEventListener("click", (event) => {
    const menu = one(".menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
    const link = event.target.closest && event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.tab) {
      event.preventDefault();
      show(link.dataset.tab);
      const target = link.hash && one(link.hash);
      if (target) target.scrollIntoView({ block: "start" });
    } else if (link.dataset.edit) {
      event.preventDefault();
      edit(link).catch(() => location.assign(link.href));
    } else if (link.hash === "#text" && field()) {
      event.preventDefault();
      field().focus();
    } else if ("cancel" in link.dataset && link.closest(".slot")) {
      event.preventDefault();
      link.closest(".slot").remove();
    }
  });
  function show(view) {
    body.dataset.view = view;
    all(".tabs [data-tab]").forEach((tab) => {
      tab.dataset.tab === view ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current");
    });
    if (view === "board") one(".dot").hidden = true;
    else place();
    history.replaceState(null, "", view === "board" ? path + "?view=board" : path);
  }
  document.addEventListener("keydown", (event) => {
    const menu = one(".menu[open]");
    if (menu && event.key === "Escape") { menu.open = false; one("summary", menu).focus(); }
    if (event.target.id !== "text" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    const form = event.target.form;
    form.requestSubmit ? form.requestSubmit(one(".send", form)) : one(".send", form).click();
  });
  addEventListener("resize", () => { if (document.activeElement === field()) place(); });
  document.addEventListener("input", (event) => {
    if (event.target.id !== "text") return;
    store.set("typed", event.target.value);
    grow();
  });

  /* --- the feed: signs of life every few seconds, else a new connection --- */
  let stop = null, failures = 0, resting = false;
  const hear = {
    state: (data) => { if (data.version !== version) sync().catch(() => {}); },
    news: (data) => { if (data.event === "problem") sync().catch(() => {}); },
    working: (data) => {
      const notice = one("[data-region=notice]");
      if (!words.working[data.step]) return;
      notice.innerHTML = '<p class="busy"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span></span></p>';
      notice.querySelector("p > span:last-child").textContent = words.working[data.step];
      notice.dataset.digest = "";
      scroll.scrollTop = 0;
    },
    words: (data) => {
      draft = draft.slice(0, data.at) + data.text;
      one("p", box).textContent = draft;
      box.hidden = !draft;
    },
    ping: () => {},
  };
  function frame(text) {
    let name = "message", data = "", old = false;
    for (const line of text.split("\n")) {
      if (line.startsWith("event: ")) name = line.slice(7);
      else if (line.startsWith("data: ")) data += line.slice(6);
      else if (line.startsWith("id: ")) { last = line.slice(4); old = !later(last, seen); }
    }
    if (data && !old && hear[name]) hear[name](JSON.parse(data));
  }
  async function follow() {
    stop = new AbortController();
    let timer = setTimeout(() => stop.abort(), CONNECT);
    try {
      const reply = await fetch(`${path}/feed?version=${encodeURIComponent(version)}`, {
        headers: { "Last-Event-ID": last }, signal: stop.signal, credentials: "same-origin", cache: "no-store",
      });
      if (reply.status === 404) return location.reload();
      if (!reply.ok) throw new Error("feed " + reply.status);
      const reader = reply.body.getReader(), decoder = new TextDecoder();
      for (let rest = ""; ;) {
        const chunk = await reader.read();
        clearTimeout(timer);
        if (chunk.done) break;
        timer = setTimeout(() => stop.abort(), SILENCE);
        if (failures) { failures = 0; if (!kept("out")) hint(""); send(); }
        hint(kept("out") && !off.hidden ? off.textContent : "");
        const frames = (rest + decoder.decode(chunk.value, { stream: true })).split("\n\n");
        rest = frames.pop();
        frames.forEach(frame);
      }
    } finally { clearTimeout(timer); }
  }
  async function keepFollowing() {
    for (;;) {
      if (resting) { await new Promise((done) => document.addEventListener("visibilitychange", done, { once: true })); continue; }
      try { await follow(); } catch (error) { failures += 1; }
      if (resting) continue;
      if (failures > 1) hint(words.offline);
      if (failures > 3) {
        try { await sync(); hint(""); await pause(POLL); } catch (error) { hint(words.offline); }
      }
      await Promise.race([pause(Math.min(250 * 2 ** failures, 2000) * (0.7 + Math.random() * 0.6)), online()]);
    }
  }
  let nap = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(nap);
    if (document.hidden) nap = setTimeout(() => { resting = true; if (stop) stop.abort(); }, HIDDEN);
    else if (resting) { resting = false; failures = 0; }
  });

  const typed = kept("typed");
  if (typed && field() && !field().value) { field().value = typed; grow(); }
  settle();
  place();
  send();
  keepFollowing();
  body.dataset.live = "yes";
})();
