import { useEffect, useState } from "preact/hooks";

import { Field } from "../ui/Field.tsx";
import { t } from "../words/t.ts";
import { errorAt } from "./errors.ts";
import type { RequestModel } from "./model.ts";
import { Place } from "./TextPart.tsx";

interface Props {
  model: RequestModel;
  path: string;
  label: string;
  unit: string;
  value: number | null;
  whole?: boolean;
  hint?: string;
  optional?: boolean;
  onChange: (value: number | null) => void;
}

/** A number with its unit; what is no number stays on the screen and is said to be none. */
export function NumberPart(props: Props) {
  const { model, path, value, whole, onChange, ...rest } = props;
  const [text, setText] = useState(value === null ? "" : String(value));
  const read = (given: string): number | null => {
    const plain = given.trim().replace("．", ".").replace(",", ".");
    if (plain === "" || !/^\d+(\.\d+)?$/.test(plain)) return null;
    return whole === true && plain.includes(".") ? null : Number(plain);
  };
  useEffect(() => {
    if (read(text) !== value) setText(value === null ? "" : String(value));
  }, [value]);
  const wrong = text.trim() !== "" && read(text) === null;
  return (
    <Place path={path}>
      <Field
        {...rest}
        inputMode={whole === true ? "numeric" : "decimal"}
        value={text}
        error={wrong ? t("number.wrong") : errorAt(model, path)}
        onInput={(given) => {
          setText(given);
          onChange(read(given));
        }}
      />
    </Place>
  );
}
