import { signal } from "@preact/signals";

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
