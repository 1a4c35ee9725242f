import { effect, signal } from "@preact/signals";

/** Whether the server can be reached, as last seen by a request or the browser. */
export const online = signal(navigator.onLine);

/** Whether the socket stands. */
export const socketState = signal<"off" | "connecting" | "on">("off");

window.addEventListener("offline", () => {
  online.value = false;
});
window.addEventListener("online", () => {
  online.value = true;
});

const PROBE_EVERY = 5000; // ms

/** Ask whether the server is back: the browser only knows of its own cable. */
async function probe(): Promise<void> {
  const response = await fetch("/livez", { cache: "no-store" });
  if (response.ok) online.value = true;
}

effect(() => {
  if (online.value) return undefined;
  const timer = setInterval(() => {
    probe().catch(() => undefined);
  }, PROBE_EVERY);
  return () => clearInterval(timer);
});
