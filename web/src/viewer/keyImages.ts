/** Marked slices go into the opinion that is being written. */

import type { CaseModel } from "../case/model.ts";
import type { Conclusion } from "../contract/wire.gen.ts";
import { notify } from "../ui/Notices.tsx";
import type { View } from "./view.ts";
import { t } from "./words.ts";

/** The conclusion with this slice among its key images; the same one when it was there already. */
export function withKeyImage(conclusion: Conclusion, view: View): Conclusion {
  const { study, series, sop, frame } = view;
  const there = conclusion.key_images.some((one) => one.sop === sop && one.frame === frame);
  if (there) return conclusion;
  const key_images = [...conclusion.key_images, { study, series, sop, frame, note: "" }];
  return { ...conclusion, key_images };
}

/** What the viewer calls for a marked slice; undefined for whoever writes no opinion. */
export function keyImageMarker(model: CaseModel): ((view: View) => void) | undefined {
  if (model.draft.value === null) return undefined;
  return (view) => {
    const draft = model.draft.peek();
    if (draft === null) return;
    const marked = withKeyImage(draft, view);
    if (marked !== draft) model.edit(marked);
    notify(t(marked === draft ? "viewer.key_image_there" : "viewer.key_image_added"), "good");
  };
}
