import type { ComponentChildren } from "preact";

import { Field } from "../ui/Field.tsx";
import { TextArea } from "../ui/TextArea.tsx";
import { errorAt } from "./errors.ts";
import type { RequestModel } from "./model.ts";

interface PlaceProps {
  path: string;
  children: ComponentChildren;
}

/** Where a path of the form is on the page, so that the list of gaps can lead there. */
export function Place({ path, children }: PlaceProps) {
  return <div data-path={path}>{children}</div>;
}

interface Props {
  model: RequestModel;
  path: string;
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: string;
  optional?: boolean;
  rows?: number;
  inputMode?: "text" | "numeric" | "tel";
  unit?: string;
}

/** A text of the form, on one line or on several. */
export function TextPart({ model, path, rows, inputMode, unit, ...rest }: Props) {
  const error = errorAt(model, path);
  return (
    <Place path={path}>
      {rows === undefined ? (
        <Field
          {...rest}
          error={error}
          {...(inputMode === undefined ? {} : { inputMode })}
          {...(unit === undefined ? {} : { unit })}
        />
      ) : (
        <TextArea {...rest} error={error} rows={rows} />
      )}
    </Place>
  );
}
