// Keeps the shell, so that the page opens without a network. Patient data never goes in here.
const KEPT = "shell-1";
const shell = (url) =>
  url.origin === location.origin && (url.pathname === "/" || url.pathname.startsWith("/assets/"));

async function answer(request, url) {
  const cache = await caches.open(KEPT);
  const hashed = url.pathname.startsWith("/assets/");
  const held = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  if (hashed && held) return held;
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    if (held) return held;
    throw error;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && shell(url)) event.respondWith(answer(event.request, url));
});
