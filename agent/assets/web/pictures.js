"use strict";
/* Sends pictures: made light on the phone, with progress, again and again until they have arrived. Without it the
   forms are plain ones. */
(() => {
  const body = document.body, words = body.dataset.pictures && JSON.parse(body.dataset.pictures);
  if (!words || !window.FormData || !window.XMLHttpRequest) return;
  const SIDE = 1600, LIGHT = 300000, PAUSES = [2000, 4000, 8000, 15000];
  const held = {};
  const uuid = () => {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    return Array.from(b, (x, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + (x + 256).toString(16).slice(1)).join("");
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest && event.target.closest("form.hand");
    if (form && event.target.type === "file" && event.target.files[0]) {
      held[form.dataset.hand] = event.target.files[0];
      tell(form, "");
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.hand,form.shot")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.matches(".shot")) { arrange(form, event.submitter); return; }
    const file = form.elements.file.files[0] || held[form.dataset.hand];
    if (file && !form.dataset.busy) send(form.dataset.hand, form, file);
  }, true);

  /* A form may be drawn anew while its picture is under way: it is looked up whenever something is said. */
  const now = (what, form) => (form.isConnected ? form : document.querySelector(`form[data-hand=${what}]`) || form);
  function tell(form, text, bad) {
    const told = form.querySelector(".told");
    told.textContent = text;
    told.classList.toggle("bad", !!bad);
  }
  function busy(form, on) {
    if (on) form.dataset.busy = "yes"; else delete form.dataset.busy;
    form.querySelector("button").disabled = on;
  }
  function known(data) {
    data.set("count", document.querySelector("#lines").dataset.count);
    data.set("have", Array.from(document.querySelectorAll("[data-region]"), (each) => each.dataset.digest).join());
    return data;
  }
  function news(text) {
    if (document.activeElement) document.activeElement.blur();
    document.dispatchEvent(new CustomEvent("coach:news", { detail: JSON.parse(text) }));
  }
  async function arrange(form, button) {
    const data = new FormData(form);
    data.set("turn", uuid());
    if (button && button.name) data.set(button.name, button.value);
    const reply = await post(form.action, new URLSearchParams(known(data)), () => {});
    if (reply.status === 200) news(reply.text); else form.submit();
  }
  async function send(what, form, file) {
    busy(form, true);
    tell(form, words.preparing);
    const data = new FormData(form);
    const picture = what === "photo" ? await light(file) : file;
    if (picture.size > +body.dataset.largest) { busy(form, false); tell(form, words.large, true); return; }
    data.set("turn", uuid());
    data.set("file", picture, "picture");
    for (let tries = 0; ; tries += 1) {
      const reply = await post(form.action, known(data), (percent) => tell(now(what, form), words.sending.replace("{percent}", percent)));
      form = now(what, form);
      if (reply.status === 200) { done(what, form, reply.text); return; }
      if (reply.status && ![409, 429, 502, 503, 504].includes(reply.status)) { busy(form, false); tell(form, problem(reply.text), true); return; }
      busy(form, true);
      tell(form, words.waiting);
      await Promise.race([new Promise((go) => setTimeout(go, PAUSES[Math.min(tries, 3)])), online()]);
    }
  }
  function done(what, form, text) {
    delete held[what];
    busy(form, false);
    tell(form, "");
    form.reset();
    news(text);
  }
  function problem(text) {
    try { return JSON.parse(text).problem || words.failed; } catch (error) { return words.failed; }
  }
  function post(url, data, progress) {
    return new Promise((settled) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = (event) => event.lengthComputable && progress(Math.round((100 * event.loaded) / event.total));
      request.onload = () => settled({ status: request.status, text: request.responseText });
      request.onerror = request.ontimeout = () => settled({ status: 0, text: "" });
      request.timeout = 180000;
      request.send(data);
    });
  }
  async function light(file) {
    if (file.size <= LIGHT || !window.createImageBitmap) return file;
    try {
      const image = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((given) => canvas.toBlob(given, "image/jpeg", 0.86));
      return made && made.size < file.size ? made : file;
    } catch (error) { return file; }
  }
  const online = () => new Promise((go) => addEventListener("online", go, { once: true }));
})();
