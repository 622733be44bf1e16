// Reads a QR code with the camera and puts what it says into the address field. Only where there is a camera; the
// browser's own BarcodeDetector where it exists, else a reader that is loaded when the button is pressed.
"use strict";
(() => {
  const box = document.querySelector("[data-scan]");
  if (!box || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
  const button = box.querySelector("[data-scan-start]");
  const told = box.querySelector("[data-scan-told]");
  const picture = box.querySelector("[data-scan-picture]");
  const field = document.getElementById(box.dataset.scanField);
  box.hidden = false;

  const say = (what) => { told.textContent = told.dataset["told" + what] || ""; };

  const load = (source) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  const reader = async () => {
    if ("BarcodeDetector" in window && (await window.BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async () => ((await detector.detect(picture))[0] || {}).rawValue;
    }
    await load(box.dataset.scan);
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    return async () => {
      canvas.width = picture.videoWidth;
      canvas.height = picture.videoHeight;
      if (!canvas.width) return undefined;
      context.drawImage(picture, 0, 0);
      const image = context.getImageData(0, 0, canvas.width, canvas.height);
      return (window.jsQR(image.data, image.width, image.height) || {}).data;
    };
  };

  let stream = null;
  const stop = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    picture.hidden = true;
  };

  button.addEventListener("click", async () => {
    if (stream) { stop(); say(""); return; }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      picture.srcObject = stream;
      picture.hidden = false;
      await picture.play();
      say("Looking");
      const read = await reader();
      const look = async () => {
        if (!stream) return;
        const found = await read().catch(() => undefined);
        if (found) { field.value = found; stop(); say("Found"); field.focus(); return; }
        window.setTimeout(look, 150);
      };
      look();
    } catch {
      stop();
      say("Refused");
    }
  });
  window.addEventListener("pagehide", stop);
})();
