/** The viewer's door to the words. */
export { t } from "../words/t.ts";
