/** The name that public/sw.js keeps the shell under. */
const KEPT = "shell-1";

function fetchedAssets(): readonly string[] {
  const paths = performance
    .getEntriesByType("resource")
    .map((one) => new URL(one.name))
    .filter((one) => one.origin === location.origin && one.pathname.startsWith("/assets/"))
    .map((one) => one.pathname);
  return [...new Set(paths)];
}

/**
 * Start the service worker, and give it what this page fetched before it was there: otherwise
 * only a second visit could be opened without a network.
 */
export async function keepShell(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js");
  const cache = await caches.open(KEPT);
  await cache.addAll(["/", ...fetchedAssets()]);
}
