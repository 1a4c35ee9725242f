import { signal } from "@preact/signals";
import { render } from "preact";

const ready = signal("会诊 Huizhen");
const root = document.getElementById("app");
if (root !== null) render(<h1>{ready}</h1>, root);
